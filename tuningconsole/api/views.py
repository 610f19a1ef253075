"""The pages about the API: a person's tokens, and the reference."""

from http import HTTPStatus

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from tuningconsole.api import describing, service
from tuningconsole.api import tokens as service_of_tokens
from tuningconsole.api.forms import TokenForm
from tuningconsole.api.models import Scope, Token
from tuningconsole.teams.access import membership


@require_safe
def tokens(request: HttpRequest) -> HttpResponse:
    """Show the person's tokens, those of all their teams."""
    now = timezone.now()
    own = Token.objects.filter(user=membership(request).user).select_related("team")
    rows = [(token, token.is_expired(now)) for token in own.order_by("-created_at", "-pk")]
    return render(request, "api/tokens.html", {"rows": rows})


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def create(request: HttpRequest) -> HttpResponse:
    """Ask what the token is for; make it, and show it this once."""
    member = membership(request)
    form = TokenForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        name, days = form.cleaned_data["name"], form.cleaned_data["days"]
        try:
            token, secret = service_of_tokens.create(
                member, name, Scope(form.cleaned_data["scope"]), days
            )
        except service_of_tokens.NameInUse:
            form.add_error("name", _("Enter another name: you have a token of this one."))
        except service_of_tokens.TooMany:
            text = _("Revoke a token first: you have {count}.")
            form.add_error(None, text.format(count=service_of_tokens.MOST))
        else:
            return render(request, "api/created.html", {"token": token, "secret": secret})
    status = HTTPStatus.UNPROCESSABLE_ENTITY if form.errors else HTTPStatus.OK
    context = {"form": form, "member": member}
    return render(request, "api/create.html", context, status=status)


@require_http_methods(["GET", "HEAD", "POST"])
def revoke(request: HttpRequest, pk: int) -> HttpResponse:
    """Ask whether the token is to be revoked; revoke it."""
    person = membership(request).user
    token = get_object_or_404(Token.objects.select_related("user", "team"), pk=pk, user=person)
    if request.method != "POST":
        return render(request, "api/revoke.html", {"token": token})
    service_of_tokens.revoke(token, person)
    text = _("{name} was revoked: it opens nothing any more.").format(name=token.name)
    messages.info(request, text)
    return redirect("api:tokens")


@require_safe
def reference(request: HttpRequest) -> HttpResponse:
    """Show the API's operations, as its document tells them."""
    told = describing.operations(service.document())
    context = {"operations": told, "server": request.build_absolute_uri("/")}
    return render(request, "api/reference.html", context)
