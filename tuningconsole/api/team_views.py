"""What a team's administrators see of its members' tokens: never the tokens, but whose they are."""

from django.contrib import messages
from django.db.models import Exists, OuterRef, QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from tuningconsole.api import tokens as service
from tuningconsole.api.models import Token
from tuningconsole.teams.access import require_admin
from tuningconsole.teams.models import Membership
from tuningconsole.ui import paging


@never_cache
@require_safe
def tokens(request: HttpRequest) -> HttpResponse:
    """Show the tokens of the team, the newest first, a page of them."""
    member = require_admin(request)
    now = timezone.now()
    page = paging.page(_tokens(member), request.GET.get("page", ""))
    rows = [(token, token.is_expired(now)) for token in page.rows]
    return render(request, "api/team_tokens.html", {"member": member, "page": page, "rows": rows})


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def revoke(request: HttpRequest, pk: int) -> HttpResponse:
    """Ask whether a member's token is to be revoked; revoke it."""
    member = require_admin(request)
    token = get_object_or_404(_tokens(member), pk=pk)
    if request.method != "POST":
        return render(request, "api/revoke_team_token.html", {"token": token})
    service.revoke(token, member.user)
    text = _("{name} of {owner} was revoked: it opens nothing any more.")
    messages.info(request, text.format(name=token.name, owner=token.user.get_username()))
    return redirect("api:team-tokens")


def _tokens(member: Membership) -> QuerySet[Token]:
    """Return the team's tokens, without what they are known again by."""
    owner = Membership.objects.filter(team=OuterRef("team"), user=OuterRef("user"))
    found = Token.objects.filter(team=member.team_id).select_related("user", "team")
    return found.defer("digest", "hint").annotate(is_of_member=Exists(owner))
