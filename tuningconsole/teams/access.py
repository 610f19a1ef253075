"""Load and authorise in one line: whose team a request is made in, and what its role allows."""

from django.contrib.auth.models import User
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest
from django.utils.translation import gettext as _

from tuningconsole.teams.models import Membership, Team

SESSION_KEY = "team"
_CACHE = "_memberships"


class NoTeamError(PermissionDenied):
    """The person is in no team, so there is nothing to show or to do."""


def memberships(request: HttpRequest) -> list[Membership]:
    """Return the person's memberships by team name; one query a request."""
    found: list[Membership] | None = getattr(request, _CACHE, None)
    if found is None:
        found = []
        if isinstance(request.user, User):
            own = Membership.objects.select_related("team", "user").filter(user=request.user)
            found = list(own.order_by("team__name"))
        setattr(request, _CACHE, found)
    return found


def membership(request: HttpRequest) -> Membership:
    """Return the membership that the request is made in: the chosen team's, else the first.

    Raises:
        NoTeamError: the person is in no team.
    """
    own = memberships(request)
    if not own:
        raise NoTeamError(_("You are in no team yet. Ask an administrator to add you to one."))
    chosen = request.session.get(SESSION_KEY)
    return next((found for found in own if found.team_id == chosen), own[0])


def work_in(request: HttpRequest, team: Team | None) -> None:
    """Choose the team that the session's next requests are made in, with its first connection."""
    request.session[SESSION_KEY] = team.pk if team else None
    request.session.pop("connection", None)


def membership_in(request: HttpRequest, team_id: int) -> Membership | None:
    """Return the person's membership in a team that may be another than the chosen one."""
    return next((found for found in memberships(request) if found.team_id == team_id), None)


def require_editor(request: HttpRequest) -> Membership:
    """Return the membership if it may create, stop and edit.

    Raises:
        PermissionDenied: it may only look.
    """
    found = membership(request)
    if not found.may_edit:
        text = _(
            "Your role in {team} is {role}: you can look, but not create, stop or edit. Ask an"
            " administrator of the team for the role of editor."
        )
        raise PermissionDenied(text.format(team=found.team, role=_(found.role)))
    return found


def require_admin(request: HttpRequest) -> Membership:
    """Return the membership if it may manage roles and connections.

    Raises:
        PermissionDenied: it may not.
    """
    found = membership(request)
    if not found.may_administer:
        text = _("Only an administrator of {team} can do this.")
        raise PermissionDenied(text.format(team=found.team))
    return found
