"""The number of queries of Describe, List and Search, which does not grow with the rows."""

from typing import Any

import pytest

from tests.engine.calls import Calls
from tests.engine.operations.counting import queries
from tests.engine.operations.store import store, training_job, tuning_job

OF = {"HyperParameterTuningJobName": "many-00"}
KEPT = {
    "TrainingJobStatusCounters": {"Completed": 9},
    "ObjectiveStatusCounters": {"Succeeded": 9},
    "TuningJobCompletionDetails": {
        "NumberOfTrainingJobsObjectiveNotImproving": 3,
        "ConvergenceDetectedTime": None,
    },
}
"""As the engine keeps them when a tuning job ends."""
CHILDREN = "ListTrainingJobsForHyperParameterTuningJob"
MINE = {"Filters": [{"Name": "TrainingJobName", "Operator": "Contains", "Value": "many-"}]}
ASKED: list[tuple[str, dict[str, Any], int]] = [
    ("DescribeTrainingJob", {"TrainingJobName": "many-00-001"}, 2),
    ("DescribeHyperParameterTuningJob", OF, 4),
    ("DescribeHyperParameterTuningJob", {"HyperParameterTuningJobName": "many-kept"}, 2),
    ("ListHyperParameterTuningJobs", {"NameContains": "many-"}, 2),
    ("ListTrainingJobs", {"NameContains": "many-"}, 1),
    (CHILDREN, OF, 2),
    (CHILDREN, OF | {"SortBy": "FinalObjectiveMetricValue"}, 2),
    ("ListAlgorithms", {}, 1),
    ("ListModels", {}, 1),
    ("Search", {"Resource": "TrainingJob", "SearchExpression": MINE}, 5),
]
"""Operation, request, and its queries; of Search one sets the longest time that others may take."""


@pytest.fixture(scope="module")
def many(calls: Calls) -> Calls:
    names = [f"many-{number:02}" for number in range(20)]
    store(
        calls.stack,
        TuningJob=[*map(tuning_job, names), tuning_job("many-kept", counters=KEPT)],
        TrainingJob=[
            training_job(
                f"{name}-{number:03}",
                parent=name,
                number=number,
                metrics={"score": 1.0},
                objective_value=1.0,
                objective_status="Succeeded",
            )
            for name in names
            for number in range(1, 21 if name == "many-00" else 2)
        ],
    )
    return calls


@pytest.mark.parametrize("size", [1, 100])
def test_the_queries_are_as_many_for_one_row_as_for_many(many: Calls, size: int) -> None:
    asked = [
        (operation, request | ({} if operation.startswith("Describe") else {"MaxResults": size}))
        for operation, request, _ in ASKED
    ]
    found = queries(many.stack, asked)
    expected = [number for _, _, number in ASKED]
    assert dict(enumerate(found)) == dict(enumerate(expected))
