"""What belongs to a browser, not to a person: the theme, the language."""

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
    answer = redirect(back(request, request.POST.get("next", "")))
    if (chosen := request.POST.get("theme")) in THEMES:
        answer.set_cookie(
            THEME_COOKIE, chosen, _YEAR_S, secure=request.is_secure(), httponly=True, samesite="Lax"
        )
    return answer


@login_not_required
@require_POST
def language(request: HttpRequest) -> HttpResponse:
    """Remember the language and go back to the page."""
    answer = redirect(back(request, request.POST.get("next", "")))
    if (chosen := request.POST.get("language")) in dict(settings.LANGUAGES):
        answer.set_cookie(
            settings.LANGUAGE_COOKIE_NAME,
            chosen,
            _YEAR_S,
            secure=request.is_secure(),
            httponly=True,
            samesite="Lax",
        )
    return answer


def back(request: HttpRequest, address: str) -> str:
    """Return the address if it is one of this console's, else its first page."""
    is_ours = address.startswith("/") and url_has_allowed_host_and_scheme(
        address, allowed_hosts=None
    )
    return address if is_ours else "/"
