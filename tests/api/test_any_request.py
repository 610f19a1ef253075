"""Whatever is sent to the API, it answers as its document says, and never by 500.

Schemathesis makes the requests from the document: what fits it, and what just does not.
How to let it run for long is in docs/security.md.
"""

import copy
import json
from collections.abc import Iterator
from typing import Any

import pytest
import schemathesis
from django.core import signals
from django.db import close_old_connections
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from schemathesis.specs.openapi import checks

from tests.api.conftest import Program, request_of
from tests.hostile import tally
from tests.jobs.conftest import Make, trained
from tuningconsole.api import service
from tuningconsole.jobs.models import TuningJob
from tuningconsole.wsgi import application

pytestmark = [pytest.mark.slow, pytest.mark.django_db]

CHECKS = [
    schemathesis.checks.not_a_server_error,
    checks.status_code_conformance,
    checks.content_type_conformance,
    checks.response_schema_conformance,
]
OPERATIONS = {
    f"{method.upper()} {path}": (path, method)
    for path, methods in service.document()["paths"].items()
    for method in methods
}
OFTEN = settings(
    max_examples=tally.each("API", len(OPERATIONS) + 1),
    deadline=None,
    database=None,
    suppress_health_check=list(HealthCheck),
)
JSON = st.recursive(
    st.none()
    | st.booleans()
    | st.integers()
    | st.floats()
    | st.text(max_size=20)
    | st.sampled_from(["", "0", "-1", "\0", "arn:aws:iam::1:role/x", "s3://x/", "ml.m5.large"]),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=9), inner),
    max_leaves=6,
)


@pytest.fixture(scope="module")
def schema() -> Any:
    document = json.loads(json.dumps(service.document()))
    found = schemathesis.openapi.from_dict(document)
    found.app = application
    return found


@pytest.fixture(autouse=True)
def _as_a_test(settings: Any) -> Iterator[None]:
    """Count no calls, and keep the test's transaction, as Django's own client does."""
    settings.API_CALLS_A_MINUTE = 10**9
    turns = (signals.request_started, signals.request_finished)
    for turn in turns:
        turn.disconnect(close_old_connections)
    yield
    for turn in turns:
        turn.connect(close_old_connections)


@pytest.mark.parametrize("operation", OPERATIONS)
@pytest.mark.usefixtures("algorithm")
def test_every_answer_is_one_of_the_document(
    schema: Any, operation: str, program: Program, make_job: Make
) -> None:
    path, method = OPERATIONS[operation]
    job = make_job()
    trained(job, 1, 0.5)
    headers = {"Authorization": f"Bearer {program.secret}"}
    told = schema[path][method]
    modes = schemathesis.GenerationMode
    cases = st.one_of(*(told.as_strategy(generation_mode=mode) for mode in modes))

    @OFTEN
    @given(case=cases, is_there=st.booleans())
    def send(case: Any, is_there: bool) -> None:
        if is_there and "uuid" in (case.path_parameters or {}):
            case.path_parameters["uuid"] = str(job.uuid)
        response = case.call(headers=headers)
        tally.count("the console's API", response.status_code)
        case.validate_response(response, checks=CHECKS)

    send()


def places(value: Any, at: tuple[Any, ...] = ()) -> Iterator[tuple[Any, ...]]:
    """Yield the way to every value inside."""
    inner = value.items() if isinstance(value, dict) else enumerate(value)
    for name, item in inner:
        yield (*at, name)
        if isinstance(item, dict | list):
            yield from places(item, (*at, name))


def put(request: Any, place: tuple[Any, ...], value: Any) -> None:
    for name in place[:-1]:
        request = request[name]
    request[place[-1]] = value


@pytest.mark.usefixtures("algorithm")
def test_a_request_that_is_nearly_right_is_created_or_refused(program: Program) -> None:
    @OFTEN
    @given(place=st.sampled_from(list(places(request_of()))), value=JSON)
    def send(place: tuple[Any, ...], value: Any) -> None:
        request = copy.deepcopy(request_of())
        put(request, place, value)
        answer = program.create(request)
        tally.count("the console's API", answer.status_code)
        assert answer.status_code in {201, 409, 422}, answer.content
        if answer.status_code != 201:
            assert answer.json()["problems"]
        TuningJob.objects.all().delete()

    send()
