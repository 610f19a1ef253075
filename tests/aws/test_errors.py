"""Which outcome is told as which error: what may have been executed must be told as Ambiguous."""

import socket
import struct
import time
from typing import Any

import pytest
from botocore.stub import Stubber
from pytest_django.fixtures import Settings

from tests.aws.conftest import Server
from tuningconsole.aws import client, errors, messages, tuning_jobs
from tuningconsole.aws.client import client_for
from tuningconsole.aws.models import Connection

REQUEST = {
    "HyperParameterTuningJobName": "my-job",
    "HyperParameterTuningJobConfig": {
        "Strategy": "Random",
        "ResourceLimits": {"MaxParallelTrainingJobs": 1},
    },
}


@pytest.mark.parametrize(
    ("code", "status", "kind"),
    [
        ("ThrottlingException", 400, errors.Throttled),
        ("SlowDown", 503, errors.Throttled),
        ("RequestLimitExceeded", 503, errors.Throttled),
        ("InternalFailure", 500, errors.Ambiguous),
        ("ServiceUnavailable", 503, errors.Ambiguous),
        ("RequestTimeout", 400, errors.Ambiguous),
        ("ResourceNotFound", 400, errors.NotFound),
        ("NoSuchBucket", 404, errors.NotFound),
        ("AccessDeniedException", 400, errors.Denied),
        ("ExpiredTokenException", 403, errors.Denied),
        ("InvalidSignatureException", 403, errors.Denied),
        ("ResourceInUse", 400, errors.InUse),
        ("ResourceLimitExceeded", 400, errors.LimitExceeded),
        ("ValidationException", 400, errors.Rejected),
    ],
)
def test_an_answered_error_is_told_by_its_code(
    connection: Connection, code: str, status: int, kind: type[errors.AwsError]
) -> None:
    with Stubber(client_for(connection, "sagemaker")) as stub:
        stub.add_client_error("describe_hyper_parameter_tuning_job", code, "Why.", status)
        with pytest.raises(errors.AwsError) as caught:
            tuning_jobs.describe(connection, "my-job")
    assert type(caught.value) is kind
    assert (caught.value.code, str(caught.value)) == (code, "Why.")


def test_an_unknown_training_job_is_not_found_though_it_is_a_validation_exception(
    connection: Connection,
) -> None:
    with Stubber(client_for(connection, "sagemaker")) as stub:
        stub.add_client_error(
            "describe_hyper_parameter_tuning_job",
            "ValidationException",
            "Requested resource not found.",
            http_status_code=400,
        )
        with pytest.raises(errors.NotFound):
            tuning_jobs.describe(connection, "my-job")


def test_a_create_that_names_something_absent_is_rejected(connection: Connection) -> None:
    with Stubber(client_for(connection, "sagemaker", retries=False)) as stub:
        stub.add_client_error(
            "create_hyper_parameter_tuning_job",
            "ValidationException",
            "The RoleArn does not exist.",
            http_status_code=400,
        )
        with pytest.raises(errors.Rejected) as caught:
            tuning_jobs.create(connection, REQUEST)
    assert [problem.path for problem in caught.value.problems] == ["TrainingJobDefinition.RoleArn"]


def reset(conversation: socket.socket) -> None:
    """Close so that the client sees a reset, not an end."""
    conversation.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))


def fail(conversation: socket.socket) -> None:
    conversation.sendall(b"HTTP/1.1 500 Oh\r\nContent-Length: 0\r\nConnection: close\r\n\r\n")


def babble(conversation: socket.socket) -> None:
    conversation.sendall(
        b'HTTP/1.1 200 OK\r\nContent-Length: 7\r\nConnection: close\r\n\r\n{"Hyper'
    )


def hang_up(conversation: socket.socket) -> None:
    conversation.shutdown(socket.SHUT_RDWR)


@pytest.mark.parametrize("then", [reset, fail, babble, hang_up])
def test_a_create_that_was_read_and_not_answered_is_ambiguous_and_sent_once(
    connection: Connection, server: Server, then: Any
) -> None:
    received = server(then)
    with pytest.raises(errors.Ambiguous):
        tuning_jobs.create(connection, REQUEST)
    assert len(received) == 1


