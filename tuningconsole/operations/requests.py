"""Each request has an id, in its answer, in the lines of the log about it, and in what it wakes."""

import logging
import re
import time
from collections.abc import Callable
from uuid import uuid4

from django.conf import settings
from django.http import HttpRequest, HttpResponse

from tuningconsole.operations import counting
from tuningconsole.tracing import context

log = logging.getLogger("tuningconsole.requests")

HEADER = "X-Request-ID"
_ID = re.compile(r"[A-Za-z0-9_.-]{8,64}")
_UNKNOWN = "none"


class Traced:
    """The outermost middleware. A proxy's id is taken over where there is a proxy."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        since = time.monotonic()
        before = context.begin(request=_id(request))
        try:
            answer = self.get_response(request)
            answer[HEADER] = context.current()["request"]
            _tell(request, answer, time.monotonic() - since)
        finally:
            context.end(before)
        return answer


def _id(request: HttpRequest) -> str:
    given = request.headers.get(HEADER, "") if settings.SECURE_PROXY_SSL_HEADER else ""
    return given if _ID.fullmatch(given) else uuid4().hex


def _tell(request: HttpRequest, answer: HttpResponse, seconds: float) -> None:
    match = request.resolver_match
    view = (match.view_name if match else "") or _UNKNOWN
    method = request.method if request.method in {"GET", "HEAD", "POST"} else "other"
    counting.request(view, str(method), answer.status_code, seconds)
    data = {
        "method": request.method,
        "path": request.path,
        "view": view,
        "status": answer.status_code,
        "seconds": round(seconds, 4),
    }
    log.info("%s %s %s", request.method, request.path, answer.status_code, extra={"data": data})
