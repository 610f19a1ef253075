"""A page, and the parts of it that a browser fetches: again and again, or after the page.

A part is sent to scripts only. Who opens its address in a browser gets a whole page.
"""

from hashlib import sha256
from typing import Any
from uuid import UUID

from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse, HttpResponseNotModified
from django.shortcuts import get_object_or_404, render
from django.template.loader import render_to_string
from django.utils.cache import get_conditional_response, patch_vary_headers
from django.utils.http import quote_etag

from tuningconsole.jobs.freshness import Freshness
from tuningconsole.jobs.models import TuningJob
from tuningconsole.teams import sessions
from tuningconsole.teams.access import membership

LIVE = "live"
"""In the address: only the part that changes is wanted."""
SHOWN = "shown"
"""In the address of a list's part: the keys of the rows that the page shows."""
OF = "of"
"""In the address of a list's part: the id of the connection that it is of, or EVERY."""


def is_of_scripts(request: HttpRequest) -> bool:
    """Tell whether htmx asks, or a script that does as htmx does: it puts a part into a page."""
    return "HX-Request" in request.headers


def is_live(request: HttpRequest) -> bool:
    """Tell whether only the part that changes is wanted; a browser that goes there wants a page."""
    return LIVE in request.GET and request.headers.get("Sec-Fetch-Mode") != "navigate"


def unchanged(request: HttpRequest, stamp: str, freshness: Freshness) -> HttpResponse | None:
    """Return the answer to a refresh that shows what has this stamp already; None for any other."""
    if not is_live(request):
        return None
    sessions.polled(request)
    if request.headers.get("If-None-Match") != quote_etag(stamp):
        return None
    return _aged(HttpResponseNotModified(headers={"ETag": quote_etag(stamp)}), freshness)


def show(
    request: HttpRequest,
    name: str,
    context: dict[str, Any],
    freshness: Freshness,
    *,
    stamp: str = "",
) -> HttpResponse:
    """Return the page `jobs/<name>.html`, or its part `jobs/_<name>.html` if that has changed.

    The age of the data does not count as a change; a header tells it with every answer. Where the
    part has no `stamp` its text is what is compared.
    """
    query = request.GET.copy()
    for name_of_part in (LIVE, SHOWN, OF):
        query.pop(name_of_part, None)
    context = {
        **context,
        "freshness": freshness,
        "is_part": is_live(request),
        "refresh_query": query.urlencode(),
    }
    query[LIVE] = "1"
    context["live_query"] = query.urlencode()
    if not is_live(request):
        return render(request, f"jobs/{name}.html", context)
    sessions.polled(request)
    body = render_to_string(f"jobs/_{name}.html", context, request)
    etag = quote_etag(stamp or sha256(body.encode()).hexdigest())
    response = HttpResponse(body, headers={"ETag": etag, "Cache-Control": "no-store"})
    answer = get_conditional_response(request, etag=etag, response=response)
    if not isinstance(answer, HttpResponse):
        raise TypeError("A conditional response is a response.")
    return _aged(answer, freshness)


def show_part(
    request: HttpRequest, name: str, heading: str, context: dict[str, Any]
) -> HttpResponse:
    """Return `jobs/_<name>.html`, a part of a tuning job's page that is loaded after it.

    Without scripts it is a page of its own under the heading. `context` has the `job`.
    """
    if is_of_scripts(request):
        response = render(request, f"jobs/_{name}.html", context)
    else:
        whole = {**context, "heading": heading, "part": f"jobs/_{name}.html"}
        response = render(request, "jobs/part.html", whole)
    patch_vary_headers(response, ["HX-Request"])
    return response


def _aged(answer: HttpResponse, freshness: Freshness) -> HttpResponse:
    answer["X-Age-S"] = "" if freshness.age_s is None else str(freshness.age_s)
    return answer


def jobs_of(request: HttpRequest) -> QuerySet[TuningJob]:
    """Return the jobs of the person's team."""
    return TuningJob.objects.filter(team=membership(request).team_id)


def job_of(request: HttpRequest, uuid: UUID) -> TuningJob:
    """Return the team's job.

    Raises:
        Http404: there is none, or it is another team's.
    """
    return get_object_or_404(jobs_of(request).select_related("connection", "creator"), uuid=uuid)
