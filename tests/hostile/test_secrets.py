"""No secret is written down: a whole run, with all that can go wrong, and then every line and file.

The stack is given secrets that would be known again, people and programs use it rightly and
wrongly, and whatever it has said or stored is searched for each of them.
"""

import html
import json
import os
import re
import signal
import tempfile
import time
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path
from typing import Any
from urllib.error import HTTPError
from urllib.request import Request

import pytest
from botocore.exceptions import ClientError

from tests.conformance.console import Console
from tests.conformance.requests import SUBSCRIBED, tuning_job
from tests.services import free_port
from tests.stack import EmbeddedStack

pytestmark = [pytest.mark.stack, pytest.mark.slow]

DEAD = f"127.0.0.1:{free_port()}"
GIVEN = {
    "SECRET_KEY": "canary-secret-key-" + "k" * 50,
    "EMBEDDED_ACCESS_KEY_ID": "AKIACANARYEMBEDDED01",
    "EMBEDDED_SECRET_ACCESS_KEY": "canary-embedded-secret-access-key",
    "AWS_ACCESS_KEY_ID": "AKIACANARYOFTHECHAIN",
    "AWS_SECRET_ACCESS_KEY": "canary-secret-access-key-of-the-chain",
    "AWS_SESSION_TOKEN": "canary-session-token-of-the-chain",
    "OIDC_CLIENT_SECRET": "canary-oidc-client-secret",
    "EMAIL_HOST_PASSWORD": "canary-mail-password",
    "OPERATIONS_TOKEN": "canary-operations-token",
}
"""Secrets of the environment."""
TYPED = {
    "a password": "canary-typed-password",
    "a receiver's password": "canary-receiver-password",
    "a receiver's path": "canary-receiver-path",
    "a wrong token": "tc_canaryCanaryCanaryCanaryCanaryCanaryCanary1",
    "a wrong key of AWS": "canary-wrong-secret-access-key",
}
MAY_HOLD = {"aws.recording": ["EMBEDDED_ACCESS_KEY_ID"]}
"""What moto repeats when it starts again has the signed requests' headers: the key's id, no key."""
MAY_SAY = re.compile(r"Sign in as admin, password ")
"""The one line that tells the first password, once, to whoever starts the stack."""


@pytest.fixture(scope="module")
def stack_with_secrets() -> Iterator[EmbeddedStack]:
    with tempfile.TemporaryDirectory(prefix="tuningconsole-secrets-") as folder:
        made = EmbeddedStack(
            Path(folder),
            **GIVEN,
            LOG_FORMAT="json",
            LOG_LEVEL="DEBUG",
            NOTICES_ALLOW_PRIVATE="true",
            OIDC_SERVER_URL=f"http://{DEAD}",
            OIDC_CLIENT_ID="console",
            EMAIL_HOST="127.0.0.1",
            EMAIL_PORT=DEAD.partition(":")[2],
            # Whatever would go to Amazon goes nowhere.
            HTTPS_PROXY=f"http://{DEAD}",
        )
        try:
            assert made.start(), made.said[-20:]
            yield made
        finally:
            made.stop(signal.SIGTERM)


class Person(Console):
    """Somebody who gets things wrong."""

    def try_page(self, path: str, headers: dict[str, str] | None = None, body: Any = None) -> str:
        """Return what is answered, whatever the status."""
        request = Request(self._url + path, body, headers or {})  # noqa: S310
        try:
            with self._open(request, timeout=30) as answer:
                return str(answer.read().decode())
        except HTTPError as error:
            return error.read().decode()

    def try_form(self, path: str, **form: str) -> str:
        with suppress(HTTPError):
            return self.send(path, **form)
        return ""

    def found(self, pattern: str, path: str) -> str:
        [first, *_] = re.findall(pattern, html.unescape(self.try_page(path)))
        return str(first)


def test_no_secret_is_written_down(stack_with_secrets: EmbeddedStack) -> None:
    stack = stack_with_secrets
    with suppress(AssertionError):
        Person(stack.url, "admin", TYPED["a password"])
    admin = Person(stack.url, "admin", stack.password)
    secrets = GIVEN | TYPED | {"the first password": stack.password} | use(stack, admin)
    _let_it_fail(stack)
    _break_a_sign_in(stack, admin)
    stack.stop(signal.SIGINT)
    said = [line for line in stack.said if not MAY_SAY.search(line)]
    assert any("/sign-in/" in line for line in said), "Requests are not logged: nothing is shown."
    assert any('"DEBUG"' in line for line in said), "The most that there is to say is not said."
    found = [f"{name}: {line[:300]}" for line in said for name in told(secrets, line)]
    assert found == []
    stored = {
        str(path.relative_to(stack.var)): names
        for path in stack.var.rglob("*")
        if path.is_file() and "secrets" not in path.parts
        if (names := told(secrets, path.read_bytes().decode(errors="replace")))
    }
    assert {path: names for path, names in stored.items() if MAY_HOLD.get(path) != names} == {}
    assert any("Traceback" in line for line in said), "No traceback came about."


