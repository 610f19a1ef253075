"""A tuning job's page: its summary, and a tab that is an address of its own."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db.models import DurationField, ExpressionWrapper, F, Value
from django.db.models.functions import Coalesce
from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.utils.translation import gettext
from django.utils.translation import gettext_noop as _
from django.views.decorators.http import require_safe

from tuningconsole.charts import study
from tuningconsole.jobs import cost, definition, freshness, outcome, remedies
from tuningconsole.jobs.models import State, TrainingJob, TuningJob
from tuningconsole.jobs.pictures import objective_over_time
from tuningconsole.jobs.views.live import job_of, show
from tuningconsole.teams.access import membership
from tuningconsole.ui import paging, wording
from tuningconsole.ui.paging import Order

COUNTERS = (
    (_("Completed"), "Completed"),
    (_("In progress"), "InProgress"),
    (_("Stopped"), "Stopped"),
    (_("Failed (retryable)"), "RetryableError"),
    (_("Failed (non-retryable)"), "NonRetryableError"),
)
"""A training job's status counters: word, member of TrainingJobStatusCounters."""
COLUMNS = (
    (_("Name"), "name"),
    (_("Status"), "status"),
    (_("Objective value"), "objective"),
    (_("Hyperparameters"), ""),
    (_("Started"), "started"),
    (_("Duration"), "duration"),
)
"""The table's headings, and what it is sorted by under them."""
_SORTS: Mapping[str, tuple[str, Any, bool]] = {
    "name": ("name", str, False),
    "status": ("status", str, False),
    "objective": ("objective_value", float, True),
    "started": ("started_at", paging.moment, True),
    "duration": ("length", paging.length, True),
    "created": ("created_at", paging.moment, False),
}
_TYPES = {"Maximize": _("maximize"), "Minimize": _("minimize")}
_LONG = 9
"""Characters of a fraction that is shown whole; of a longer one there are 6 significant digits."""
_DEFAULT_SORT = "-created"


@require_safe
def best(request: HttpRequest, uuid: UUID) -> HttpResponse:
    """Show the best training job, and the picture of the objective over time."""
    job = job_of(request, uuid)
    drawn = job.training_jobs.only(
        "name", "status", "objective_value", "ended_at", "seen_at", "tuning_job"
    )
    asked = definition.objective(outcome.asked(job))
    kind = asked.get("Type", "")
    picture = objective_over_time(drawn, asked, job.created_at, job.best_name)
    more = {
        "best": outcome.best(job),
        "overall": outcome.overall_best(job),
        "picture": picture,
        "objective": asked,
        "objective_type": gettext(_TYPES.get(kind, kind.lower())),
    }
    return show_tab(request, job, "best", more)


@require_safe
def training_jobs(request: HttpRequest, uuid: UUID) -> HttpResponse:
    """Show the training jobs with their counters, sorted by `sort`, a page of them."""
    job = job_of(request, uuid)
    now = timezone.now()
    sort = request.GET.get("sort", _DEFAULT_SORT)
    sort = sort if sort.removeprefix("-") in _SORTS else _DEFAULT_SORT
    rows = _with_length(job, now)
    page = paging.page(rows, request.GET.get("page", ""), order=_order(sort))
    more = {
        "columns": [(gettext(label), key, _next_sort(key, sort)) for label, key in COLUMNS],
        "counters": [(gettext(label), job.counters.get(name, 0)) for label, name in COUNTERS],
        "lines": [(row, row.duration(now), _tuned(row)) for row in page.rows],
        "page": page,
        "query": "" if sort == _DEFAULT_SORT else f"&sort={sort}",
        "sort": sort,
        "sorted_by": sort.removeprefix("-"),
    }
    return show_tab(request, job, "training_jobs", more)


@require_safe
def training_job_definition(request: HttpRequest, uuid: UUID) -> HttpResponse:
    """Show everything of the training job definitions."""
    job = job_of(request, uuid)
    found = [(item, definition.groups(item)) for item in definition.of(outcome.asked(job))]
    return show_tab(request, job, "definition", {"definitions": found})


@require_safe
def configuration(request: HttpRequest, uuid: UUID) -> HttpResponse:
    """Show strategy, early stopping, limits and warm start."""
    job = job_of(request, uuid)
    groups = definition.configuration(outcome.asked(job))
    return show_tab(request, job, "configuration", {"groups": groups})


@require_safe
def tags(request: HttpRequest, uuid: UUID) -> HttpResponse:
    """Show the tags."""
    return show_tab(request, job_of(request, uuid), "tags", {})


def show_tab(request: HttpRequest, job: TuningJob, tab: str, more: dict[str, Any]) -> HttpResponse:
    """Return a tab of the job's page; `more` is its own context."""
    now = timezone.now()
    is_at_aws = job.state in {State.CREATED, State.GONE}
    first = outcome.first_failure(job) if job.failed else None
    reason = (first.failure_reason if first else "") or job.failure_reason
    context = {
        "cost": cost.of(job, now) if is_at_aws else None,
        "duration": job.duration(now),
        "first_failure": first,
        "hold": outcome.hold(job),
        "is_at_aws": is_at_aws,
        "job": job,
        "may_edit": membership(request).may_edit,
        "remedy": remedies.row_of(reason),
        "tab": tab,
        "tab_template": f"jobs/_{tab}.html",
        "tags": _tags(job),
        "training_job_count": job.training_jobs.count(),
        **more,
    }
    return show(request, "detail", context, freshness.of_job(job, now))


def _tags(job: TuningJob) -> list[tuple[str, str]]:
    """Return the tags that AWS told, else those that were asked for."""
    if job.tags is not None:
        return list(job.tags.items())
    asked = (job.request or {}).get("Tags", [])
    return [(tag.get("Key", ""), tag.get("Value", "")) for tag in asked]


def _tuned(row: TrainingJob) -> list[tuple[str, str, str]]:
    """Return (name, text, exact text) of the tuned hyperparameters, numbers not too long."""
    found = []
    for name, value in row.hyperparameters.items():
        number = study.number(value) if "." in value and len(value) > _LONG else None
        found.append((name, value if number is None else wording.number(number), value))
    return found


def _with_length(job: TuningJob, now: datetime) -> Any:
    end = Coalesce(F("ended_at"), Value(now))
    length = ExpressionWrapper(end - F("started_at"), output_field=DurationField())
    rows = TrainingJob.objects.filter(tuning_job=job).defer("description", "failure_reason")
    return rows.annotate(length=length, negated=-F("objective_value"))


def _order(sort: str) -> Order:
    field, read, is_nullable = _SORTS[sort.removeprefix("-")]
    is_descending = sort.startswith("-")
    if sort == "-objective":
        # Upwards by what is negated: of equals, the one that was made first stays the first.
        field, is_descending = "negated", False
    return Order(field, read, is_descending=is_descending, is_nullable=is_nullable)


def _next_sort(key: str, sort: str) -> str:
    """Return what a click on the heading sorts by: the other way round, once it is sorted so."""
    return f"-{key}" if key and sort == key else key
