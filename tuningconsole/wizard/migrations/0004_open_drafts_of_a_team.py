from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [("wizard", "0003_draft_version")]

    operations = [
        migrations.AddIndex(
            model_name="draft",
            index=models.Index(
                condition=models.Q(("job__isnull", True)),
                fields=["team", "connection", "-saved_at", "-uuid"],
                name="open_drafts_of_a_team",
            ),
        ),
    ]
