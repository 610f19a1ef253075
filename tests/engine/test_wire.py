"""The engine's door: who is let in, and what a body has to be."""

import json
from datetime import UTC, datetime, timedelta
from typing import Any
from urllib.error import HTTPError
from urllib.request import ProxyHandler, Request, build_opener

import pytest
from botocore.auth import SigV4Auth
from botocore.awsrequest import AWSRequest
from botocore.credentials import Credentials
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.engine.calls import Calls, refused
from tests.engine.stack import EngineStack
from tests.hostile import tally
from tuningconsole.embedded import parts

OPEN = build_opener(ProxyHandler({})).open
LIST = "SageMaker.ListHyperParameterTuningJobs"


def asked(
    engine: EngineStack, body: bytes = b"{}", target: str = LIST, **changes: str
) -> tuple[int, dict[str, Any]]:
    """Send a signed request, its headers changed after that; return status and body."""
    url = engine.environment["EMBEDDED_SAGEMAKER_URL"] + "/"
    headers = {"X-Amz-Target": target, "Content-Type": "application/x-amz-json-1.1"}
    unsigned = AWSRequest("POST", url, headers=headers, data=body)
    credentials = Credentials(
        engine.environment["EMBEDDED_ACCESS_KEY_ID"],
        engine.environment["EMBEDDED_SECRET_ACCESS_KEY"],
    )
    SigV4Auth(credentials, "sagemaker", parts.REGION).add_auth(unsigned)
    sent = dict(unsigned.headers.items()) | changes
    try:
        request = Request(url, body, {k: v for k, v in sent.items() if v})  # noqa: S310  Ours.
        with OPEN(request, timeout=20) as answer:
            return answer.status, json.loads(answer.read() or b"{}")
    except HTTPError as error:
        return error.code, json.loads(error.read() or b"{}")


def test_a_signed_request_is_answered(engine: EngineStack) -> None:
    status, answer = asked(engine)
    assert status == 200
    assert "HyperParameterTuningJobSummaries" in answer


@pytest.mark.parametrize(
    ("changes", "code"),
    [
        ({"Authorization": ""}, "MissingAuthenticationTokenException"),
        ({"Authorization": "Basic eA=="}, "IncompleteSignatureException"),
        ({"X-Amz-Target": "SageMaker.ListAlgorithms"}, "InvalidSignatureException"),
        ({"Origin": "https://example.com"}, "AccessDeniedException"),
        ({"Host": "example.com"}, "AccessDeniedException"),
    ],
)
def test_what_is_not_the_owners_own_is_refused(
    engine: EngineStack, changes: dict[str, str], code: str
) -> None:
    status, answer = asked(engine, **changes)
    assert status in {403, 421}
    assert answer["__type"] == code


def test_a_body_that_was_changed_on_the_way_is_refused(engine: EngineStack) -> None:
    old = (datetime.now(UTC) - timedelta(hours=1)).strftime("%Y%m%dT%H%M%SZ")
    assert asked(engine, **{"X-Amz-Date": old})[1]["__type"] == "InvalidSignatureException"


@pytest.mark.parametrize(
    ("wrong", "code"),
    [
        ({"aws_secret_access_key": "another"}, "InvalidSignatureException"),
        ({"aws_access_key_id": "AKIAANOTHER"}, "UnrecognizedClientException"),
        ({"region_name": "eu-west-1"}, "InvalidSignatureException"),
    ],
)
def test_another_key_or_region_is_refused(
    engine: EngineStack, wrong: dict[str, str], code: str
) -> None:
    client = engine.client("sagemaker", **wrong)
    assert refused(client.list_algorithms)[0] == code


@pytest.mark.parametrize(
    ("body", "target", "code"),
    [
        (b"{", LIST, "SerializationException"),
        (b"[]", LIST, "SerializationException"),
        (b'{"MaxResults": "ten"}', LIST, "SerializationException"),
        (b'{"MaxResults": 101}', LIST, "ValidationException"),
        (b'{"NameContains": "\\u0000"}', LIST, "SerializationException"),
        (b"{}", "SageMaker.NoSuchOperation", "UnknownOperationException"),
        (b"[" * 100_000, LIST, "SerializationException"),
    ],
)
def test_a_body_that_cannot_be_read_says_so(
    engine: EngineStack, body: bytes, target: str, code: str
) -> None:
    status, answer = asked(engine, body, target)
    assert 400 <= status < 500
    assert answer["__type"].endswith(code)


def test_a_body_that_is_too_large_is_refused(engine: EngineStack) -> None:
    status, _ = asked(engine, b'{"NameContains": "' + b"x" * 1_100_000 + b'"}')
    assert status == 413


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=40),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(max_size=12), inner),
    max_leaves=12,
)
MEMBERS = st.sampled_from(
    [
        *("HyperParameterTuningJobName", "HyperParameterTuningJobConfig", "TrainingJobDefinition"),
        *("TrainingJobDefinitions", "WarmStartConfig", "Tags", "Autotune", "MaxResults"),
        *("NextToken", "SortBy", "CreationTimeAfter", "ResourceArn", "TagKeys", "AlgorithmName"),
        *("TrainingSpecification", "TrainingJobName", "NameContains"),
    ]
)
OPERATIONS = st.sampled_from(
    [
        *("CreateHyperParameterTuningJob", "DescribeHyperParameterTuningJob", "ListTags"),
        *("ListHyperParameterTuningJobs", "ListTrainingJobs", "CreateAlgorithm", "AddTags"),
        *("DescribeAlgorithm", "ListAlgorithms", "DescribeTrainingJob", "DeleteTags"),
    ]
)


@given(OPERATIONS, st.dictionaries(MEMBERS, JSON, max_size=6))
@settings(
    max_examples=tally.each("engine", 2, at_least=150),
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
def test_whatever_is_sent_is_refused_or_answered_but_never_breaks(
    engine: EngineStack, operation: str, request: dict[str, Any]
) -> None:
    body = json.dumps(request).encode()
    status, _ = asked(engine, body, f"SageMaker.{operation}")
    tally.count("the engine's API", status)
    assert status < 500


def test_an_answer_has_the_request_id_that_clients_log(calls: Calls) -> None:
    answer = calls.sagemaker.list_algorithms()
    assert len(answer["ResponseMetadata"]["RequestId"]) == 36
