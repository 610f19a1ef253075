"""What a tuning job is for and has beside its hyperparameters, next to the same of its parent."""

import json
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any, Literal

from botocore.model import StructureShape

from tuningconsole.spec import shapes
from tuningconsole.spec.reading import Definition, Structure, member, structure, text

_MAY_CHANGE = frozenset(
    {
        "AlgorithmSpecification",
        "InputDataConfig",
        "OutputDataConfig",
        "StaticHyperParameters",
        "RoleArn",
        "ResourceConfig",
        "StoppingCondition",
        "VpcConfig",
        "EnableManagedSpotTraining",
        "CheckpointConfig",
    }
)
"""Source: the service's message in aws/sagemaker-python-sdk#3693."""
_ELSEWHERE = frozenset(
    {"TuningObjective", "HyperParameterRanges", "HyperParameterTuningResourceConfig"}
)
"""The first two are no members of a single definition; the last says what ResourceConfig does."""
_LABELS = {
    "DefinitionName": "Name of the training job definition",
    "EnableInterContainerTrafficEncryption": "Encryption between containers",
    "EnableNetworkIsolation": "Network isolation",
    "Environment": "Environment variables",
    "RetryStrategy": "Retry",
}


@dataclass(frozen=True, slots=True)
class FieldRow:
    """A part of the definition: how it was in the parent and how it is now, "" for not at all.

    Attributes:
        kind: what it is; "fixed" is what no warm start changes.
        label: for a person.
        path: the member of the request.
        is_allowed: whether the two may differ.
    """

    kind: Literal["objective", "algorithm", "data", "fixed"]
    label: str
    path: str
    was: str
    now: str
    is_allowed: bool = False


def field_rows(now: Definition, was: Definition, *, is_identical: bool) -> tuple[FieldRow, ...]:
    """Return the rows of two definitions without the service's defaults.

    Args:
        now: the new job's.
        was: the parent's.
        is_identical: whether data and algorithm are to be the same.
    """
    return tuple(_rows(now, was, is_identical))


def _rows(now: Definition, was: Definition, is_identical: bool) -> Iterator[FieldRow]:
    yield FieldRow(
        "objective",
        "Objective metric",
        f"{now.path}.TuningObjective",
        _objective(was),
        _objective(now),
    )
    yield FieldRow(
        "algorithm",
        "Algorithm",
        f"{now.path}.AlgorithmSpecification",
        *_algorithms(was, now),
        is_allowed=not is_identical,
    )
    was_sources, now_sources = _sources(was), _sources(now)
    for name in dict.fromkeys([*now_sources, *was_sources]):
        yield FieldRow(
            "data",
            f"Data of channel {name}",
            f"{now.path}.InputDataConfig",
            was_sources.get(name, ""),
            now_sources.get(name, ""),
            is_allowed=not is_identical,
        )
    for name in _FIXED:
        before, after = (_shown(member(side.body, name)) for side in (was, now))
        if before or after:
            yield FieldRow("fixed", _LABELS.get(name, name), f"{now.path}.{name}", before, after)


def _objective(definition: Definition) -> str:
    found = structure(definition.body, "TuningObjective")
    name = text(found, "MetricName")
    return f"{text(found, 'Type')} {name}" if name else ""


def _algorithms(was: Definition, now: Definition) -> tuple[str, str]:
    """Return both algorithms or images, alike where one says the name and the other the ARN."""
    names = [
        side.algorithm_name or text(side.body, "AlgorithmSpecification", "TrainingImage")
        for side in (was, now)
    ]
    is_same = names[0].rpartition("/")[2] == names[1].rpartition("/")[2]
    is_short = any("/" not in name for name in names)
    if was.algorithm_name and now.algorithm_name and is_same and is_short:
        names[0] = names[1]
    return names[0], names[1]


def _sources(definition: Definition) -> dict[str, str]:
    return {
        text(channel, "ChannelName"): _source(structure(channel, "DataSource"))
        for _, channel in definition.channels
    }


def _source(found: Structure) -> str:
    """Return the S3 location alone where that is all there is, else the whole source."""
    s3 = structure(found, "S3DataSource")
    is_plain = set(found) == {"S3DataSource"} and set(s3) <= {"S3Uri", "S3DataType"}
    if is_plain and text(s3, "S3DataType") in {"", "S3Prefix"}:
        return text(s3, "S3Uri")
    return _shown(found)


def _shown(value: Any) -> str:
    if not value:
        return ""
    if value is True:
        return "on"
    return value if isinstance(value, str) else json.dumps(value, sort_keys=True, default=str)


def _fixed() -> tuple[str, ...]:
    found = shapes.shape("HyperParameterTrainingJobDefinition")
    names = found.members if isinstance(found, StructureShape) else ()
    return tuple(name for name in names if name not in _MAY_CHANGE | _ELSEWHERE)


_FIXED = _fixed()
