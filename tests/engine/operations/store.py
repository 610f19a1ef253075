"""Rows in the engine's database as they are after long work, so that no test has to wait for it.

They are written by the engine's own models, in a process with the engine's settings: statuses are
final ones, which neither the search loop nor a trainer touches. Times are minutes after START.
"""

import importlib
import json
import os
import subprocess
import sys
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

from tests.engine.calls import REQUEST
from tests.engine.stack import EngineStack
from tests.spec.requests import changed
from tuningconsole.embedded import parts

START = datetime(2026, 1, 1, tzinfo=UTC)


def at(minutes: float) -> datetime:
    """Return the time so many minutes after START."""
    return START + timedelta(minutes=minutes)


def store(stack: EngineStack, **rows: list[dict[str, Any]]) -> None:
    """Write rows, by the names of their models; times as minutes, `parent` a tuning job's name."""
    path = stack.folder / "rows.json"
    path.write_text(json.dumps(rows))
    environment = stack.environment | {"DJANGO_SETTINGS_MODULE": parts.ENGINE}
    command = [sys.executable, "-m", "tests.engine.operations.store", str(path)]
    subprocess.run(command, env=environment, cwd=parts.BASE_DIR, check=True)


def tuning_job(name: str, **fields: Any) -> dict[str, Any]:
    """Return a tuning job that has completed at once; `changes` are dotted paths of its request."""
    request = changed(REQUEST, {"HyperParameterTuningJobName": name} | fields.pop("changes", {}))
    return {"name": name, "request": request, "status": "Completed", "created_at": 0} | fields


def training_job(name: str, **fields: Any) -> dict[str, Any]:
    """Return a training job that has completed at once; `changes` are dotted paths of what it is.

    Its `metrics` are name -> value.
    """
    definition = REQUEST["TrainingJobDefinition"] | {"StaticHyperParameters": {}}
    definition["TuningObjective"] = {"Type": "Maximize", "MetricName": "score"}
    given = {
        "name": name,
        "definition": changed(definition, fields.pop("changes", {})),
        "image": "image:1",
        "tuned": {},
        "status": "Completed",
        "secondary_status": "Completed",
        "created_at": 0,
    }
    return given | fields


def main(path: str) -> None:
    import django

    django.setup()
    from tuningconsole.engine import resources

    rows = json.loads(Path(path).read_text())
    builders = {
        "TuningJob": _tuning_job,
        "TrainingJob": _training_job,
        "Algorithm": lambda row: row | {"arn": resources.algorithm_arn(row["name"])},
        "Model": lambda row: row | {"arn": resources.model_arn(row["name"])},
        "Tag": lambda row: row,
    }
    for kind, items in rows.items():
        home = "artifacts" if kind == "Model" else "models"
        model = getattr(importlib.import_module(f"tuningconsole.engine.{home}"), kind)
        for item in items:
            metrics = item.pop("metrics", {})
            created = model(**_times(builders[kind](item)))
            model.objects.bulk_create([created])
            for name, value in metrics.items():
                created.metrics.create(name=name, value=value, at=created.created_at)


def _times(row: dict[str, Any]) -> dict[str, Any]:
    times = {name: at(value) for name, value in row.items() if name.endswith("_at")}
    return row | times


def _tuning_job(row: dict[str, Any]) -> dict[str, Any]:
    from tuningconsole.engine import definitions, resources
    from tuningconsole.spec import canonical

    expanded = canonical.expand(row["request"])
    return {
        "arn": resources.tuning_job_arn(row["name"]),
        "definitions": [definitions.resolve(item) for item in expanded["TrainingJobDefinitions"]],
        "config": definitions.configuration(expanded),
        "images": ["image:1"],
        "seed": 1,
        "modified_at": row["created_at"],
        "ended_at": row.get("modified_at", row["created_at"]),
    } | row


def _training_job(row: dict[str, Any]) -> dict[str, Any]:
    from tuningconsole.engine import definitions, resources
    from tuningconsole.engine.models import TuningJob

    parent = row.pop("parent", None)
    row["definition"] = definitions.resolve(row["definition"])
    return {
        "arn": resources.training_job_arn(row["name"]),
        "tuning_job": TuningJob.objects.named(parent).get() if parent else None,
        "modified_at": row["created_at"],
        "started_at": row["created_at"],
        "ended_at": row.get("modified_at", row["created_at"]),
    } | row


if __name__ == "__main__":
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", parts.ENGINE)
    main(sys.argv[1])
