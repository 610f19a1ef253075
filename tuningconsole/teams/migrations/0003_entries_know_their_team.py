"""Give the audit log's entries the id of the team that they name; a name belongs to one team."""

from django.db import migrations
from django.db.models import OuterRef, Subquery


def fill(apps, schema_editor):
    teams = apps.get_model("teams", "Team").objects.filter(name=OuterRef("team_name"))
    entries = apps.get_model("audit", "Entry").objects.filter(team_key=None).exclude(team_name="")
    entries.update(team_key=Subquery(teams.values("pk")[:1]))


class Migration(migrations.Migration):
    dependencies = [("audit", "0002_entry_team_key"), ("teams", "0002_invitation")]
    operations = [migrations.RunPython(fill, migrations.RunPython.noop)]
