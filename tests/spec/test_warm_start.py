"""A new tuning job beside its parent: rows, changes, reasons."""

from datetime import UTC, datetime
from typing import Any

import pytest

from tests.spec.requests import ABSENT, ALGORITHM, PARENT, changed, expanded
from tests.spec.rule_cases.case import CATEGORICAL, RANGES, STATIC, D
from tests.spec.rule_cases.warm_start import CRITERIA, IDENTICAL, SAME, THEIRS
from tuningconsole.spec.warm_start import Differences, differences
from tuningconsole.spec.warm_start.settings import Setting

ALGORITHMS = {"trees": ALGORITHM}
SAME_STATIC = {f"{THEIRS}.StaticHyperParameters": {"note": "any text", "seed": "1"}}
"""What the parent had if nothing changed; its depth is the algorithm's default."""


def compared(theirs: dict[str, Any] | None = None, **ours: Any) -> Differences:
    parent = changed(PARENT, theirs or {})
    return differences(expanded(**ours), parent, ALGORITHMS)


def changes(found: Differences) -> dict[str, int]:
    return {row.name: row.changes for row in found.settings if row.changes}


def test_each_hyperparameter_has_a_row_the_new_jobs_first() -> None:
    found = compared({f"{THEIRS}.StaticHyperParameters.old": "1"})
    names = ["note", "seed", "leaves", "rate", "criterion", "depth", "old"]
    assert [row.name for row in found.settings] == names


def test_a_row_says_how_it_was_and_how_it_is() -> None:
    found = compared(**{f"{CATEGORICAL}.Values": ["gini"]})
    rows = {row.name: row for row in found.settings}
    assert rows["note"].was == Setting("Static", "other", f"{STATIC}.note")
    assert rows["criterion"].was is not None
    assert rows["criterion"].was.text == "gini, entropy"
    assert rows["criterion"].now == Setting("Categorical", "gini", CATEGORICAL)
    assert rows["rate"].now is not None
    assert rows["rate"].now.text == "0.1 to 0.9"
    assert rows["depth"].now == Setting("Static", "3")


def test_what_the_service_adds_is_no_hyperparameter() -> None:
    assert "_tuning_objective_metric" not in [row.name for row in compared().settings]


def test_an_unchanged_job_counts_no_change_and_is_fit() -> None:
    found = compared(SAME_STATIC)
    assert (found.changes, found.is_fit, found.reasons) == (0, True, ())


@pytest.mark.parametrize(
    ("theirs", "ours", "counted"),
    [
        ({}, {f"{STATIC}.note": "x"}, {"note": 2}),
        ({}, {f"{STATIC}.depth": "4"}, {"depth": 2}),
        ({}, {f"{RANGES}.IntegerParameterRanges": [], f"{STATIC}.leaves": "5"}, {"leaves": 1}),
        (
            {CRITERIA: [{"Name": "criterion", "Values": ["a", "b", "c"]}]},
            {f"{RANGES}.CategoricalParameterRanges": [], f"{STATIC}.criterion": "gini"},
            {"criterion": 3},
        ),
        ({}, {f"{RANGES}.IntegerParameterRanges.0.MaxValue": "7"}, {}),
        (
            {
                f"{THEIRS}.StaticHyperParameters.leaves": "5",
                "HyperParameterTuningJobConfig.ParameterRanges.IntegerParameterRanges": [],
            },
            {},
            {},
        ),
    ],
    ids=["value", "default", "made-static", "categorical", "range", "made-tunable"],
)
def test_a_change_counts_as_the_guide_counts(
    theirs: dict[str, Any], ours: dict[str, Any], counted: dict[str, int]
) -> None:
    assert changes(compared(SAME_STATIC | theirs, **ours)) == counted


def test_ten_changes_are_taken() -> None:
    theirs = SAME_STATIC | {CRITERIA: [{"Name": "criterion", "Values": [*"abcdefgh"]}]}
    ours = {f"{RANGES}.CategoricalParameterRanges": [], f"{STATIC}.criterion": "gini"}
    found = compared(theirs, **ours, **{f"{STATIC}.note": "x"})
    assert (found.changes, found.is_fit) == (10, True)


