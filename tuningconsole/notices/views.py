"""A person's notices, and where else they go."""

from http import HTTPStatus
from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from tuningconsole.audit.log import record
from tuningconsole.notices import receivers, wording
from tuningconsole.notices.forms import ReceiverForm, WantedForm
from tuningconsole.notices.models import Notice, Preference, Receiver
from tuningconsole.teams import sessions
from tuningconsole.teams.access import membership, require_admin
from tuningconsole.teams.models import Membership
from tuningconsole.ui import keys, paging

MOST_COUNTED = 99
TEAM = "team"
"""In the address of a new receiver: `?of=team`."""


@require_safe
def notices(request: HttpRequest) -> HttpResponse:
    """Show the person's notices in the team, the newest first, a page of them."""
    member = membership(request)
    own = _own(member).select_related("event__job", "event__team").defer(*_LONG)
    page = paging.page(own, request.GET.get("page", ""))
    context = {
        "has_unread": _unread(member) > 0,
        "lines": [(one, wording.of(one.event)) for one in page.rows],
        "page": page,
    }
    return render(request, "notices/list.html", context)


_LONG = tuple(f"event__job__{name}" for name in ("request", "description", "tags", "problems"))


@never_cache
@require_safe
def count(request: HttpRequest) -> HttpResponse:
    """Tell how many notices are unread; one more than MOST_COUNTED for all that is beyond."""
    sessions.polled(request)
    return JsonResponse({"unread": _unread(membership(request))})


@require_POST
def read(request: HttpRequest) -> HttpResponse:
    """Mark a notice as read, `pk`, or all."""
    rows = _own(membership(request)).filter(read_at=None)
    if given := request.POST.get("pk", ""):
        pk = keys.key(given)
        if pk is None:
            raise Http404
        rows = rows.filter(pk=pk)
    rows.update(read_at=timezone.now())
    return redirect("notices:list")


@require_http_methods(["GET", "HEAD", "POST"])
def settings(request: HttpRequest) -> HttpResponse:
    """Show what the person sees in the console, and all receivers; keep the former."""
    member = membership(request)
    chosen = Preference.objects.filter(user=member.user, team=member.team).first()
    chosen = chosen or Preference(user=member.user, team=member.team)
    start = {"kinds": chosen.kinds, "is_own_only": chosen.is_own_only}
    form = WantedForm(request.POST if request.method == "POST" else None, initial=start)
    if form.is_valid():
        Preference.objects.update_or_create(
            user=member.user, team=member.team, defaults=form.cleaned_data
        )
        record(member.user, "changed notices", member, team_name=member.team.name)
        messages.info(request, _("What you see in the console is saved."))
        return redirect("notices:settings")
    context = {
        "form": form,
        "lines": [(one, receivers.may_change(member, one)) for one in receivers.seen_by(member)],
        "member": member,
    }
    return render(request, "notices/settings.html", context, status=_status(form))


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def create(request: HttpRequest) -> HttpResponse:
    """Ask where notices are to go; make the receiver."""
    is_team = request.GET.get("of") == TEAM
    member = require_admin(request) if is_team else membership(request)
    typed = request.POST if request.method == "POST" else None
    form = ReceiverForm(typed, is_new=True, is_team=is_team)
    if form.is_valid():
        wanted = dict(form.cleaned_data)
        name, address = wanted.pop("name"), wanted.pop("address")
        if receivers.has_room(member, is_team=is_team):
            made = receivers.create(member, name, address, wanted, is_team=is_team)
            messages.info(request, _("{name} was added. Test it.").format(name=made.name))
            return redirect("notices:settings")
        text = _("Remove a receiver first: there are {count}.")
        form.add_error(None, text.format(count=receivers.MOST))
    context = {"form": form, "is_team": is_team, "team": member.team}
    return render(request, "notices/receiver.html", context, status=_status(form))


@require_http_methods(["GET", "HEAD", "POST"])
def change(request: HttpRequest, pk: int) -> HttpResponse:
    """Change a receiver's name and what it wants; its address stays."""
    member, receiver = _changeable(request, pk)
    is_team = receiver.owner_id is None
    start = {
        "name": receiver.name,
        "kinds": receiver.kinds,
        "is_own_only": receiver.is_own_only,
    }
    typed = request.POST if request.method == "POST" else None
    form = ReceiverForm(typed, initial=start, is_new=False, is_team=is_team)
    if form.is_valid():
        wanted = dict(form.cleaned_data)
        receivers.change(member, receiver, wanted.pop("name"), wanted)
        return redirect("notices:settings")
    context = {"form": form, "is_team": is_team, "receiver": receiver, "team": member.team}
    return render(request, "notices/receiver.html", context, status=_status(form))


@require_POST
def test(request: HttpRequest, pk: int) -> HttpResponse:
    """Send a test to a receiver."""
    member, receiver = _changeable(request, pk)
    if receivers.test(member, receiver):
        text = _("A test is on its way to {name}. The list says how it went.")
        messages.info(request, text.format(name=receiver.name))
    else:
        text = _("Tests wait for {name} already. None was added.")
        messages.warning(request, text.format(name=receiver.name))
    return redirect("notices:settings")


@require_http_methods(["GET", "HEAD", "POST"])
def remove(request: HttpRequest, pk: int) -> HttpResponse:
    """Ask whether a receiver is to be removed; remove it."""
    member, receiver = _changeable(request, pk)
    if request.method != "POST":
        return render(request, "notices/remove.html", {"receiver": receiver})
    receivers.remove(member, receiver)
    messages.info(request, _("{name} was removed.").format(name=receiver.name))
    return redirect("notices:settings")


def _own(member: Membership) -> QuerySet[Notice]:
    return Notice.objects.filter(user=member.user_id, team=member.team_id)


def _unread(member: Membership) -> int:
    return _own(member).filter(read_at=None)[: MOST_COUNTED + 1].count()


def _changeable(request: HttpRequest, pk: int) -> tuple[Membership, Receiver]:
    """Return a receiver that the person may change.

    Raises:
        Http404: they do not see it.
        PermissionDenied: it is the team's.
    """
    member = membership(request)
    receiver = get_object_or_404(receivers.seen_by(member), pk=pk)
    if not receivers.may_change(member, receiver):
        text = _("Only an administrator of {team} can do this.")
        raise PermissionDenied(text.format(team=member.team))
    return member, receiver


def _status(form: Any) -> HTTPStatus:
    return HTTPStatus.UNPROCESSABLE_ENTITY if form.errors else HTTPStatus.OK
