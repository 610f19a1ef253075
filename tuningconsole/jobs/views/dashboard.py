"""The home page: the team's dashboard, and the same for a screen on the wall."""

from datetime import datetime
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.views.decorators.http import require_safe

from tuningconsole.jobs import (
    dashboard,
    dashboard_quotas,
    dashboard_spending,
    freshness,
    listing,
    pulse,
)
from tuningconsole.jobs.models import TuningJob
from tuningconsole.jobs.views.live import is_live, show, unchanged
from tuningconsole.teams import sessions
from tuningconsole.teams.access import membership, memberships


@require_safe
def home(request: HttpRequest) -> HttpResponse:
    """Show what runs, what came of what ran, what failed, and what it costs."""
    return _shown(request, "dashboard")


@require_safe
def wall(request: HttpRequest) -> HttpResponse:
    """Show the same in large type, without navigation: nobody touches that screen.

    So a viewer's session lasts as long as the screen asks. Who may do more is signed out as usual.
    """
    if not membership(request).may_edit:
        sessions.keep(request)
    return _shown(request, "dashboard_wall")


def _shown(request: HttpRequest, name: str) -> HttpResponse:
    now = timezone.now()
    member = membership(request)
    found = None
    if is_live(request):
        found = pulse.of_dashboard(member.team_id, now)
        if answer := unchanged(request, found.stamp, found.freshness):
            return answer
    context = _context(request, now)
    if found is None:
        age = freshness.of_lists(context["connections"], now, is_busy=bool(context["running"]))
        return show(request, name, context, age)
    return show(request, name, context, found.freshness, stamp=found.stamp)


def _context(request: HttpRequest, now: datetime) -> dict[str, Any]:
    member = membership(request)
    connections = list(freshness.with_sweeps(member.team_id))
    running = list(dashboard.running(member.team_id)[: listing.MOST_COUNTED])
    runs = dashboard_spending.running_jobs(member.team_id)
    ages = [
        (each, freshness.of_list(each, now, is_busy=bool(running)), _waiting(running, each.pk))
        for each in connections
    ]
    spending = dashboard_spending.of(member, memberships(request), now, runs)
    return {
        "ages": ages,
        "connections": connections,
        "ended": list(dashboard.ended_well(member.team_id)),
        "failures": dashboard.shown_failures(list(dashboard.failed(member.team_id, now))),
        "may_edit": member.may_edit,
        "member": member,
        "now": now,
        "quotas": dashboard_quotas.uses(member.team_id, connections, runs),
        "running": dashboard.shown_running(running, now),
        "running_count": len(running),
        "spending": spending,
        "training_count": len(runs),
        "unpriced": dashboard_spending.unpriced(spending.all),
    }


def _waiting(running: list[TuningJob], connection: int) -> int:
    """Return how many submissions wait to be sent there."""
    return sum(job.connection_id == connection and not job.status for job in running)
