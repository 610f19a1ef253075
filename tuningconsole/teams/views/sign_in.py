"""Signing in, and the team that one works in."""

from typing import Any

from allauth.account.internal.flows.login import perform_password_login
from allauth.account.models import Login
from django.conf import settings
from django.contrib.auth.forms import AuthenticationForm
from django.contrib.auth.views import LoginView
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.views.decorators.http import require_POST

from tuningconsole.teams import access
from tuningconsole.teams.forms import SignInForm
from tuningconsole.teams.models import Team


class SignIn(LoginView):
    """The sign-in page; who is signed in already goes on."""

    template_name = "registration/sign_in.html"
    authentication_form = SignInForm
    redirect_authenticated_user = True

    def form_valid(self, form: AuthenticationForm) -> HttpResponse:
        """Sign in, where there is a second factor after that one; `teams.entering` goes on."""
        login = Login(user=form.get_user(), redirect_url=self.get_success_url())
        named = {"username": form.cleaned_data["username"]}
        answer: HttpResponse = perform_password_login(self.request, named, login)
        return answer

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Return also the name of the provider of single sign-on, "" where there is none."""
        name = settings.OIDC_NAME if settings.OIDC_SERVER_URL else ""
        return super().get_context_data(**kwargs) | {"provider": name}


@require_POST
def switch(request: HttpRequest, pk: int) -> HttpResponse:
    """Work in another of one's teams, with that team's first connection."""
    mine = Team.objects.filter(pk__in=[own.team_id for own in access.memberships(request)])
    access.work_in(request, get_object_or_404(mine, pk=pk))
    return redirect("home")
