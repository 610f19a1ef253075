"""The team's page: who is in it, and what an administrator changes there."""

from django.contrib import messages
from django.contrib.auth.models import User
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from tuningconsole.teams import access, managing
from tuningconsole.teams.forms import RoleForm, TeamForm
from tuningconsole.teams.models import Membership, Role

SIZE = 50
"""Members on one page."""


@require_safe
def team(request: HttpRequest) -> HttpResponse:
    """Show the members by name, those after the name `after`; and the open invitations."""
    mine = access.membership(request)
    members = mine.team.memberships.select_related("user").order_by("user__username")
    if after := request.GET.get("after", "").replace("\x00", ""):
        members = members.filter(user__username__gt=after)
    found = list(members[: SIZE + 1])
    invitations = mine.team.invitations.select_related("created_by").open(timezone.now())
    context = {
        "mine": mine,
        "members": found[:SIZE],
        "after": after,
        "next": found[SIZE - 1].user.get_username() if len(found) > SIZE else "",
        "count": mine.team.memberships.count(),
        "roles": Role.choices,
        "invitations": invitations.order_by("-created_at") if mine.may_administer else [],
        "may_create": _may_create(request),
    }
    return render(request, "teams/team.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def create(request: HttpRequest) -> HttpResponse:
    """Ask for a new team's name; on POST make the team and work in it."""
    if not _may_create(request):
        raise PermissionDenied(_("Only who administers a team already can create another."))
    form = TeamForm(request.POST or None)
    if form.is_valid() and isinstance(request.user, User):
        made = managing.create(request.user, form.cleaned_data["name"])
        access.work_in(request, made)
        text = _("Team {team} created. You are its administrator.")
        messages.success(request, text.format(team=made))
        return redirect("teams:team")
    context = {"form": form, "is_new": True}
    return render(request, "teams/name.html", context, status=422 if form.errors else 200)


@require_http_methods(["GET", "HEAD", "POST"])
def rename(request: HttpRequest) -> HttpResponse:
    """Ask for another name of the team; on POST give it."""
    mine = access.require_admin(request)
    before = mine.team.name
    form = TeamForm(request.POST or None, instance=mine.team)
    if form.is_valid():
        name = form.cleaned_data["name"]
        mine.team.name = before  # The form has set it already.
        managing.rename(mine.user, mine.team, name)
        text = _("Team {before} is now called {name}.")
        messages.success(request, text.format(before=before, name=name))
        return redirect("teams:team")
    mine.team.name = before
    context = {"form": form, "is_new": False}
    return render(request, "teams/name.html", context, status=422 if form.errors else 200)


@require_POST
def change_role(request: HttpRequest, pk: int) -> HttpResponse:
    """Give a member the chosen role."""
    mine = access.require_admin(request)
    member = _member(mine, pk)
    form = RoleForm(request.POST)
    if not form.is_valid():
        raise Http404("No such role.")
    role = form.cleaned_data["role"]
    try:
        managing.change_role(mine.user, member, role)
    except managing.LastAdministratorError as error:
        messages.error(request, str(error))
    except Membership.DoesNotExist as error:
        raise Http404 from error
    else:
        text = _("{name} is {role} now.")
        name = member.user.get_username()
        messages.success(request, text.format(name=name, role=_(member.role)))
    return redirect("teams:team")


@require_http_methods(["GET", "HEAD", "POST"])
def remove(request: HttpRequest, pk: int) -> HttpResponse:
    """Say what a member loses and what stays; on POST take them out of the team."""
    mine = access.require_admin(request)
    member = _member(mine, pk)
    return _removed(request, mine, member)


@require_http_methods(["GET", "HEAD", "POST"])
def leave(request: HttpRequest) -> HttpResponse:
    """Say what is lost and what stays; on POST take oneself out of the team."""
    mine = access.membership(request)
    return _removed(request, mine, mine)


def _removed(request: HttpRequest, mine: Membership, member: Membership) -> HttpResponse:
    is_self, problem = member.user_id == mine.user_id, ""
    if request.method == "POST":
        try:
            managing.remove(mine.user, member)
        except managing.LastAdministratorError as error:
            problem = str(error)
        except Membership.DoesNotExist as error:
            raise Http404 from error
        else:
            text = _("You have left {team}.") if is_self else _("{name} has left {team}.")
            name = member.user.get_username()
            messages.success(request, text.format(name=name, team=member.team))
            return redirect(_after(request) if is_self else "teams:team")
    context = {"member": member, "is_self": is_self, "problem": problem}
    return render(request, "teams/remove.html", context, status=409 if problem else 200)


def _after(request: HttpRequest) -> str:
    """Forget the team that was left; return where somebody in its place can go."""
    access.work_in(request, None)
    return "home"


def _member(mine: Membership, pk: int) -> Membership:
    return get_object_or_404(
        Membership.objects.select_related("user", "team"), pk=pk, team=mine.team_id
    )


def _may_create(request: HttpRequest) -> bool:
    return isinstance(request.user, User) and managing.may_create_team(request.user)
