"""What belongs to a browser, not to a person: the theme, the language."""

from collections.abc import Container

from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.http import require_POST

from tuningconsole.ui.navigation import THEME_COOKIE, THEMES

_YEAR_S = 365 * 24 * 3600


@login_not_required
@require_POST
def theme(request: HttpRequest) -> HttpResponse:
    """Remember the theme and go back to the page."""
    return _remember(request, THEME_COOKIE, request.POST.get("theme", ""), THEMES)


@login_not_required
@require_POST
def language(request: HttpRequest) -> HttpResponse:
    """Remember the language and go back to the page."""
    chosen = request.POST.get("language", "")
    return _remember(request, settings.LANGUAGE_COOKIE_NAME, chosen, dict(settings.LANGUAGES))


def _remember(
    request: HttpRequest, cookie: str, chosen: str, known: Container[str]
) -> HttpResponse:
    answer = redirect(back(request, request.POST.get("next", "")))
    if chosen in known:
        answer.set_cookie(
            cookie, chosen, _YEAR_S, secure=request.is_secure(), httponly=True, samesite="Lax"
        )
    return answer


def back(request: HttpRequest, address: str) -> str:
    """Return the address if it is one of this console's, else its first page."""
    is_ours = address.startswith("/") and url_has_allowed_host_and_scheme(
        address, allowed_hosts=None
    )
    return address if is_ours else "/"