def test_a_create_that_is_not_answered_in_time_is_ambiguous(
    connection: Connection, server: Server, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(client, "READ_TIMEOUT_S", 0.2)
    received = server(lambda _: time.sleep(0.5))
    with pytest.raises(errors.Ambiguous):
        tuning_jobs.create(connection, REQUEST)
    assert len(received) == 1


def test_a_question_is_asked_again(connection: Connection, server: Server) -> None:
    received = server(fail)
    with pytest.raises(errors.Ambiguous):
        tuning_jobs.describe(connection, "my-job")
    assert len(received) == client.ATTEMPTS


def test_nobody_at_the_address_is_unreachable(connection: Connection) -> None:
    with pytest.raises(errors.Unreachable):
        tuning_jobs.create(connection, REQUEST)


def test_a_host_without_an_address_is_unreachable(
    connection: Connection, settings: Settings
) -> None:
    settings.EMBEDDED = {**settings.EMBEDDED, "endpoints": {"": "http://nowhere.invalid"}}
    with pytest.raises(errors.Unreachable):
        tuning_jobs.create(connection, REQUEST)


def test_an_embedded_connection_never_reaches_amazon(
    connection: Connection, settings: Settings
) -> None:
    settings.EMBEDDED = {**settings.EMBEDDED, "endpoints": {"": ""}}
    with pytest.raises(errors.Unreachable, match="not configured"):
        tuning_jobs.create(connection, REQUEST)


def test_an_unknown_profile_is_denied() -> None:
    connection = Connection(kind=Connection.Kind.AWS, region="us-east-2", profile="no-such-profile")
    with pytest.raises(errors.Denied, match="no-such-profile"):
        tuning_jobs.create(connection, REQUEST)


def test_a_request_that_botocore_refuses_is_rejected(connection: Connection) -> None:
    with pytest.raises(errors.Rejected, match="HyperParameterTuningJobConfig"):
        tuning_jobs.create(connection, {"HyperParameterTuningJobName": "my-job"})


SHAPE = "failed to satisfy constraint:"


@pytest.mark.parametrize(
    ("message", "found"),
    [
        (
            (
                "1 validation error detected: Value '0' at 'hyperParameterTuningJobConfig."
                f"resourceLimits.maxParallelTrainingJobs' {SHAPE} Member must have value greater"
                " than or equal to 1"
            ),
            [
                (
                    "HyperParameterTuningJobConfig.ResourceLimits.MaxParallelTrainingJobs",
                    "Member must have value greater than or equal to 1",
                )
            ],
        ),
        (
            (
                f"2 validation errors detected: Value 'a; Value' at 'tags.2.member.key' {SHAPE}"
                f" one; Value 'b' at 'hyperParameterTuningJobName' {SHAPE} two"
            ),
            [("Tags.1.Key", "one"), ("HyperParameterTuningJobName", "two")],
        ),
        (
            (
                "1 validation error detected: Value null at 'trainingJobDefinition.roleArn'"
                f" {SHAPE} Member must not be null"
            ),
            [("TrainingJobDefinition.RoleArn", "Member must not be null")],
        ),
        (
            "Could not assume the role in RoleArn.",
            [("TrainingJobDefinition.RoleArn", "Could not assume the role in RoleArn.")],
        ),
        ("The account is on holiday.", [("", "The account is on holiday.")]),
        (
            "MaxParallelTrainingJobs is above MaxNumberOfTrainingJobs.",
            [("", "MaxParallelTrainingJobs is above MaxNumberOfTrainingJobs.")],
        ),
        ("1 validation error detected: nonsense", [("", "1 validation error detected: nonsense")]),
        ("", [("", "")]),
    ],
)
def test_a_message_is_placed_at_the_members_that_it_names(
    message: str, found: list[tuple[str, str]]
) -> None:
    problems = messages.problems(message, "ValidationException")
    assert [(problem.path, problem.message) for problem in problems] == found


def test_a_member_that_is_not_known_keeps_the_whole_sentence() -> None:
    text = f"Value '1' at 'newMember.of.tomorrow' {SHAPE} Member must be blue"
    [problem] = messages.problems(f"1 validation error detected: {text}", "ValidationException")
    assert (problem.path, problem.message) == ("", text)
