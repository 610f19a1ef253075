"""HTTP around the operations: who may ask, what is asked, and every answer in AWS's form."""

import logging
import uuid
from http import HTTPStatus

from django.conf import settings
from django.core.exceptions import DisallowedHost, RequestDataTooBig
from django.db import DatabaseError, OperationalError, connection
from django.http import HttpRequest, HttpResponse, UnreadablePostError
from django.utils import timezone

from tuningconsole.engine import errors, signing, validation, wire
from tuningconsole.engine.operations import registry

log = logging.getLogger(__name__)

CONTENT_TYPE = "application/x-amz-json-1.1"


def endpoint(request: HttpRequest) -> HttpResponse:
    """Answer one request; whatever goes wrong, the answer is AWS's form of an error."""
    request_id = str(uuid.uuid4())
    try:
        response = _answer(request)
    except errors.ServiceError as error:
        response = _refusal(error)
    except OperationalError:
        log.exception("request %s: the database failed", request_id)
        response = _refusal(errors.DependencyError("The engine's database is not available."))
    except Exception:
        log.exception("request %s failed", request_id)
        response = _refusal(
            errors.ServiceError(
                "The request processing has failed because of an unknown error.",
                code="InternalFailure",
                status=HTTPStatus.INTERNAL_SERVER_ERROR,
            )
        )
    response["x-amzn-RequestId"] = request_id
    return response


def _answer(request: HttpRequest) -> HttpResponse:
    _check_origin(request)
    if request.method in ("GET", "HEAD") and request.path in ("/", "/health"):
        return _health()
    body = _body(request)
    target = request.headers.get("X-Amz-Target", "")
    if request.method != "POST" or request.content_type != CONTENT_TYPE or not target:
        raise errors.ServiceError(
            f"Send POST / with X-Amz-Target and content type {CONTENT_TYPE}.",
            code="UnknownOperationException",
            status=HTTPStatus.NOT_FOUND,
        )
    now = timezone.now()
    signed = signing.Signed(
        headers={name.lower(): value for name, value in request.headers.items()},
        body=body,
        query=request.META.get("QUERY_STRING", ""),
    )
    key = signing.Key(
        settings.ENGINE_ACCESS_KEY_ID, settings.ENGINE_SECRET_ACCESS_KEY, settings.ENGINE_REGION
    )
    signing.verify(signed, key, service=registry.service_of(target) or "sagemaker", now=now)
    operation = registry.find(target)
    asked = wire.parse(operation.model.input_shape, body)
    validation.check(operation.model.input_shape, asked, service=operation.service)
    context = registry.RequestContext(settings.ENGINE_REGION, settings.ENGINE_ACCOUNT, now)
    answer = operation.handler(asked, context)
    return HttpResponse(
        wire.serialise(operation.model.output_shape, answer), content_type=CONTENT_TYPE
    )


def _check_origin(request: HttpRequest) -> None:
    """Refuse what a browser was talked into: a rebound name, a page of another origin."""
    try:
        request.get_host()
    except DisallowedHost as error:
        raise errors.AccessError(
            "The engine is not known by this host name; ALLOWED_HOSTS lists its names.",
            code="AccessDeniedException",
            status=HTTPStatus.MISDIRECTED_REQUEST,
        ) from error
    if "Origin" in request.headers:
        raise errors.AccessError(
            "The engine does not answer browsers.", code="AccessDeniedException"
        )


def _body(request: HttpRequest) -> bytes:
    try:
        return request.body
    except RequestDataTooBig as error:
        raise errors.ServiceError(
            f"Request size exceeded {settings.DATA_UPLOAD_MAX_MEMORY_SIZE} bytes.",
            code="RequestEntityTooLargeException",
            status=HTTPStatus.REQUEST_ENTITY_TOO_LARGE,
        ) from error
    except UnreadablePostError as error:
        raise errors.SerializationError("The request body ended too early.") from error


def _refusal(error: errors.ServiceError) -> HttpResponse:
    response = HttpResponse(
        wire.dumps(errors.body(error)), content_type=CONTENT_TYPE, status=error.status
    )
    response["x-amzn-ErrorType"] = error.code
    return response


def _health() -> HttpResponse:
    try:
        with connection.cursor() as cursor:
            cursor.execute("SELECT 1")
    except DatabaseError:
        log.exception("the database does not answer")
        return HttpResponse(
            "no database", content_type="text/plain", status=HTTPStatus.SERVICE_UNAVAILABLE
        )
    return HttpResponse("ok", content_type="text/plain")
