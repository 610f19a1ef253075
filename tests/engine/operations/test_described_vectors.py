"""Describe's answers have the members, and the types, of answers that AWS gave.

The vectors hold a capture's members with their types for values; `also` names what the engine
answers beyond it, and why: each of these is newer than the captures.
"""

import json
from collections.abc import Iterator
from datetime import datetime
from pathlib import Path
from typing import Any

import pytest

from tests.engine.calls import CONFIG, Calls, channel
from tests.engine.operations.test_training_jobs import asked, ended
from tuningconsole.engine.wire import float32

VECTORS = {
    item["name"]: item
    for item in json.loads((Path(__file__).parents[2] / "vectors/described.json").read_text())
}
D = "TrainingJobDefinition"
TYPES = {bool: "boolean", int: "integer", float: "float", datetime: "timestamp", str: "text"}
RANGE = {"MinValue": "1", "MaxValue": "9", "ScalingType": "Linear"}


def members(value: Any, path: str = "") -> Iterator[tuple[str, str]]:
    """Yield every member that has a value, with its type; items of a list are of one kind."""
    if isinstance(value, dict):
        for name, item in value.items():
            yield from members(item, f"{path}.{name}" if path else name)
    elif isinstance(value, list):
        assert value, path
        for item in value:
            yield from members(item, f"{path}[]")
    else:
        yield path, TYPES[type(value)]


def expected(name: str) -> dict[str, str]:
    def leaves(value: Any, path: str) -> Iterator[tuple[str, str]]:
        if isinstance(value, str):
            yield path, value
        for key, item in value.items() if isinstance(value, dict) else ():
            yield from leaves(item, f"{path}.{key}" if path else key)
        for item in value if isinstance(value, list) else ():
            yield from leaves(item, f"{path}[]")

    return dict(leaves(VECTORS[name]["answer"], ""))


def compared(name: str, answer: dict[str, Any]) -> None:
    found = {key: value for key, value in members(answer) if not key.startswith("ResponseMeta")}
    also = VECTORS[name]["also"]
    assert {key: value for key, value in found.items() if key not in also} == expected(name)
    assert set(also) <= set(found)


@pytest.fixture(scope="module")
def request_(calls: Calls) -> dict[str, Any]:
    """A request as the captures' were: an image of its own, a channel, ranges of each type."""
    request = calls.request("")
    program = calls.program("#!/bin/sh\necho 'score=1.5 other=2'\n")
    metrics = [{"Name": x, "Regex": rf"{x}=(\S+)"} for x in ("score", "other")]
    request[D] |= {
        "AlgorithmSpecification": {
            "TrainingImage": program,
            "TrainingInputMode": "File",
            "MetricDefinitions": metrics,
        },
        "InputDataConfig": [
            channel(calls.put("golden/data.csv"), ContentType="text/csv", InputMode="File")
        ],
        "StaticHyperParameters": {"static": "0.5"},
    }
    request[CONFIG] |= {
        "ParameterRanges": {
            "IntegerParameterRanges": [{"Name": "n", **RANGE}],
            "ContinuousParameterRanges": [{"Name": "g", **RANGE}],
            "CategoricalParameterRanges": [{"Name": "c", "Values": ["test"]}],
        },
    }
    return request


def test_a_tuning_job_is_described_as_aws_describes_it(
    calls: Calls, request_: dict[str, Any]
) -> None:
    name = request_["HyperParameterTuningJobName"]
    calls.stack.kill("search")
    try:
        calls.sagemaker.create_hyper_parameter_tuning_job(**request_)
        answer = calls.describe(name)
        compared("a tuning job in progress, before its first training job", answer)
        assert answer["LastModifiedTime"] == answer["CreationTime"]
        assert set(answer["TrainingJobStatusCounters"].values()) == {0}
    finally:
        calls.stack.start_part("search")
    answer = calls.ended(name)
    compared("a tuning job that has completed", answer)
    assert answer["HyperParameterTuningEndTime"] == answer["LastModifiedTime"]
    best = answer["BestTrainingJob"]
    value = best["FinalHyperParameterTuningJobObjectiveMetric"]["Value"]
    assert value == float32(value)
    assert best["TrainingEndTime"].microsecond == best["TrainingStartTime"].microsecond == 0
    metrics = answer[D]["AlgorithmSpecification"]["MetricDefinitions"]
    assert metrics[-1] == {"Name": "ObjectiveMetric", "Regex": metrics[0]["Regex"]}


def test_a_training_job_is_described_as_aws_describes_it(
    calls: Calls, request_: dict[str, Any]
) -> None:
    given = request_[D] | {"HyperParameters": {"static": "0.5"}}
    del given["StaticHyperParameters"], given["InputDataConfig"][0]["InputMode"]
    request = asked(calls, "") | given
    calls.sagemaker.create_training_job(**request)
    answer = ended(calls, request["TrainingJobName"])
    compared("a training job that has completed", answer)
    first, *_, last = answer["SecondaryStatusTransitions"]
    assert first["StartTime"] == answer["CreationTime"]
    assert last["StartTime"] == last["EndTime"] == answer["TrainingEndTime"]
    assert answer["TrainingEndTime"] == answer["LastModifiedTime"]


def test_a_member_that_is_missing_or_of_another_type_is_found() -> None:
    name = "a training job that has completed"
    with pytest.raises(AssertionError):
        compared(name, {"TrainingJobName": "x"})
    assert expected(name)["TrainingTimeInSeconds"] == "integer"
