"""Addresses for machines that watch the console. None needs a session; details need a token."""

from http import HTTPStatus
from secrets import compare_digest

from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.db import DatabaseError
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from tuningconsole.operations import health, metrics


@login_not_required
@never_cache
@require_safe
def live(request: HttpRequest) -> HttpResponse:
    """Say that the process answers; nothing else is looked at."""
    return JsonResponse({"status": "live"})


@login_not_required
@never_cache
@require_safe
def ready(request: HttpRequest) -> HttpResponse:
    """Say whether pages can be shown, and the names of what is wrong; details only to operators.

    503: do not send people here. `degraded`: they can come, but work waits.
    """
    found = health.checks(timezone.now())
    state = health.state(found)
    body: dict[str, object] = {
        "status": state,
        "wrong": [check.name for check in found if not check.is_well],
    }
    if _is_operator(request):
        body["checks"] = {
            check.name: {"ok": check.is_well, "detail": check.detail} for check in found
        }
    is_ready = state != "not ready"
    return JsonResponse(body, status=HTTPStatus.OK if is_ready else HTTPStatus.SERVICE_UNAVAILABLE)


@login_not_required
@never_cache
@require_safe
def figures(request: HttpRequest) -> HttpResponse:
    """Return the figures for Prometheus, to operators, and to all where the settings say so."""
    if not (settings.METRICS_OPEN or _is_operator(request)):
        headers = {"WWW-Authenticate": "Bearer"}
        return HttpResponse(status=HTTPStatus.UNAUTHORIZED, headers=headers)
    return HttpResponse(metrics.text(), content_type=metrics.CONTENT_TYPE)


def _is_operator(request: HttpRequest) -> bool:
    """Tell whether the request has the operators' token, or comes from staff."""
    expected = f"Bearer {settings.OPERATIONS_TOKEN}".encode()
    given = request.headers.get("Authorization", "").encode()
    if settings.OPERATIONS_TOKEN and compare_digest(given, expected):
        return True
    try:
        return bool(request.user.is_active and request.user.is_staff)
    except DatabaseError:
        return False
