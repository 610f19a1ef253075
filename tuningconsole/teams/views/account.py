"""A person's own account: password, second factor, and where they are signed in."""

from typing import Any

from allauth.mfa.utils import is_mfa_enabled
from django.contrib import messages
from django.contrib.auth.models import User
from django.contrib.auth.views import PasswordChangeView
from django.contrib.sessions.models import Session
from django.db import transaction
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse_lazy
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from tuningconsole.audit.log import record
from tuningconsole.teams.entering import note_browser
from tuningconsole.teams.forms import PasswordForm
from tuningconsole.teams.models import Browser


@require_safe
def account(request: HttpRequest) -> HttpResponse:
    """Show how the person signs in, and where they are signed in."""
    context = {
        "has_second_factor": is_mfa_enabled(request.user),
        "browsers": _open(request).order_by("-signed_in_at"),
        "here": request.session.session_key,
    }
    return render(request, "teams/account.html", context)


@require_POST
def sign_out_elsewhere(request: HttpRequest) -> HttpResponse:
    """End all of the person's sessions but this one."""
    with transaction.atomic():
        others = _open(request).exclude(session_key=request.session.session_key)
        keys = list(others.values_list("session_key", flat=True))
        Session.objects.filter(session_key__in=keys).delete()
        others.delete()
        if isinstance(request.user, User):
            record(request.user, "signed out elsewhere", request.user, sessions=len(keys))
    messages.success(request, _("You are signed out everywhere but here."))
    return redirect("teams:account")


class ChangePassword(PasswordChangeView):
    """Asks for the old password and a new one; all other sessions of the person end."""

    template_name = "registration/change_password.html"
    form_class = PasswordForm
    success_url = reverse_lazy("teams:account")

    def form_valid(self, form: Any) -> HttpResponse:
        """Keep the password and note it; never what it is."""
        before = self.request.session.session_key
        with transaction.atomic():
            answer = super().form_valid(form)
            user: Any = self.request.user
            record(user, "changed password", user)
            Browser.objects.filter(session_key=before).delete()
            note_browser(self.request, user)
        text = _("Password changed. You are signed out everywhere but here.")
        messages.success(self.request, text)
        return answer

    def form_invalid(self, form: Any) -> HttpResponse:
        """Say what is wrong at its field."""
        answer = super().form_invalid(form)
        answer.status_code = 422
        return answer


def _open(request: HttpRequest) -> QuerySet[Browser]:
    """Return the person's browsers whose sessions are not over; others' are ended by a password."""
    alive = Session.objects.filter(expire_date__gt=timezone.now()).values("session_key")
    return Browser.objects.filter(user=request.user.pk, session_key__in=alive)
