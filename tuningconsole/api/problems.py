"""What the API answers when it does not do what was asked: always JSON, with paths."""

import logging
from collections.abc import Sequence
from http import HTTPStatus
from typing import Any

from django.core.exceptions import PermissionDenied, SuspiciousOperation
from django.db import OperationalError
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from ninja import NinjaAPI
from ninja.errors import AuthenticationError, ValidationError

log = logging.getLogger(__name__)

RETRY_AFTER_S = 5
Problem = dict[str, str]
"""path: the member of the request, or the parameter, "" for all of it; message: what to do."""


class Refused(Exception):  # noqa: N818  An outcome.
    """The request is not carried out.

    Attributes:
        code: a word for programs.
        problems: what is wrong, and where.
    """

    def __init__(
        self,
        status: HTTPStatus,
        code: str,
        message: str,
        *,
        problems: Sequence[Problem] = (),
        headers: dict[str, str] | None = None,
    ) -> None:
        super().__init__(message)
        self.status = status
        self.code = code
        self.message = message
        self.problems = list(problems)
        self.headers = headers or {}


def answer(refused: Refused) -> HttpResponse:
    """Return the refusal as JSON."""
    body = {"code": refused.code, "message": refused.message, "problems": refused.problems}
    return JsonResponse(body, status=refused.status, headers=refused.headers)


def install(api: NinjaAPI) -> None:
    """Have the API answer every exception so."""
    api.add_exception_handler(Refused, _refused)
    api.add_exception_handler(AuthenticationError, _unauthorized)
    api.add_exception_handler(ValidationError, _invalid)
    api.add_exception_handler(Http404, _not_found)
    api.add_exception_handler(PermissionDenied, _denied)
    api.add_exception_handler(SuspiciousOperation, _malformed)
    api.add_exception_handler(OperationalError, _unavailable)
    api.add_exception_handler(Exception, _failed)


def of_parameters(errors: Sequence[dict[str, Any]]) -> list[Problem]:
    """Return the problems of parameters, without what was sent."""
    return [
        {
            "path": ".".join(str(part) for part in error["loc"][1:]) or str(error["loc"][0]),
            "message": str(error["msg"]),
        }
        for error in errors
    ]


def _refused(_request: HttpRequest, error: Any) -> HttpResponse:
    return answer(error)


def _unauthorized(_request: HttpRequest, _error: Any) -> HttpResponse:
    text = "Send a token that is valid: Authorization: Bearer tc_…"
    headers = {"WWW-Authenticate": "Bearer"}
    return answer(Refused(HTTPStatus.UNAUTHORIZED, "unauthorized", text, headers=headers))


def _invalid(_request: HttpRequest, error: Any) -> HttpResponse:
    problems = of_parameters(error.errors)
    text = "Correct the parameters."
    return answer(
        Refused(HTTPStatus.UNPROCESSABLE_ENTITY, "invalid_parameters", text, problems=problems)
    )


def _not_found(_request: HttpRequest, _error: Any) -> HttpResponse:
    return answer(Refused(HTTPStatus.NOT_FOUND, "not_found", "There is no such thing here."))


def _denied(_request: HttpRequest, error: Any) -> HttpResponse:
    return answer(Refused(HTTPStatus.FORBIDDEN, "forbidden", str(error)))


def _malformed(_request: HttpRequest, _error: Any) -> HttpResponse:
    return answer(Refused(HTTPStatus.BAD_REQUEST, "bad_request", "The request is malformed."))


def _unavailable(_request: HttpRequest, error: Any) -> HttpResponse:
    log.error("The database does not answer: %s", error)
    text = "The console cannot answer just now. Ask again with the same Idempotency-Key."
    headers = {"Retry-After": str(RETRY_AFTER_S)}
    return answer(Refused(HTTPStatus.SERVICE_UNAVAILABLE, "unavailable", text, headers=headers))


def _failed(request: HttpRequest, error: Any) -> HttpResponse:
    log.error("%s %s", request.method, request.path, exc_info=error)
    text = "Something went wrong here. Look at what was done before you ask again."
    return answer(Refused(HTTPStatus.INTERNAL_SERVER_ERROR, "internal", text))
