"""A program that calls the API as Alice, and rows of jobs."""

import json
from typing import Any
from uuid import uuid4

import pytest
from django.contrib.auth.models import User
from django.test import Client

from tests.jobs.conftest import connection, make_job
from tests.wizard.conftest import REQUEST, algorithm
from tuningconsole.api import tokens
from tuningconsole.api.models import Scope
from tuningconsole.aws.models import Connection
from tuningconsole.teams.models import Membership

__all__ = ["algorithm", "connection", "make_job"]

API = "/api/v1/"


class Program:
    """A program with a token; `secret` may be anything."""

    def __init__(self, secret: str) -> None:
        self.secret = secret
        self.client = Client(enforce_csrf_checks=True)

    def get(self, path: str, **query: Any) -> Any:
        return self.client.get(API + path, query, headers=self._headers())

    def post(self, path: str, body: Any = None, **headers: str) -> Any:
        data = body if isinstance(body, bytes) else json.dumps(body)
        return self.client.post(
            API + path, data, content_type="application/json", headers=self._headers() | headers
        )

    def create(self, request: Any, key: str | None = None) -> Any:
        return self.post("tuning-jobs", request, **{"Idempotency-Key": key or uuid4().hex})

    def _headers(self) -> dict[str, str]:
        return {"Authorization": f"Bearer {self.secret}"} if self.secret else {}


def token_for(user: User, scope: Scope = Scope.WRITE, name: str = "") -> str:
    member = Membership.objects.select_related("team", "user").get(user=user)
    return tokens.create(member, name or f"token {uuid4().hex[:6]}", scope, 30)[1]


def program_of(user: User, scope: Scope = Scope.WRITE) -> Program:
    return Program(token_for(user, scope))


@pytest.fixture
def program(alice: User, connection: Connection) -> Program:
    """Alice's, which may read and write."""
    return program_of(alice)


def request_of(**members: Any) -> dict[str, Any]:
    """Return a request that nothing is wrong with."""
    return json.loads(json.dumps(REQUEST | members))
