"""Pages for what Django refuses by itself: too much sent, a malformed request, a wrong method."""

from collections.abc import Callable
from contextlib import suppress

from django.core.exceptions import RequestDataTooBig, TooManyFieldsSent, TooManyFilesSent
from django.http import HttpRequest, HttpResponse, HttpResponseNotAllowed
from django.http.request import UnreadablePostError
from django.shortcuts import render
from django.template.loader import render_to_string
from django.utils import translation

MOST_READ = 200_000_000
"""Bytes that are taken in to be thrown away; who sends more sees that the connection broke."""
_CHUNK = 1 << 16
_TOO_MUCH = (RequestDataTooBig, TooManyFieldsSent, TooManyFilesSent)


def bad_request(request: HttpRequest, exception: Exception) -> HttpResponse:
    """Say what was wrong with the request."""
    status = 413 if isinstance(exception, _TOO_MUCH) else 400
    _read_to_its_end(request)
    # It may have been refused before the middleware that chooses the language.
    with translation.override(translation.get_language_from_request(request)):
        return HttpResponse(render_to_string(f"{status}.html"), status=status)


def _read_to_its_end(request: HttpRequest) -> None:
    """Take in what the browser still sends: it shows no answer before it has sent all."""
    with suppress(UnreadablePostError):
        for _ in range(MOST_READ // _CHUNK):
            if not request.read(_CHUNK):
                return


class NotAllowedPage:
    """Gives the empty answer to a wrong method a page: people come to it by reloading."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        answer = self.get_response(request)
        if not isinstance(answer, HttpResponseNotAllowed):
            return answer
        page = render(request, "405.html", status=answer.status_code)
        page["Allow"] = answer["Allow"]
        return page
