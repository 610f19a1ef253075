"""An upgrade while the version before serves: it can write rows, and its messages are known."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from django.apps import apps
from django.db import migrations
from django.db.migrations.loader import MigrationLoader
from django.db.migrations.operations.base import Operation

from tuningconsole.celery import app
from tuningconsole.embedded import parts
from tuningconsole.embedded.state import PORTS, State

DESTRUCTIVE = (
    migrations.RemoveField,
    migrations.RenameField,
    migrations.RenameModel,
    migrations.DeleteModel,
    migrations.AlterModelTable,
)
"""The version before reads and writes what these take away; see docs/howto/back-up.md."""
FIRST = {
    "aws": "0003",
    "audit": "0003",
    "catalog": "0004",
    "jobs": "0003",
    "teams": "0004",
    "wizard": "0006",
}
"""The migrations up to these were applied before there was anything to upgrade."""
MESSAGES = {
    "jobs.tick": [],
    "jobs.send": [1],
    "jobs.stop": [1],
    "jobs.sweep": [1],
    "jobs.refresh": [1],
    "jobs.describe_training_job": [1],
    "tuningconsole.catalog.tasks.refresh_all": [],
    "tuningconsole.catalog.tasks.refresh_connection": [1],
    "tuningconsole.teams.tasks.clear_sessions": [],
}
"""What version 1 has put into queues, and what it may still put there: task -> arguments."""
QUEUES = {"submit", "stop", "poll"}
"""The queues that version 1 uses: some worker goes on reading each."""


def later_migrations() -> Iterator[tuple[str, Operation]]:
    """Yield what each operation does that may be applied while an earlier version serves."""
    ours = {config.label for config in apps.get_app_configs() if "tuningconsole" in config.name}
    for (label, name), migration in sorted(MigrationLoader(None).disk_migrations.items()):
        if label in ours and name[:4] > FIRST.get(label, "0001"):
            for operation in migration.operations:
                yield f"{label} {name}: {operation.describe()}", operation


def made_in(label: str) -> set[str]:
    """Return the models that the app's later migrations make: no earlier version writes them."""
    return {
        operation.name.lower()
        for told, operation in later_migrations()
        if told.startswith(label) and isinstance(operation, migrations.CreateModel)
    }


def test_nothing_is_taken_away_under_the_version_that_serves() -> None:
    taken = [told for told, operation in later_migrations() if isinstance(operation, DESTRUCTIVE)]
    assert taken == []


def test_rows_can_be_written_without_the_columns_that_are_new() -> None:
    refused = []
    for told, operation in later_migrations():
        if not isinstance(operation, migrations.AddField):
            continue
        field = operation.field
        is_free = field.null or field.has_db_default() or field.many_to_many
        if not is_free and operation.model_name.lower() not in made_in(told.partition(" ")[0]):
            refused.append(told)
    assert refused == [], "Give the field a db_default, or null."


@pytest.mark.parametrize(("task", "arguments"), MESSAGES.items())
def test_a_message_of_an_earlier_version_is_understood(task: str, arguments: list[int]) -> None:
    app.loader.import_default_modules()
    app.tasks[task].__header__(*arguments)


def test_the_queues_of_an_earlier_version_are_read(tmp_path: Path) -> None:
    commands = [part.command for part in parts.console(State(tmp_path), PORTS)]
    read = {
        queue
        for command in commands
        if "--queues" in command
        for queue in command[command.index("--queues") + 1].split(",")
    }
    assert read >= QUEUES
