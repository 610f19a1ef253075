"""boto3 in an environment of its own against the embedded stack: pages, waiter, errors."""

from typing import Any

import pytest

from tests.conformance.clients import Clients

pytestmark = [pytest.mark.stack, pytest.mark.slow]


@pytest.fixture(scope="module")
def listed(clients: Clients, account: dict[str, str]) -> Any:
    data = f"s3://{account['bucket']}/samples/iris"
    return clients.boto3("boto3_lists.py", data, account["role"], account["bucket"])


@pytest.fixture(scope="module")
def refused(clients: Clients, account: dict[str, str], listed: Any) -> Any:
    [taken, _] = listed["statuses"]
    return clients.boto3("boto3_errors.py", taken, account["role"], account["bucket"])


def test_two_jobs_of_boto3_complete_beside_each_other(listed: Any) -> None:
    assert listed["statuses"] == {"paged-1": "Completed", "paged-2": "Completed"}
    assert listed["completed"] == {"paged-1": 3, "paged-2": 3}
    assert listed["status"] == "Completed"


def test_the_best_value_is_the_one_that_the_log_shows(listed: Any) -> None:
    assert listed["said"][-1] == pytest.approx(listed["best"], abs=1e-6)


@pytest.mark.parametrize(
    ("operation", "rows"),
    [
        ("list_hyper_parameter_tuning_jobs", 2),
        ("list_training_jobs", 6),
        ("list_training_jobs_for_hyper_parameter_tuning_job", 3),
        ("list_models", 3),
        ("search", 6),
        ("describe_log_streams", 3),
    ],
)
def test_a_paginator_gives_every_row_once(operation: str, rows: int, listed: Any) -> None:
    found = listed["pages"][operation]
    assert found == {"sizes": [1] * rows, "same": True, "rest": rows - 1}


@pytest.mark.parametrize("operation", ["list_algorithms", "filter_log_events"])
def test_a_paginator_of_what_others_add_to_gives_the_same_in_small_pages(
    operation: str, listed: Any
) -> None:
    found = listed["pages"][operation]
    assert found["same"]
    assert found["sizes"] == [1] * (found["rest"] + 1)
    assert len(found["sizes"]) > 1


def test_as_many_tags_as_a_resource_may_have_are_one_page(listed: Any) -> None:
    assert listed["tags"] == [50]


@pytest.mark.parametrize(
    ("asked", "kind", "code"),
    [
        ("taken", "ResourceInUse", "ResourceInUse"),
        ("case", "ResourceInUse", "ResourceInUse"),
        ("quota", "ResourceLimitExceeded", "ResourceLimitExceeded"),
        ("tuning", "ResourceNotFound", "ResourceNotFound"),
        ("stream", "ResourceNotFoundException", "ResourceNotFoundException"),
        ("long", "ClientError", "ValidationException"),
        ("enum", "ClientError", "ValidationException"),
        ("stop", "ClientError", "ValidationException"),
        ("training", "ClientError", "ValidationException"),
        ("algorithm", "ClientError", "ValidationException"),
        ("model", "ClientError", "ValidationException"),
        ("absent", "ClientError", "UnsupportedOperationException"),
    ],
)
def test_a_refusal_is_the_class_and_the_code_that_aws_gives(
    asked: str, kind: str, code: str, refused: Any
) -> None:
    found = refused[asked]
    assert (found["classes"][0], found["code"], found["http"]) == (kind, code, 400)


@pytest.mark.parametrize(
    ("asked", "words"),
    [
        ("taken", "A hyperparameter tuning job with the name, paged-1, already exists."),
        ("tuning", "Amazon SageMaker can't find a tuning job called never-made."),
        ("training", "Requested resource not found."),
        ("algorithm", "does not exist"),
        ("stop", "already"),
        ("quota", "Number of concurrent training jobs per hyperparameter tuning job"),
        ("enum", "Value 'Guess' at 'hyperParameterTuningJobConfig.strategy'"),
        ("long", "Member must have length less than or equal to 32"),
    ],
)
def test_a_refusals_text_is_awss(asked: str, words: str, refused: Any) -> None:
    assert words in refused[asked]["message"]


def test_the_error_is_caught_by_the_clients_own_class(refused: Any) -> None:
    assert refused["caught"] == refused["taken"]["message"]


def test_what_botocore_checks_itself_is_never_sent(refused: Any) -> None:
    assert refused["client"]["classes"][0] == "ParamValidationError"
    assert refused["client"]["http"] is None


def test_the_waiter_fails_on_a_job_that_was_never_made(refused: Any) -> None:
    assert refused["waiter"]["classes"][0] == "WaiterError"
    assert refused["waiter"]["code"] == "ValidationException"


def test_a_stranger_is_refused(refused: Any) -> None:
    assert (refused["key"]["code"], refused["key"]["http"]) == ("UnrecognizedClientException", 403)
