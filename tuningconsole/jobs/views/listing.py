"""The list of hyperparameter tuning jobs."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime
from typing import Any

from django.contrib.auth.models import User
from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from tuningconsole.aws.access import SESSION_KEY
from tuningconsole.aws.models import Connection
from tuningconsole.jobs import columns, freshness, listing, pulse
from tuningconsole.jobs.columns import Choice
from tuningconsole.jobs.listing import EVERY, Filter
from tuningconsole.jobs.models import SavedView, TuningJob
from tuningconsole.jobs.views.live import OF, SHOWN, is_live, show, unchanged
from tuningconsole.teams.access import membership
from tuningconsole.teams.models import Membership
from tuningconsole.ui import keys, paging, statuses

_MOST_SHOWN = 100


@require_safe
def jobs(request: HttpRequest) -> HttpResponse:
    """Show the team's jobs that the filter leaves, a page of them.

    A refresh names the rows that are `shown`: they change in place, and newer ones are counted.
    """
    now = timezone.now()
    member = membership(request)
    wanted = Filter.read(request.GET.dict())
    shown = _keys(request.GET.get(SHOWN, "")) if is_live(request) else []
    if not shown:
        return _whole(request, member, wanted, now)
    of = Filter.read({"connection": request.GET.get(OF, "")}).connection or EVERY
    named = replace(wanted, connection=of)
    is_first = wanted.sort == listing.NEWEST and not request.GET.get("page")
    found = pulse.of_list(member.team_id, named, shown, now, counts_newer=is_first)
    if found is None:
        raise Http404
    answer = unchanged(request, found.stamp, found.freshness)
    if answer is None:
        rows = TuningJob.objects.filter(team=member.team_id, pk__in=shown)
        by_key = {job.pk: job for job in _drawn(rows)}
        lines = [by_key[key] for key in shown if key in by_key]
        choice = columns.chosen(member.user)
        context = _part(member, wanted, lines, choice, now) | {"newer": found.newer, "of": of}
        answer = show(request, "list", context, found.freshness, stamp=found.stamp)
    return answer


def _whole(request: HttpRequest, member: Membership, wanted: Filter, now: datetime) -> HttpResponse:
    own = list(freshness.with_sweeps(member.team_id))
    if not own:
        raise Http404(_("The team has no connection to AWS or to an embedded stack."))
    of = pulse.connections_of(wanted, own, request.session.get(SESSION_KEY, 0))
    choice = columns.chosen(member.user)
    left = listing.found(wanted, member.team, of)
    rows, order = listing.in_order(_drawn(left), wanted)
    page = paging.page(rows, request.GET.get("page", ""), order=order, size=choice.size)
    context = {
        **_part(member, wanted, page.rows, choice, now),
        "count": listing.count(left),
        "newer": 0,
        "of": EVERY if wanted.connection == EVERY else of[0].pk,
        "page": page,
        **_around(member, wanted, own, of),
    }
    context["seen"] = columns.seen(context["lines"])
    is_busy = any(not job.is_settled for job in page.rows)
    return show(request, "list", context, freshness.of_lists(of, now, is_busy=is_busy))


def _part(
    member: Membership, wanted: Filter, rows: Sequence[TuningJob], choice: Choice, now: datetime
) -> dict[str, Any]:
    """Return what the part that refreshes itself needs."""
    return {
        "choice": choice,
        "filter": wanted,
        "headings": columns.headings(choice, wanted),
        "lines": columns.lines(rows, now),
        "may_edit": member.may_edit,
        "shown": ".".join(str(job.pk) for job in rows),
    }


def _around(
    member: Membership, wanted: Filter, own: Sequence[Connection], of: Sequence[Connection]
) -> dict[str, Any]:
    """Return what the page has around that part: the filter, the saved views, the preferences."""
    people = User.objects.filter(teams=member.team_id).order_by("username")
    views = list(SavedView.seen_by(member).select_related("owner"))
    return {
        "all_columns": columns.COLUMNS,
        "connection": of[0] if len(of) == 1 else None,
        "connections": own,
        "every": EVERY,
        "most_counted": listing.MOST_COUNTED,
        "names": list(people.values_list("username", flat=True)),
        "query": wanted.query,
        "paging_query": f"&{wanted.query}" if wanted.query else "",
        "sizes": columns.SIZES,
        "statuses": [(status, _(statuses.look(status).word)) for status in listing.STATUSES],
        "views": [(view, view.may_delete(member), view.query == wanted.query) for view in views],
    }


def _drawn(jobs: QuerySet[TuningJob]) -> QuerySet[TuningJob]:
    """Return the jobs with what a line shows, and without the long documents."""
    return jobs.select_related("creator", "connection").defer(
        "request", "description", "tags", "problems"
    )


def _keys(text: str) -> list[int]:
    return keys.keys(text.split("."))[:_MOST_SHOWN]
