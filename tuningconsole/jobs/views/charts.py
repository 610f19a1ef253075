"""A tuning job's charts: the tab, a page of each, its figures as JSON and its numbers as CSV.

All of it is read from the mirror rows (docs/decisions/0001).
"""

import csv
import io
from collections.abc import Callable, Iterable
from hashlib import sha256
from urllib.parse import urlencode
from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase, JsonResponse
from django.shortcuts import render
from django.utils.cache import get_conditional_response
from django.utils.http import quote_etag
from django.views.decorators.http import require_safe

from tuningconsole.charts.drawing import Chart
from tuningconsole.charts.every import CHARTS, Kind
from tuningconsole.jobs import outcome, points
from tuningconsole.jobs.models import TuningJob
from tuningconsole.jobs.views.detail import show_tab
from tuningconsole.jobs.views.live import job_of
from tuningconsole.ui import wording

PART = "part"
"""In a chart's address: only the table is wanted."""
FORM = "1"
"""Changes with what figures are made of, so that browsers drop the ones that they keep."""
_FORMULAS = ("=", "+", "-", "@", "\t", "\r")


@require_safe
def charts(request: HttpRequest, uuid: UUID) -> HttpResponse:
    """Show all charts: frames, which the browser fills."""
    job = job_of(request, uuid)
    tuned = list(points.tuned(outcome.asked(job)))
    x, y = (request.GET.get(name, "").replace("\x00", "") for name in ("x", "y"))
    shown = [
        {
            "key": key,
            "kind": kind,
            "query": "?" + urlencode({"x": x, "y": y}) if kind.choices and (x or y) else "",
        }
        for key, kind in CHARTS.items()
    ]
    more = {"charts": shown, "tuned": tuned, "x": x, "y": y}
    return show_tab(request, job, "charts", more)


@require_safe
def chart(request: HttpRequest, uuid: UUID, key: str) -> HttpResponse:
    """Show one chart with its numbers as a table; with `part`, the table alone."""
    job, kind = job_of(request, uuid), _kind(key)
    built = _built(request, job, kind)
    context = {
        "chart": built,
        "job": job,
        "key": key,
        "kind": kind,
        "query": _query(request),
        "rows": [[_shown(cell) for cell in row] for row in built.table.rows],
    }
    if PART not in request.GET:
        return render(request, "jobs/chart.html", context)
    return render(request, "jobs/_chart_table.html", context)


@require_safe
def figure(request: HttpRequest, uuid: UUID, key: str) -> HttpResponseBase:
    """Return a chart's figures as JSON: {about, missing, pictures: [{name, figure}]}."""
    kind = _kind(key)

    def made(job: TuningJob) -> HttpResponse:
        built = _built(request, job, kind)
        pictures = [{"name": item.name, "figure": item.figure} for item in built.pictures]
        said = {"about": built.about, "missing": built.missing, "pictures": pictures}
        return JsonResponse(said)

    return _unless_same(request, job_of(request, uuid), key, made)


@require_safe
def numbers(request: HttpRequest, uuid: UUID, key: str) -> HttpResponseBase:
    """Return a chart's numbers as CSV."""
    kind = _kind(key)

    def made(job: TuningJob) -> HttpResponse:
        table = _built(request, job, kind).table
        body = io.StringIO()
        written = csv.writer(body)
        written.writerows(_cells(row) for row in (table.head, *table.rows))
        name = f'attachment; filename="{job.name}-{key}.csv"'
        content = body.getvalue()
        return HttpResponse(content, "text/csv", headers={"Content-Disposition": name})

    return _unless_same(request, job_of(request, uuid), key, made)


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
    named = (FORM, key, _query(request), *points.version(job))
    etag = quote_etag(sha256(repr(named).encode()).hexdigest())
    answer = get_conditional_response(request, etag=etag)
    if answer is None:
        answer = made(job)
        answer["ETag"] = etag
    answer["Cache-Control"] = "private, no-cache"
    return answer


def _shown(cell: str | float | None) -> tuple[str, str]:
    """Return a cell's text, and its number in full where it is one."""
    if cell is None:
        return wording.NOTHING, ""
    return (cell, "") if isinstance(cell, str) else (wording.number(cell), repr(cell))


def _cells(row: Iterable[str | float | None]) -> list[str | float]:
    """Return a row for a spreadsheet: text from outside is never taken for a formula."""
    return ["" if cell is None else f"'{cell}" if _is_formula(cell) else cell for cell in row]


def _is_formula(cell: str | float) -> bool:
    if not isinstance(cell, str) or not cell.startswith(_FORMULAS):
        return False
    try:
        float(cell)
    except ValueError:
        return True
    return False
