"""The lists, member by member of their input shapes: each changes the answer, and to what."""

from collections.abc import Mapping
from typing import Any

import pytest
from botocore import xform_name

from tests.engine.calls import SPECIFICATION, Calls, refused
from tests.engine.operations.store import at, store, training_job, tuning_job
from tuningconsole.spec import shapes

ARN = "arn:aws:sagemaker:us-east-2:123456789012"
PLAN = f"{ARN}:training-plan/a-plan-that-nobody-has-bought"
DESCENDING = {"SortOrder": "Descending"}
Case = tuple[dict[str, Any], list[str]]

ASKED: dict[str, tuple[str, dict[str, Any], list[str]]] = {
    "ListHyperParameterTuningJobs": (
        "HyperParameterTuningJobSummaries.HyperParameterTuningJobName",
        {"NameContains": "lt-"},
        ["lt-a", "lt-b", "lt-c"],
    ),
    "ListTrainingJobs": (
        "TrainingJobSummaries.TrainingJobName",
        {"NameContains": "own-l"},
        ["own-l-b", "own-l-a", "own-l-c"],
    ),
    "ListTrainingJobsForHyperParameterTuningJob": (
        "TrainingJobSummaries.TrainingJobName",
        {"HyperParameterTuningJobName": "lt-b"},
        ["lt-b-001", "lt-b-002", "lt-b-003"],
    ),
    "ListAlgorithms": (
        "AlgorithmSummaryList.AlgorithmName",
        {"NameContains": "al-"},
        ["al-b", "al-a", "al-c"],
    ),
    "ListModels": (
        "Models.ModelName",
        {"NameContains": "mo-"},
        ["mo-c", "mo-a", "mo-b"],
    ),
    "ListTags": (
        "Tags.Key",
        {"ResourceArn": f"{ARN}:hyper-parameter-tuning-job/lt-b"},
        [f"k{number:02}" for number in range(50)],
    ),
}
"""Operation -> where the names are in its answer, what is asked first, and the names answered."""


CHANGES: dict[str, dict[str, Case]] = {
    "ListHyperParameterTuningJobs": {
        "NameContains": ({"NameContains": "LT-B"}, ["lt-b"]),
        "SortBy": ({"SortBy": "CreationTime"}, ["lt-b", "lt-a", "lt-c"]),
        "SortOrder": (DESCENDING, ["lt-c", "lt-b", "lt-a"]),
        "MaxResults": ({"MaxResults": 1}, ["lt-a"]),
        "CreationTimeAfter": ({"CreationTimeAfter": at(5)}, ["lt-a", "lt-c"]),
        "CreationTimeBefore": ({"CreationTimeBefore": at(15)}, ["lt-a", "lt-b"]),
        "LastModifiedTimeAfter": ({"LastModifiedTimeAfter": at(25)}, ["lt-b", "lt-c"]),
        "LastModifiedTimeBefore": ({"LastModifiedTimeBefore": at(35)}, ["lt-a", "lt-b"]),
        "StatusEquals": ({"StatusEquals": "Failed"}, ["lt-a"]),
    },
    "ListTrainingJobs": {
        "NameContains": ({"NameContains": "OWN-L-B"}, ["own-l-b"]),
        "SortBy": ({"SortBy": "Name"}, ["own-l-a", "own-l-b", "own-l-c"]),
        "SortOrder": (DESCENDING, ["own-l-c", "own-l-a", "own-l-b"]),
        "MaxResults": ({"MaxResults": 1}, ["own-l-b"]),
        "CreationTimeAfter": ({"CreationTimeAfter": at(5)}, ["own-l-a", "own-l-c"]),
        "CreationTimeBefore": ({"CreationTimeBefore": at(15)}, ["own-l-b", "own-l-a"]),
        "LastModifiedTimeAfter": ({"LastModifiedTimeAfter": at(25)}, ["own-l-b", "own-l-c"]),
        "LastModifiedTimeBefore": ({"LastModifiedTimeBefore": at(35)}, ["own-l-b", "own-l-a"]),
        "StatusEquals": ({"StatusEquals": "Failed"}, ["own-l-a"]),
        "WarmPoolStatusEquals": ({"WarmPoolStatusEquals": "Available"}, []),
        "TrainingPlanArnEquals": ({"TrainingPlanArnEquals": PLAN}, []),
    },
    "ListTrainingJobsForHyperParameterTuningJob": {
        "HyperParameterTuningJobName": ({"HyperParameterTuningJobName": "lt-a"}, ["lt-a-001"]),
        "SortBy": ({"SortBy": "FinalObjectiveMetricValue"}, ["lt-b-003", "lt-b-001"]),
        "SortOrder": (DESCENDING, ["lt-b-003", "lt-b-002", "lt-b-001"]),
        "MaxResults": ({"MaxResults": 2}, ["lt-b-001", "lt-b-002"]),
        "StatusEquals": ({"StatusEquals": "Failed"}, ["lt-b-002"]),
    },
    "ListAlgorithms": {
        "NameContains": ({"NameContains": "AL-B"}, ["al-b"]),
        "SortBy": ({"SortBy": "Name"}, ["al-a", "al-b", "al-c"]),
        "SortOrder": (DESCENDING, ["al-c", "al-a", "al-b"]),
        "MaxResults": ({"MaxResults": 1}, ["al-b"]),
        "CreationTimeAfter": ({"CreationTimeAfter": at(5)}, ["al-a", "al-c"]),
        "CreationTimeBefore": ({"CreationTimeBefore": at(15)}, ["al-b", "al-a"]),
    },
    "ListModels": {
        "NameContains": ({"NameContains": "MO-B"}, ["mo-b"]),
        "SortBy": ({"SortBy": "Name", **DESCENDING}, ["mo-c", "mo-b", "mo-a"]),
        "SortOrder": ({"SortOrder": "Ascending"}, ["mo-b", "mo-a", "mo-c"]),
        "MaxResults": ({"MaxResults": 1}, ["mo-c"]),
        "CreationTimeAfter": ({"CreationTimeAfter": at(5)}, ["mo-c", "mo-a"]),
        "CreationTimeBefore": ({"CreationTimeBefore": at(15)}, ["mo-a", "mo-b"]),
    },
    "ListTags": {
        "ResourceArn": ({"ResourceArn": f"{ARN}:hyper-parameter-tuning-job/lt-a"}, ["other"]),
        "MaxResults": ({"MaxResults": 52}, [f"k{number:02}" for number in range(52)]),
    },
}
"""Operation -> member -> what it is set to, and the names answered then."""


