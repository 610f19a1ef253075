"""The audit log of a team: the page, and the file."""

from django.http import Http404, HttpRequest, HttpResponse, StreamingHttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from tuningconsole.history import exporting
from tuningconsole.history.narrowing import Narrowing, of_team, suggestions
from tuningconsole.teams.access import membership
from tuningconsole.ui import paging

FORMS = {
    "csv": (exporting.as_csv, "text/csv; charset=utf-8"),
    "json": (exporting.as_json, "application/json"),
}
_NEWEST_FIRST = paging.Order("at", paging.moment)


@require_safe
def log(request: HttpRequest) -> HttpResponse:
    """Show what was done in the team, the newest first."""
    team = membership(request).team
    narrowing = Narrowing(request.GET)
    entries = narrowing.narrow(of_team(team))
    query = narrowing.query
    context = {
        "team": team,
        "form": narrowing,
        "page": paging.page(entries, request.GET.get("page", ""), order=_NEWEST_FIRST),
        "query": f"&{query}" if query else "",
        **suggestions(team),
    }
    return render(request, "history/log.html", context, status=422 if narrowing.errors else 200)


@require_safe
def export(request: HttpRequest, form: str) -> StreamingHttpResponse:
    """Send the entries that the address narrows to, all of them, as a file."""
    if form not in FORMS:
        raise Http404("No such format.")
    write, media_type = FORMS[form]
    entries = Narrowing(request.GET).narrow(of_team(membership(request).team))
    rows = entries.order_by("-at", "-pk").iterator(chunk_size=exporting.CHUNK)
    response = StreamingHttpResponse(write(rows), content_type=media_type)
    response["Content-Disposition"] = f'attachment; filename="audit-log.{form}"'
    response["Cache-Control"] = "no-store"
    return response
