"""To the provider of single sign-on and back; one that does not answer is told of."""

from collections.abc import Callable
from functools import wraps
from http import HTTPStatus
from typing import Any

from allauth.socialaccount.providers.openid_connect import views
from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe
from requests import RequestException

PROVIDER = "sso"
"""The provider's name in the settings."""


def _answering(view: Callable[..., Any]) -> Callable[..., HttpResponse]:
    @login_not_required
    @require_safe
    @wraps(view)
    def answering(request: HttpRequest, provider_id: str) -> HttpResponse:
        try:
            answer: HttpResponse = view(request, provider_id)
        except (RequestException, KeyError):
            # It is out of reach, or what it says of itself lacks something.
            page = "socialaccount/authentication_error.html"
            return render(request, page, status=HTTPStatus.BAD_GATEWAY)
        return answer

    return answering


begin = _answering(views.login)
back = _answering(views.callback)