@pytest.fixture(scope="module")
def listed(calls: Calls) -> Calls:
    """An engine with three of everything: b, a and c were made in this order."""
    made, touched = {"b": 0, "a": 10, "c": 20}, {"b": 30, "a": 20, "c": 40}
    statuses = {"b": "Completed", "a": "Failed", "c": "Stopped"}
    jobs = [
        {"created_at": made[x], "modified_at": touched[x], "status": statuses[x]} for x in "bac"
    ]
    children = [("001", "Completed", 0.9), ("002", "Failed", None), ("003", "Stopped", 0.5)]
    store(
        calls.stack,
        TuningJob=[tuning_job(f"lt-{x}", **job) for x, job in zip("bac", jobs, strict=True)],
        TrainingJob=[
            *(training_job(f"own-l-{x}", **job) for x, job in zip("bac", jobs, strict=True)),
            training_job("lt-a-001", parent="lt-a", number=1),
            *(
                training_job(
                    f"lt-b-{number}",
                    parent="lt-b",
                    number=int(number),
                    status=status,
                    objective_value=value,
                    objective_status="Succeeded" if value else "Failed",
                )
                for number, status, value in children
            ),
        ],
        Algorithm=[
            {
                "name": f"al-{x}",
                "account": "123456789012",
                "request": {"AlgorithmName": f"al-{x}", "TrainingSpecification": SPECIFICATION},
                "created_at": made[x],
            }
            for x in "bac"
        ],
        Model=[{"name": f"mo-{x}", "request": {}, "created_at": made[x]} for x in "bac"],
        Tag=[
            *(
                {"resource_arn": f"{ARN}:hyper-parameter-tuning-job/lt-b", "key": f"k{number:02}"}
                for number in range(55)
            ),
            {"resource_arn": f"{ARN}:hyper-parameter-tuning-job/lt-a", "key": "other"},
        ],
    )
    return calls


def asked(calls: Calls, operation: str, **request: Any) -> tuple[list[str], Mapping[str, Any]]:
    """Return the names of the answer, and the answer."""
    answer = getattr(calls.sagemaker, xform_name(operation))(**request)
    items, _, name = ASKED[operation][0].partition(".")
    return [item[name] for item in answer[items]], answer


@pytest.mark.parametrize("operation", ASKED)
def test_every_member_of_the_input_is_proven_to_change_the_answer(operation: str) -> None:
    shape: Any = shapes.operation(operation).input_shape
    assert {*CHANGES[operation], "NextToken"} == set(shape.members)


@pytest.mark.parametrize("operation", ASKED)
def test_a_list_has_its_documented_order_and_size(listed: Calls, operation: str) -> None:
    _, request, names = ASKED[operation]
    assert asked(listed, operation, **request)[0] == names


