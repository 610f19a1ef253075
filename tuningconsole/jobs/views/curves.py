"""Learning curves of one to five training jobs, read from their logs after the page is there."""

from collections.abc import Iterable
from urllib.parse import urlencode
from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext
from django.views.decorators.http import require_safe

from tuningconsole.aws.errors import AwsError
from tuningconsole.charts import curves
from tuningconsole.charts.drawing import Chart
from tuningconsole.charts.words import said
from tuningconsole.jobs import definition, outcome
from tuningconsole.jobs.curves import run_of
from tuningconsole.jobs.models import TrainingJob, TuningJob
from tuningconsole.jobs.views import tables
from tuningconsole.jobs.views.live import job_of, show_part

NAME = "t"
"""In an address: the name of a training job; may be there several times."""
MOST = 5


def chosen(request: HttpRequest, job: TuningJob, fewest: int = 1) -> list[TrainingJob]:
    """Return the training jobs that the address names, in its order, at most MOST.

    Raises:
        Http404: fewer than that are the tuning job's.
    """
    names = [name for name in dict.fromkeys(request.GET.getlist(NAME)) if "\x00" not in name][:MOST]
    found = {row.name: row for row in job.training_jobs.filter(name__in=names)}
    if len(found) < fewest:
        raise Http404("The tuning job has no such training jobs.")
    for row in found.values():
        row.tuning_job = job
    return [found[name] for name in names if name in found]


def addresses(job: TuningJob, rows: Iterable[TrainingJob]) -> dict[str, str]:
    """Return what templates name of the curves of training jobs."""
    query = "?" + urlencode([(NAME, row.name) for row in rows])
    return {
        "curves": reverse("jobs:curves", args=[job.uuid]) + query,
        "figure": reverse("jobs:curves-figure", args=[job.uuid]) + query,
        "numbers": reverse("jobs:curves-numbers", args=[job.uuid]) + query,
        "file": f"{job.name}-curves",
    }


@require_safe
def table(request: HttpRequest, uuid: UUID) -> HttpResponse:
    """Show the chart's frame and its numbers: final and best value of each metric."""
    job = job_of(request, uuid)
    rows = chosen(request, job)
    chart, error = None, ""
    try:
        chart = tables.in_words(_chart(job, rows))
    except AwsError as failure:
        error = failure.message
    context = {
        **addresses(job, rows),
        "chart": chart,
        "error": error,
        "job": job,
        "heads": tables.heads(chart.table) if chart else [],
        "rows": tables.shown(chart.table) if chart else [],
        "title": gettext(curves.TITLE),
    }
    return _unkept(show_part(request, "curves", gettext(curves.TITLE), context))


@require_safe
def figure(request: HttpRequest, uuid: UUID) -> HttpResponse:
    """Return the figures as JSON."""
    return _unkept(tables.as_json(tables.in_words(_read(request, uuid))))


@require_safe
def numbers(request: HttpRequest, uuid: UUID) -> HttpResponse:
    """Return final and best values as CSV."""
    return _unkept(tables.as_csv(_read(request, uuid), "curves"))


def _read(request: HttpRequest, uuid: UUID) -> Chart:
    job = job_of(request, uuid)
    try:
        return _chart(job, chosen(request, job))
    except AwsError as failure:
        missing = said("The log could not be read. AWS: “{said}”", said=failure.message)
        return Chart((), missing=missing)


def _chart(job: TuningJob, rows: Iterable[TrainingJob]) -> Chart:
    objective = definition.objective(outcome.asked(job))
    runs = [run_of(row) for row in rows]
    return curves.build(runs, objective.get("MetricName", ""), objective.get("Type", ""))


def _unkept(response: HttpResponse) -> HttpResponse:
    response["Cache-Control"] = "no-store"
    return response
