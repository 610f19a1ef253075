"""Keep what was sent to a page after the session had ended, until the person is in again.

It lies in the session of the stranger that the browser is then; signing in goes on with that
session, and the page that was meant takes it over. A draft is only ever changed by its owner.
"""

from django.http import HttpRequest, QueryDict

KEY = "sent_without_session"
LONGEST = 256 * 1024
"""A page's answers are far shorter; what is longer is not kept for a stranger."""
AGE_S = 3600
"""How long a stranger's session is kept."""


def keep(request: HttpRequest) -> None:
    """Remember the form that was sent, and where to; nothing for other requests."""
    typed = request.POST.copy()
    typed.pop("csrfmiddlewaretoken", None)
    sent = typed.urlencode()
    if request.method == "POST" and len(sent) <= LONGEST:
        request.session[KEY] = {"path": request.path, "sent": sent}
        request.session.set_expiry(AGE_S)


def take(request: HttpRequest) -> QueryDict | None:
    """Return what was remembered for this page, once."""
    kept = request.session.get(KEY)
    if not kept or kept["path"] != request.path:
        return None
    del request.session[KEY]
    request.session.set_expiry(None)
    return QueryDict(kept["sent"])
