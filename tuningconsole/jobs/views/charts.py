"""A tuning job's charts: the tab, a page of each, its figures as JSON and its numbers as CSV.

All of it is read from the mirror rows (docs/decisions/0001).
"""

from collections.abc import Callable
from hashlib import sha256
from urllib.parse import urlencode
from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import render
from django.urls import reverse
from django.utils.cache import get_conditional_response
from django.utils.http import quote_etag
from django.utils.translation import get_language, gettext
from django.views.decorators.http import require_safe

from tuningconsole.charts.drawing import Chart
from tuningconsole.charts.every import CHARTS, Kind
from tuningconsole.jobs import outcome, points
from tuningconsole.jobs.models import TuningJob
from tuningconsole.jobs.views import tables
from tuningconsole.jobs.views.detail import show_tab
from tuningconsole.jobs.views.live import is_of_scripts, job_of

PART = "part"
"""In a chart's address: only the table is wanted."""
FORM = "1"
"""Changes with what figures are made of, so that browsers drop the ones that they keep."""


@require_safe
def charts(request: HttpRequest, uuid: UUID) -> HttpResponse:
    """Show all charts: frames, which the browser fills."""
    job = job_of(request, uuid)
    tuned = list(points.tuned(outcome.asked(job)))
    x, y = (request.GET.get(name, "").replace("\x00", "") for name in ("x", "y"))
    chosen = "?" + urlencode({"x": x, "y": y}) if x or y else ""
    shown = [
        {
            "kind": kind,
            "title": gettext(kind.title),
            **_addresses(job, key, chosen if kind.choices else ""),
        }
        for key, kind in CHARTS.items()
    ]
    more = {"charts": shown, "tuned": tuned, "x": x, "y": y}
    return show_tab(request, job, "charts", more)


@require_safe
def chart(request: HttpRequest, uuid: UUID, key: str) -> HttpResponse:
    """Show one chart with its numbers as a table; with `part`, scripts get the table alone."""
    job, kind = job_of(request, uuid), _kind(key)
    built = tables.in_words(_built(request, job, kind))
    context = {
        "chart": built,
        "job": job,
        "title": gettext(kind.title),
        **_addresses(job, key, _query(request)),
        "heads": tables.heads(built.table),
        "rows": tables.shown(built.table),
    }
    if PART not in request.GET or not is_of_scripts(request):
        return render(request, "jobs/chart.html", context)
    return render(request, "jobs/_chart_table.html", context)


@require_safe
def figure(request: HttpRequest, uuid: UUID, key: str) -> HttpResponseBase:
    """Return a chart's figures as JSON: {about, missing, pictures: [{name, figure}]}."""
    kind = _kind(key)

    def made(job: TuningJob) -> HttpResponse:
        return tables.as_json(tables.in_words(_built(request, job, kind)))

    return _unless_same(request, job_of(request, uuid), key, made)


@require_safe
def numbers(request: HttpRequest, uuid: UUID, key: str) -> HttpResponseBase:
    """Return a chart's numbers as CSV."""
    kind = _kind(key)

    def made(job: TuningJob) -> HttpResponse:
        return tables.as_csv(_built(request, job, kind), f"{job.name}-{key}")

    return _unless_same(request, job_of(request, uuid), key, made)


def _addresses(job: TuningJob, key: str, query: str) -> dict[str, str]:
    """Return what templates/jobs/_chart.html names of a chart."""
    return {
        "key": key,
        "query": query,
        "file": f"{job.name}-{key}",
        "figure": reverse("jobs:chart-figure", args=[job.uuid, key]) + query,
        "numbers": reverse("jobs:chart-numbers", args=[job.uuid, key]) + query,
    }


def _kind(key: str) -> Kind:
    if key not in CHARTS:
        raise Http404("There is no such chart.")
    return CHARTS[key]


def _built(request: HttpRequest, job: TuningJob, kind: Kind) -> Chart:
    names = tuple(request.GET.get(name, "") for name in ("x", "y")) if kind.choices else ()
    return kind.build(points.study_of(job), names)


def _query(request: HttpRequest) -> str:
    chosen = {name: request.GET[name] for name in ("x", "y") if request.GET.get(name)}
    return f"?{urlencode(chosen)}" if chosen else ""


def _unless_same(
    request: HttpRequest, job: TuningJob, key: str, made: Callable[[TuningJob], HttpResponse]
) -> HttpResponseBase:
    """Return the answer, or 304 without building it when the browser's copy is still true."""
    named = (FORM, key, get_language(), _query(request), *points.version(job))
    etag = quote_etag(sha256(repr(named).encode()).hexdigest())
    answer = get_conditional_response(request, etag=etag)
    if answer is None:
        answer = made(job)
        answer["ETag"] = etag
    answer["Cache-Control"] = "private, no-cache"
    return answer
