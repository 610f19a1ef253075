"""The whole stack, as a program and an operator see it."""

import json
import re
import time
from typing import Any
from urllib.parse import urlencode
from urllib.request import Request

import pytest

from tests.conformance.console import Console
from tests.conformance.requests import SUBSCRIBED, tuning_job
from tests.stack import EmbeddedStack
from tuningconsole.jobs import wakeup

pytestmark = [pytest.mark.stack, pytest.mark.slow]

ROLE = "arn:aws:iam::123456789012:role/SageMakerRole"
BUCKET = "sagemaker-us-east-2-123456789012"
ENDS_WITHIN_S = 120


class Operator(Console):
    """The administrator, with a token of the API."""

    def __init__(self, stack: EmbeddedStack) -> None:
        super().__init__(stack.url, "admin", stack.password)
        [csrf] = [cookie.value for cookie in self._cookies if cookie.name == "csrftoken"]
        form = {"csrfmiddlewaretoken": csrf, "name": f"t{time.time()}", "scope": "write", "days": 7}
        page = self._answer("/account/tokens/create/", urlencode(form).encode())
        [self.token, *_] = re.findall(r"tc_[\w-]{43}", page)

    def api(self, path: str, body: Any = None) -> Any:
        headers = {
            "Authorization": f"Bearer {self.token}",
            "Idempotency-Key": "of-the-test",
            "Content-Type": "application/json",
        }
        sent = None if body is None else json.dumps(body).encode()
        return json.loads(self._answer(f"/api/v1/{path}", sent, headers))

    def _answer(
        self, path: str, body: bytes | None = None, headers: dict[str, str] | None = None
    ) -> str:
        request = Request(self._url + path, body, headers or {})  # noqa: S310
        with self._open(request, timeout=30) as answer:
            text: str = answer.read().decode()
        return text


def until(what: Any) -> Any:
    """Return the first answer that is true."""
    deadline = time.monotonic() + ENDS_WITHIN_S
    while not (found := what()):
        assert time.monotonic() < deadline, "It did not come about in time."
        time.sleep(0.5)
    return found


def test_a_job_by_api_runs_is_noticed_and_counted(stack: EmbeddedStack) -> None:
    operator = Operator(stack)
    request = tuning_job("by-api", SUBSCRIBED, role=ROLE, bucket=BUCKET)
    made = operator.api("tuning-jobs", request)
    assert operator.api("tuning-jobs", request)["uuid"] == made["uuid"]

    def ended() -> Any:
        job = operator.api(f"tuning-jobs/{made['uuid']}")
        return job if job["is_final"] else None

    assert until(ended)["status"] == "Completed"
    until(lambda: "by-api has completed" in operator.page("/notices/"))
    assert json.loads(operator.page("/notices/count/"))["unread"] >= 1

    checks = json.loads(operator.page("/health/ready"))["checks"]
    parts = ("beat", "tick", *(f"queue:{name}" for name in wakeup.QUEUES.values()))
    assert {part: checks[part]["ok"] for part in parts} == dict.fromkeys(parts, True)

    figures = operator.page("/metrics")
    labels = 'operation="CreateHyperParameterTuningJob",outcome="ok",service="sagemaker"'
    assert re.search(f"aws_calls_total{{{labels}}} [1-9]", figures)
    assert re.search(r'tuning_jobs{state="CREATED",status="Completed"} [1-9]', figures)