def test_data_and_algorithm_have_rows_that_say_whether_they_may_differ() -> None:
    parent = SAME["parents"]["parent"]
    request = expanded(
        **IDENTICAL, **{f"{D}.InputDataConfig.0.DataSource.S3DataSource.S3Uri": "s3://a"}
    )
    found = {row.label: row for row in differences(request, parent, ALGORITHMS).fields}
    data = found["Data of channel training"]
    assert (data.was, data.now, data.is_allowed) == ("s3://bucket/iris", "s3://a", False)
    assert found["Algorithm"].was == found["Algorithm"].now == "trees"
    request["WarmStartConfig"]["WarmStartType"] = "TransferLearning"
    [data] = [row for row in differences(request, parent, ALGORITHMS).fields if row.kind == "data"]
    assert data.is_allowed


def test_an_algorithm_is_the_same_by_its_name_and_by_its_arn() -> None:
    parent = changed(
        SAME["parents"]["parent"],
        {f"{THEIRS}.AlgorithmSpecification.AlgorithmName": ALGORITHM["AlgorithmArn"]},
    )
    parent = changed(parent, SAME_STATIC)
    assert differences(expanded(**IDENTICAL), parent, ALGORITHMS).reasons == ()


def test_the_name_alone_does_not_make_algorithms_of_two_accounts_the_same() -> None:
    theirs = ALGORITHM["AlgorithmArn"].replace("111122223333", "444455556666")
    parent = changed(
        SAME["parents"]["parent"], {f"{THEIRS}.AlgorithmSpecification.AlgorithmName": theirs}
    )
    arn = {f"{D}.AlgorithmSpecification.AlgorithmName": ALGORITHM["AlgorithmArn"]}
    found = differences(expanded(**IDENTICAL, **arn), parent, ALGORITHMS)
    assert [(reason.kind, reason.severity) for reason in found.reasons] == [("data", "warning")]
    assert found.is_fit


def test_a_member_at_its_default_is_as_good_as_absent() -> None:
    theirs = SAME_STATIC | {
        f"{THEIRS}.EnableNetworkIsolation": False,
        f"{THEIRS}.Environment": {},
        f"{THEIRS}.ResourceConfig": {"InstanceType": "ml.m5.xlarge", "InstanceCount": 1},
    }
    found = compared(theirs, **{f"{D}.EnableInterContainerTrafficEncryption": False})
    assert found.reasons == ()
    assert [row.kind for row in found.fields] == ["objective", "algorithm", "data"]


def test_a_member_that_must_not_change_is_shown_with_both_values() -> None:
    found = compared(SAME_STATIC | {f"{THEIRS}.Environment": {"A": "1"}})
    [row] = [row for row in found.fields if row.kind == "fixed"]
    assert (row.label, row.was, row.now) == ("Environment variables", '{"A": "1"}', "")
    assert [reason.path for reason in found.reasons] == [f"{D}.Environment"]


@pytest.mark.parametrize(
    ("created", "is_fit"),
    [
        (datetime(2018, 10, 1, tzinfo=UTC), True),
        (datetime(2018, 9, 30, tzinfo=UTC), False),
        ("2018-09-30T10:00:00+00:00", False),
        ("2026-01-01", True),
        (1538265600, False),
        (1538352000.5, True),
        ("never", True),
        (1e300, True),
        (None, True),
    ],
)
def test_a_parent_is_not_older_than_warm_start(created: Any, is_fit: bool) -> None:
    assert compared(SAME_STATIC | {"CreationTime": created}).is_fit is is_fit


def test_a_half_filled_request_is_not_blamed_for_what_is_missing() -> None:
    found = differences({"TrainingJobDefinitions": [{}]}, PARENT, {})
    assert found.reasons == ()
    assert differences({}, PARENT, {}).reasons == ()


def test_a_reason_says_in_short_why_a_parent_is_unfit() -> None:
    theirs = SAME_STATIC | {
        "HyperParameterTuningJobStatus": "InProgress",
        "CreationTime": datetime(2017, 1, 1, tzinfo=UTC),
        f"{THEIRS}.StaticHyperParameters": {"note": "any text"},
        "HyperParameterTuningJobConfig.HyperParameterTuningJobObjective.MetricName": "loss",
    }
    assert [reason.short for reason in compared(theirs).reasons] == [
        "has not ended",
        "is from before 2018-10-01",
        "has other hyperparameters: seed",
        "has another objective: Maximize loss",
    ]


def test_several_definitions_are_not_compared() -> None:
    theirs = {"TrainingJobDefinition": ABSENT, "TrainingJobDefinitions": [{}, {}]}
    assert [reason.kind for reason in compared(theirs).reasons] == ["definitions"]
    assert compared(**{"TrainingJobDefinitions.1": {}}).settings == ()