def told(secrets: dict[str, str], text: str) -> list[str]:
    return [name for name, secret in secrets.items() if secret in text]


def use(stack: EmbeddedStack, admin: Person) -> dict[str, str]:
    """Use everything that has a secret, rightly and wrongly; return the secrets that came of it."""
    token = _token(admin)
    invitation = _invitation(admin)
    admin.try_page(f"/join/{invitation}/")
    _api(admin, token)
    _api(admin, TYPED["a wrong token"])
    seed = _second_factor(admin, stack.password)
    address = "json://someone:{}@{}/{}".format(
        TYPED["a receiver's password"], DEAD, TYPED["a receiver's path"]
    )
    for name, where in (("dead", address), ("mail", "vera@example.com")):
        form = {"name": name, "address": where, "kinds": "failed"}
        admin.try_form("/notices/receivers/create/", **form)
    for number in ("1", "2"):
        admin.try_form(f"/notices/receivers/{number}/test/")
    chain = {"name": "chain", "source": "default", "region": "eu-west-1"}
    there = admin.try_form("/connections/add/", **chain)
    if found := re.search(r"/connections/(\d+)/", there):
        admin.try_form(f"/connections/{found[1]}/test/")
    admin.try_page("/metrics", {"Authorization": f"Bearer {GIVEN['OPERATIONS_TOKEN']}"})
    admin.try_page("/metrics", {"Authorization": "Bearer wrong"})
    admin.try_page("/sign-in/sso/")
    _engine(stack)
    return {"a token": token, "an invitation": invitation, "the seed of the second factor": seed}


def _token(admin: Person) -> str:
    [csrf] = [cookie.value for cookie in admin._cookies if cookie.name == "csrftoken"]
    form = f"csrfmiddlewaretoken={csrf}&name=canary&scope=write&days=7".encode()
    page = admin.try_page("/account/tokens/create/", body=form)
    [token, *_] = re.findall(r"tc_[\w-]{43}", page)
    return str(token)


def _invitation(admin: Person) -> str:
    [csrf] = [cookie.value for cookie in admin._cookies if cookie.name == "csrftoken"]
    form = f"csrfmiddlewaretoken={csrf}&role=viewer&days=1&email=".encode()
    page = admin.try_page("/team/invite/", body=form)
    [token, *_] = re.findall(r"/join/([\w-]+)/", page)
    return str(token)


def _api(admin: Person, token: str) -> None:
    headers = {"Authorization": f"Bearer {token}", "Content-Type": "application/json"}
    admin.try_page("/api/v1/tuning-jobs", headers)
    admin.try_page("/api/v1/tuning-jobs", headers | {"Idempotency-Key": "x"}, b"{")
    request = json.dumps({"HyperParameterTuningJobName": "-"}).encode()
    admin.try_page("/api/v1/tuning-jobs", headers | {"Idempotency-Key": "y"}, request)


def _second_factor(admin: Person, password: str) -> str:
    there = "/account/second-factor/activate/"
    admin.try_form("/account/confirm/", password=TYPED["a password"])
    admin.try_form("/account/confirm/", password=password)
    seed = admin.found(r"one-time\">([A-Z2-7]+)<", there)
    admin.try_form(there, code="000000")
    return seed


def _engine(stack: EmbeddedStack) -> None:
    sagemaker = stack.client("sagemaker")
    role, bucket = (
        "arn:aws:iam::123456789012:role/SageMakerRole",
        "sagemaker-us-east-2-123456789012",
    )
    job = tuning_job("canary", SUBSCRIBED, role=role, bucket=bucket)
    sagemaker.create_hyper_parameter_tuning_job(**job)
    sagemaker._request_signer._credentials.secret_key = TYPED["a wrong key of AWS"]
    with pytest.raises(ClientError):
        sagemaker.list_algorithms()


def _let_it_fail(stack: EmbeddedStack) -> None:
    """Wait for what fails in workers."""
    deadline = time.monotonic() + 60
    while not any("Delivery" in line and "dead" in line for line in stack.said):
        assert time.monotonic() < deadline, "The dead receiver was not tried."
        time.sleep(0.5)


def _break_a_sign_in(stack: EmbeddedStack, admin: Person) -> None:
    """Sign in while Redis is gone, until a traceback came of it."""
    for _ in range(20):
        for process in stack.left():
            pid, _, command = process.partition(" ")
            if "redis-server" in command:
                with suppress(ProcessLookupError):
                    os.kill(int(pid), signal.SIGKILL)
        for _ in range(3):
            admin.try_form("/account/confirm/", password=TYPED["a password"])
            admin.try_page("/notices/count/")
        if any("Traceback" in line for line in stack.said):
            return
