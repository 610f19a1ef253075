"""Signing in, and the team that one works in."""

from django.contrib.auth.forms import AuthenticationForm
from django.contrib.auth.views import LoginView
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.views.decorators.http import require_POST

from tuningconsole.teams import access, lost_session
from tuningconsole.teams.forms import SignInForm
from tuningconsole.teams.models import Team


class SignIn(LoginView):
    """The sign-in page; who is signed in already goes on."""

    template_name = "registration/sign_in.html"
    authentication_form = SignInForm
    redirect_authenticated_user = True

    def form_valid(self, form: AuthenticationForm) -> HttpResponse:
        """Sign in, and go on with what was under way."""
        answer = super().form_valid(form)
        lost_session.go_on(self.request)
        return answer


@require_POST
def switch(request: HttpRequest, pk: int) -> HttpResponse:
    """Work in another of one's teams, with that team's first connection."""
    mine = Team.objects.filter(pk__in=[own.team_id for own in access.memberships(request)])
    access.work_in(request, get_object_or_404(mine, pk=pk))
    return redirect("home")