@pytest.mark.parametrize(
    ("operation", "member"), [(name, member) for name in CHANGES for member in CHANGES[name]]
)
def test_a_member_changes_the_answer(listed: Calls, operation: str, member: str) -> None:
    _, request, names = ASKED[operation]
    change, expected = CHANGES[operation][member]
    assert expected != names
    assert asked(listed, operation, **request | change)[0] == expected


@pytest.mark.parametrize("operation", set(ASKED) - {"ListTags"})
def test_pages_follow_each_other_and_the_last_has_no_token(listed: Calls, operation: str) -> None:
    _, request, names = ASKED[operation]
    found: list[str] = []
    given = request | {"MaxResults": 1}
    for _ in names:
        page, answer = asked(listed, operation, **given)
        assert len(page) == 1
        found += page
        given["NextToken"] = answer.get("NextToken")
    assert found == names
    assert given["NextToken"] is None


def test_the_tags_of_the_second_page_are_the_rest(listed: Calls) -> None:
    _, request, _ = ASKED["ListTags"]
    token = asked(listed, "ListTags", **request)[1]["NextToken"]
    rest, answer = asked(listed, "ListTags", **request, NextToken=token)
    assert (rest, "NextToken" in answer) == ([f"k{number}" for number in range(50, 55)], False)


@pytest.mark.parametrize("operation", set(ASKED) - {"ListTags"})
def test_a_token_is_good_for_its_own_question_only(listed: Calls, operation: str) -> None:
    _, request, _ = ASKED[operation]
    token = asked(listed, operation, **request, MaxResults=1)[1]["NextToken"]
    call = getattr(listed.sagemaker, xform_name(operation))
    bad = ("ValidationException", "The NextToken is not valid for this request.")
    order = {"SortOrder": "Ascending" if operation == "ListModels" else "Descending"}
    assert refused(call, **request, **order, NextToken=token) == bad
    assert refused(call, **request, NextToken=token + "x") == bad
    assert asked(listed, operation, **request, MaxResults=2, NextToken=token)[0]


@pytest.mark.parametrize("operation", ASKED)
@pytest.mark.parametrize("wrong", [0, 101])
def test_a_page_has_its_bounds(listed: Calls, operation: str, wrong: int) -> None:
    _, request, _ = ASKED[operation]
    shape: Any = shapes.operation(operation).input_shape
    bounds = shape.members["MaxResults"].metadata
    call = getattr(listed.sagemaker, xform_name(operation))
    if bounds["min"] <= wrong <= bounds.get("max", wrong):
        assert call(**request, MaxResults=wrong)
        return
    code, message = refused(call, **request, MaxResults=wrong)
    assert code == "ValidationException"
    assert message.startswith(f"1 validation error detected: Value '{wrong}' at 'maxResults'")


def test_training_jobs_are_cut_into_pages_before_their_status_is_looked_at(listed: Calls) -> None:
    given: dict[str, Any] = {"NameContains": "own-l", "StatusEquals": "Stopped", "MaxResults": 1}
    pages: list[list[str]] = []
    while True:
        names, answer = asked(listed, "ListTrainingJobs", **given)
        pages.append(names)
        if "NextToken" not in answer:
            break
        given["NextToken"] = answer["NextToken"]
    assert pages == [[], [], ["own-l-c"]]


@pytest.mark.parametrize("operation", ["ListHyperParameterTuningJobs", "ListTrainingJobs"])
def test_jobs_are_sorted_by_status_too(listed: Calls, operation: str) -> None:
    _, request, names = ASKED[operation]
    stem = names[0][:-1]
    found = asked(listed, operation, **request, SortBy="Status")[0]
    assert found == [f"{stem}b", f"{stem}a", f"{stem}c"]
    assert asked(listed, operation, **request, SortBy="Status", **DESCENDING)[0] == found[::-1]


def test_jobs_without_the_metric_are_left_out_of_that_order_both_ways(listed: Calls) -> None:
    request = {"HyperParameterTuningJobName": "lt-b", "SortBy": "FinalObjectiveMetricValue"}
    operation = "ListTrainingJobsForHyperParameterTuningJob"
    assert asked(listed, operation, **request, **DESCENDING)[0] == ["lt-b-001", "lt-b-003"]
    assert asked(listed, operation, **request, MaxResults=1)[0] == ["lt-b-003"]


def test_a_resource_without_tags_and_one_that_is_not_there_differ(listed: Calls) -> None:
    assert asked(listed, "ListTags", ResourceArn=f"{ARN}:training-job/own-l-a")[0] == []
    gone = f"{ARN}:training-job/gone"
    assert refused(listed.sagemaker.list_tags, ResourceArn=gone) == (
        "ValidationException",
        f"Requested resource not found: {gone}",
    )
