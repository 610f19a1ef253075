"""Invite by a link; follow one, with the account that one has or by making one."""

from http import HTTPStatus

from allauth.account.adapter import get_adapter
from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.contrib.auth.models import User
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods, require_POST

from tuningconsole.teams import access, inviting, mail
from tuningconsole.teams.forms import AccountForm, InvitationForm
from tuningconsole.teams.models import Invitation


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def invite(request: HttpRequest) -> HttpResponse:
    """Ask whom to invite; on POST show the link, this once, and mail it where that is asked for."""
    mine = access.require_admin(request)
    form = InvitationForm(request.POST or None, is_mailed=mail.is_configured())
    if not form.is_valid():
        status = 422 if form.errors else 200
        return render(request, "teams/invite.html", {"form": form}, status=status)
    asked = form.cleaned_data
    token = inviting.invite(mine.user, mine.team, asked["role"], asked["email"], asked["days"])
    link = request.build_absolute_uri(reverse("teams:join", args=[token]))
    context = {"link": link, "days": asked["days"], "email": asked["email"]}
    if asked["email"] and mail.is_configured():
        context["mail_error"] = mail.send_invitation(mine, asked["email"], link, asked["days"])
        context["is_mailed"] = not context["mail_error"]
    return render(request, "teams/invited.html", context)


@require_POST
def withdraw(request: HttpRequest, pk: int) -> HttpResponse:
    """Make an invitation's link worthless."""
    mine = access.require_admin(request)
    inviting.withdraw(mine.user, get_object_or_404(Invitation, pk=pk, team=mine.team_id))
    messages.success(request, _("Invitation withdrawn. Its link does not work any more."))
    return redirect("teams:team")


@login_not_required
@never_cache
@sensitive_post_parameters()
@require_http_methods(["GET", "HEAD", "POST"])
def join(request: HttpRequest, token: str) -> HttpResponse:
    """Say into which team the link lets; on POST let the person in, a new one with an account."""
    try:
        invitation = inviting.find(token)
        user = request.user if isinstance(request.user, User) else None
        if user and not _may_join(invitation, user):
            raise inviting.WrongPersonError(invitation)
        has_account = user is None and inviting.has_account(invitation)
        form = None if user or has_account else AccountForm(request.POST or None)
        if request.method == "POST" and (user or (form and form.is_valid())):
            return _joined(request, invitation, form)
    except inviting.NotOpenError:
        return render(request, "teams/not_open.html", status=HTTPStatus.GONE)
    except inviting.WrongPersonError as error:
        page = "teams/join_other.html"
        known = {"invitation": error.invitation}
        return render(request, page, known, status=HTTPStatus.FORBIDDEN)
    context = {"invitation": invitation, "form": form, "has_account": has_account}
    if has_account and request.method == "POST":
        return render(request, "teams/join.html", context, status=HTTPStatus.CONFLICT)
    status = 422 if form and form.errors else 200
    return render(request, "teams/join.html", context, status=status)


def _may_join(invitation: Invitation, user: User) -> bool:
    is_in = user.memberships.filter(team=invitation.team_id).exists()
    return is_in or inviting.is_for(invitation, user)


def _joined(request: HttpRequest, invitation: Invitation, form: AccountForm | None) -> HttpResponse:
    with transaction.atomic():
        user = request.user if isinstance(request.user, User) else _made(invitation, form)
        member = inviting.accept(user, invitation)
    if form:
        get_adapter().login(request, user)
    access.work_in(request, member.team)
    text = _("You are in {team}. Your role there is {role}.")
    messages.success(request, text.format(team=member.team, role=_(member.role)))
    return redirect("home")


def _made(invitation: Invitation, form: AccountForm | None) -> User:
    assert form, "Who is not signed in has sent a form."  # noqa: S101  For the types.
    user: User = form.save(commit=False)
    user.email = invitation.email
    user.save()
    return user
