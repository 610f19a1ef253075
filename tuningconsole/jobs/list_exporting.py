"""The list of jobs as CSV and as JSON, a row at a time, however long it is."""

import json
from collections.abc import Callable, Iterable, Iterator
from typing import Any

from django.db.models import QuerySet

from tuningconsole.jobs import facets
from tuningconsole.jobs.models import TuningJob
from tuningconsole.ui import spreadsheets

CHUNK = 500
"""So many rows are read at once."""
COLUMNS = (
    *("name", "status", "creator", "connection", "region", "algorithms", "objective_metrics"),
    *("strategy", "training_jobs_done", "training_jobs_wanted", "best_training_job"),
    *("best_objective_value", "created_at", "ended_at", "duration_s", "tags", "arn"),
    *("made_in_console", "failure_reason"),
)


def rows(jobs: QuerySet[TuningJob]) -> Iterator[dict[str, Any]]:
    """Yield what the files say of each job: column -> value, lists where there may be several."""
    known = jobs.select_related("creator", "connection").defer(
        "request", "description", "tags", "problems"
    )
    return (_row(job) for job in known.iterator(chunk_size=CHUNK))


def as_csv(found: Iterable[dict[str, Any]]) -> Iterator[str]:
    """Yield lines of CSV, lists as texts."""
    yield from spreadsheets.lines([COLUMNS])
    yield from spreadsheets.lines([_text(row[name]) for name in COLUMNS] for row in found)


def as_json(found: Iterable[dict[str, Any]]) -> Iterator[str]:
    """Yield the parts of a JSON list of objects."""
    separator = "[\n"
    for row in found:
        yield separator + json.dumps(row, ensure_ascii=False)
        separator = ",\n"
    yield "\n]\n" if separator == ",\n" else "[]\n"


FORMATS: dict[str, tuple[str, Callable[[Iterable[dict[str, Any]]], Iterator[str]]]] = {
    "csv": ("text/csv; charset=utf-8", as_csv),
    "json": ("application/json", as_json),
}
"""Ending of the file -> its type, and what writes it."""


def _row(job: TuningJob) -> dict[str, Any]:
    length = job.ended_at - job.created_at if job.ended_at else None
    tags = facets.values(job.facets, facets.TAG)
    return {
        "name": job.name,
        "status": job.shown_status,
        "creator": job.creator.get_username() if job.creator else None,
        "connection": job.connection.name,
        "region": job.region,
        "algorithms": facets.values(job.facets, facets.ALGORITHM),
        "objective_metrics": facets.values(job.facets, facets.METRIC),
        "strategy": job.strategy or None,
        "training_jobs_done": job.done,
        "training_jobs_wanted": job.training_jobs_wanted,
        "best_training_job": job.best_name or None,
        "best_objective_value": job.best_value,
        "created_at": job.created_at.isoformat(),
        "ended_at": job.ended_at.isoformat() if job.ended_at else None,
        "duration_s": length.total_seconds() if length else None,
        "tags": [tag for tag in tags if "=" in tag],
        "arn": job.arn or None,
        "made_in_console": job.key is not None,
        "failure_reason": job.failure_reason or None,
    }


def _text(value: Any) -> Any:
    return "; ".join(value) if isinstance(value, list) else value
