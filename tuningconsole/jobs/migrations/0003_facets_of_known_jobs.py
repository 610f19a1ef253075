"""Give the jobs that are known already what lists find them by."""

from django.db import migrations

from tuningconsole.jobs import facets

BATCH = 500


def fill(apps, schema_editor):
    jobs = apps.get_model("jobs", "TuningJob").objects
    known = jobs.order_by("pk").only("request", "description", "tags", "key")
    for job in known.iterator(chunk_size=BATCH):
        found = facets.of(
            job.description or job.request or {}, job.tags or {}, is_ours=job.key is not None
        )
        jobs.filter(pk=job.pk).update(facets=found)


class Migration(migrations.Migration):
    dependencies = [("jobs", "0002_lists_and_spending")]
    operations = [migrations.RunPython(fill, migrations.RunPython.noop)]
