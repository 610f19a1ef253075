"""What was sent after the session had ended: kept until the person is in again, or said to be lost.

A page that knows how to go on with a form (`takes_over`) finds it after signing in, files and all.
It lies in the session of the stranger that the browser is then; signing in goes on with that
session. Any other form is not sent again by itself: the person comes back to the page that it was
sent from, which says that nothing was done. Whether they may do it at all is asked only then.
"""

from base64 import b64decode, b64encode
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from http import HTTPStatus
from typing import Any, TypeVar
from urllib.parse import urlsplit

from django.contrib import messages
from django.contrib.auth.middleware import LoginRequiredMiddleware
from django.contrib.auth.views import redirect_to_login
from django.core.cache import cache
from django.core.files.uploadedfile import UploadedFile
from django.http import HttpRequest, HttpResponse, QueryDict
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext, gettext_noop
from django_htmx.http import HttpResponseClientRedirect

KEY = "sent_without_session"
NOT_DONE_KEY = "not_done"
LARGE = 256 * 1024
"""Characters beyond which there are few forms: a page with hundreds of long entries."""
MOST_LARGE = 50
"""As many large ones are kept within `AGE_S`: nobody fills the database without signing in."""
AGE_S = 3600
"""How long a stranger's session is kept."""
NOT_DONE = gettext_noop(
    "You were signed out, and what you asked for was not done. Nothing was changed: do it again"
    " from here."
)
_SENT = "_takes_over_what_was_sent"
View = TypeVar("View", bound=Callable[..., HttpResponse])


@dataclass(frozen=True, slots=True)
class Sent:
    """A form as it was sent: what was typed, and the files that were chosen, by input name."""

    typed: QueryDict
    files: Mapping[str, bytes]


class SignInRequired(LoginRequiredMiddleware):
    """Leads to the sign-in page and from there to where it makes sense to go on."""

    def handle_no_permission(  # type: ignore[override]  # a script is not redirected
        self, request: HttpRequest, view_func: Any
    ) -> HttpResponse:
        if request.method != "POST":
            if "HX-Current-URL" in request.headers:
                # htmx would put the sign-in page into the part of a page that it asks for.
                return HttpResponseClientRedirect(redirect_to_login(_sent_from(request)).url)
            return super().handle_no_permission(request, view_func)
        is_htmx = "HX-Request" in request.headers
        if request.headers.get("Sec-Fetch-Mode", "navigate") != "navigate" and not is_htmx:
            # A script of ours has asked, not a person: it has what was typed, and asks again.
            return HttpResponse(status=HTTPStatus.UNAUTHORIZED)
        if hasattr(view_func, _SENT) and _keep(request):
            answer = redirect_to_login(request.get_full_path())
        else:
            request.session[NOT_DONE_KEY] = True
            request.session.set_expiry(AGE_S)
            answer = redirect_to_login(_sent_from(request))
        return HttpResponseClientRedirect(answer.url) if is_htmx else answer


def takes_over(view: View) -> View:
    """Mark a view that asks `take` for what was sent to it, on GET."""
    setattr(view, _SENT, True)
    return view


def take(request: HttpRequest) -> Sent | None:
    """Return what was kept for this page, once."""
    kept = request.session.get(KEY)
    if not kept or kept["path"] != request.path:
        return None
    del request.session[KEY]
    files = {name: b64decode(content) for name, content in kept["files"].items()}
    return Sent(QueryDict(kept["sent"]), files)


def go_on(request: HttpRequest) -> None:
    """Make the stranger's session that of the person who has signed in; say what was not done."""
    request.session.set_expiry(None)
    if request.session.pop(NOT_DONE_KEY, False):
        messages.warning(request, gettext(NOT_DONE))


def _keep(request: HttpRequest) -> bool:
    """Remember the form and where it was sent to; tell whether there was room for it."""
    typed = request.POST.copy()
    typed.pop("csrfmiddlewaretoken", None)
    files = {
        name: b64encode(file.read()).decode()
        for name, file in request.FILES.items()
        if isinstance(file, UploadedFile)
    }
    sent = typed.urlencode()
    if len(sent) + sum(map(len, files.values())) > LARGE and not _has_room():
        return False
    request.session[KEY] = {"path": request.path, "sent": sent, "files": files}
    request.session.set_expiry(AGE_S)
    return True


def _has_room() -> bool:
    cache.add("large_forms_of_strangers", 0, AGE_S)
    return cache.incr("large_forms_of_strangers") <= MOST_LARGE


def _sent_from(request: HttpRequest) -> str:
    """Return the console's own page that the form stood on, its first page where nobody knows."""
    page = request.headers.get("Referer", "")
    if not url_has_allowed_host_and_scheme(page, allowed_hosts={request.get_host()}):
        return "/"
    parts = urlsplit(page)
    return f"{parts.path or '/'}?{parts.query}" if parts.query else parts.path or "/"
