"""The list of hyperparameter tuning jobs."""

from urllib.parse import urlencode

from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.views.decorators.http import require_safe

from tuningconsole.aws.access import current_connection
from tuningconsole.jobs import freshness, listing
from tuningconsole.jobs.views.live import SHOWN, show
from tuningconsole.teams.access import membership
from tuningconsole.ui import paging

_MOST_SHOWN = 100


@require_safe
def jobs(request: HttpRequest) -> HttpResponse:
    """Show the team's jobs at the chosen connection, newest first, a page of them.

    A refresh names the rows that are `shown`: they change in place, and newer ones are counted.
    """
    now = timezone.now()
    member, connection = membership(request), current_connection(request)
    everything = listing.of(member.team, connection)
    wanted = listing.Filter.read(request.GET.dict())
    found = wanted.applied(everything)
    page = paging.page(found, request.GET.get("page", ""))
    shown = _keys(request.GET.get(SHOWN, ""))
    newer = 0
    if shown:
        page = paging.Page(
            list(everything.filter(pk__in=shown).order_by("-created_at", "-pk")),
            page.newer,
            page.older,
        )
        newest = page.rows[0].created_at if page.rows else now
        newer = found.filter(created_at__gt=newest).count() if not request.GET.get("page") else 0
    narrowed = {"q": wanted.name, "status": wanted.status}
    query = urlencode({name: value for name, value in narrowed.items() if value})
    context = {
        "count": found.count(),
        "connection": connection,
        "filter": wanted,
        "lines": listing.lines(page.rows, now),
        "may_edit": member.may_edit,
        "newer": newer,
        "page": page,
        "paging_query": f"&{query}" if query else "",
        "query": query,
        "shown": ".".join(str(job.pk) for job in page.rows),
    }
    is_busy = any(not job.is_settled for job in page.rows)
    age = freshness.of_list(connection, now, is_busy=is_busy)
    return show(request, "list", context, age)


def _keys(text: str) -> list[int]:
    keys = [int(part) for part in text.split(".") if part.isascii() and part.isdigit()]
    return [key for key in keys if key < 2**63][:_MOST_SHOWN]
