"""The API as a whole: its document, and its addresses."""

from collections.abc import Callable
from functools import wraps
from http import HTTPStatus
from typing import Any

from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.core.exceptions import RequestDataTooBig
from django.http import (
    HttpRequest,
    HttpResponse,
    HttpResponseNotAllowed,
    JsonResponse,
)
from django.urls import URLPattern, path
from django.utils import translation
from django.views.decorators.csrf import csrf_exempt
from ninja import NinjaAPI

from tuningconsole.api import problems
from tuningconsole.api.callers import Bearer
from tuningconsole.api.operations import router
from tuningconsole.api.problems import Refused
from tuningconsole.api.shapes import schemas

DESCRIPTION = """\
Read and create hyperparameter tuning jobs as a person of a team.

Send a token that you have made under **API tokens** in the console's menu:
`Authorization: Bearer tc_…`. It acts in one team, with your role there. Cookies count for nothing.

An answer that is not 2xx is `{"code", "message", "problems": [{"path", "message"}]}`. Paths are
those of the request, for example `TrainingJobDefinition.InputDataConfig.0.ChannelName`.
"""
api = NinjaAPI(
    title="Tuning Console",
    version="1",
    description=DESCRIPTION,
    docs_url=None,
    openapi_url=None,
    urls_namespace="api-v1",
    auth=Bearer(),
)
api.add_router("", router)
problems.install(api)

View = Callable[..., HttpResponse]


def document() -> dict[str, Any]:
    """Return the OpenAPI document."""
    found: dict[str, Any] = dict(api.get_openapi_schema(path_prefix="/api/v1/"))
    found["components"]["schemas"] |= schemas()
    return found


@login_not_required
def openapi(request: HttpRequest) -> HttpResponse:
    """Serve the OpenAPI document."""
    return JsonResponse(document())


@login_not_required
@csrf_exempt
def nothing(request: HttpRequest, rest: str = "") -> HttpResponse:
    """Answer an address that there is not."""
    return problems.answer(Refused(HTTPStatus.NOT_FOUND, "not_found", "There is no such address."))


def addresses(at: str) -> list[URLPattern]:
    """Return the API's addresses below `at`; whoever calls them signs in by token only."""
    operations = [one for one in api.urls[0] if isinstance(one, URLPattern)]
    found = [
        path(f"{at}{one.pattern}", _served(one.callback), name=f"v1-{one.name}")
        for one in operations
        if str(one.pattern)
    ]
    return [
        path(f"{at}openapi.json", openapi, name="openapi"),
        *found,
        path(f"{at}<path:rest>", nothing),
        path(at, nothing),
    ]


def _served(view: View) -> View:
    """Return the view for callers without a session, with JSON for what Django refuses itself.

    Programs read the answers: they are in one language, whatever a caller's library accepts.
    """

    @wraps(view)
    @translation.override(settings.LANGUAGE_CODE)
    def served(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        try:
            answer = view(request, *args, **kwargs)
        except RequestDataTooBig:
            text = "The body is too large."
            return problems.answer(Refused(HTTPStatus.REQUEST_ENTITY_TOO_LARGE, "too_large", text))
        if isinstance(answer, HttpResponseNotAllowed):
            allowed = {"Allow": answer["Allow"]}
            text = "This address does not know the method."
            return problems.answer(
                Refused(HTTPStatus.METHOD_NOT_ALLOWED, "not_allowed", text, headers=allowed)
            )
        answer["Cache-Control"] = "no-store"
        answer["Content-Language"] = settings.LANGUAGE_CODE
        return answer

    return login_not_required(csrf_exempt(served))
