"""A new tuning job beside one of its warm-start parents: what differs, and what must not.

One reading for everybody: the rules refuse by it, the page draws it. Rules W2-W9 of
domain-rules.md; the guide's page automatic-model-tuning-warm-start; the fields that may change:
aws/sagemaker-python-sdk#3693; the names: aws/amazon-sagemaker-examples#861.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime
from typing import Any, Literal

from tuningconsole.spec import canonical, states
from tuningconsole.spec.described import without_defaults
from tuningconsole.spec.reading import Definition, Structure, definitions, text, written
from tuningconsole.spec.warm_start.fields import FieldRow, field_rows
from tuningconsole.spec.warm_start.settings import SettingRow, defaults_of, setting_rows

PARENTS = ("WarmStartConfig", "ParentHyperParameterTuningJobs")
PARENT_NAME = "HyperParameterTuningJobName"
MOST_CHANGES = 10
EARLIEST = date(2018, 10, 1)
"""Older tuning jobs cannot be parents: HyperParameterTuningJobWarmStartConfig in the model."""

NAMES = (
    "The set of tunable plus static HyperParameter names is not the same across current and parent"
    " tuning jobs. Please ensure this set is constant when warm starting. Note that previously"
    " static HyperParameters can be tuned in warm start jobs and vice versa."
)
FIELDS = (
    "Only the following fields in TrainingJobDefinition are allowed to change:"
    " [algorithmSpecification, inputDataConfig, outputDataConfig, staticHyperParameters, roleArn,"
    " resourceConfig, stoppingCondition, vpcConfig, enableManagedSpotTraining, checkpointConfig]."
)

Kind = Literal[
    "status", "age", "definitions", "objective", "names", "types", "changes", "data", "fields"
]


@dataclass(frozen=True, slots=True)
class Reason:
    """Why the parent and the new job do not go together.

    Attributes:
        kind: which of the rules it is.
        short: for a list of parents, such as "has not ended".
        message: for a person at a form: what to do.
        aws: for an API client.
        path: the member of the request that would have to change; "" where it is the parent.
        severity: as of a Problem.
    """

    kind: Kind
    short: str
    message: str
    aws: str
    path: str = ""
    severity: Literal["error", "warning"] = "error"


@dataclass(frozen=True, slots=True)
class Differences:
    """The parent's and the new job's settings side by side.

    Attributes:
        parent: its name.
        settings: a row for each hyperparameter, the new job's first.
        fields: a row for objective, algorithm, channels and what must stay as it was.
        reasons: what stands against the pair; empty if the parent is fit.
    """

    parent: str
    settings: tuple[SettingRow, ...] = ()
    fields: tuple[FieldRow, ...] = ()
    reasons: tuple[Reason, ...] = ()

    @property
    def changes(self) -> int:
        """How many changes of hyperparameters SageMaker counts, of at most `MOST_CHANGES`."""
        return sum(row.changes for row in self.settings)

    @property
    def is_fit(self) -> bool:
        """Whether nothing stands against the parent."""
        return all(reason.severity == "warning" for reason in self.reasons)


def differences(
    request: Structure, parent: Structure, algorithms: Mapping[str, Structure]
) -> Differences:
    """Compare a request with one of its parents.

    Args:
        request: in its expanded form, or as much of it as there is; what has several training job
            definitions is not compared.
        parent: DescribeHyperParameterTuningJob's answer. What the service adds does not count.
        algorithms: AlgorithmName as requests give it -> DescribeAlgorithm's answer: the defaults
            of hyperparameters count as given.
    """
    name = text(parent, PARENT_NAME)
    reasons = [*_of_parent(name, parent)]
    ours, theirs = _only_definition(request), definitions(canonical.view(parent))
    if len(theirs) > 1:
        reasons.append(_several(name))
    if ours is None or len(theirs) != 1:
        return Differences(name, reasons=tuple(reasons))
    before = Definition(theirs[0].path, _bare(theirs[0]))
    now = Definition(ours.path, _bare(ours))
    settings = setting_rows(
        now, defaults_of(ours, algorithms, {}), before, defaults_of(before, algorithms, ours.body)
    )
    is_identical = text(request, "WarmStartConfig", "WarmStartType") == "IdenticalDataAndAlgorithm"
    fields = field_rows(now, before, is_identical=is_identical)
    found = Differences(name, settings, fields)
    reasons += [*_of_settings(found, has_own=bool(ours.hyperparameters)), *_of_fields(found)]
    return Differences(name, settings, fields, tuple(reasons))


def _only_definition(request: Structure) -> Definition | None:
    found = definitions(request)
    return found[0] if len(found) == 1 else None


def _bare(definition: Definition) -> dict[str, Any]:
    """Return the definition without the members that hold what the service takes anyway."""
    [bare] = without_defaults({"TrainingJobDefinitions": [definition.body]})[
        "TrainingJobDefinitions"
    ]
    return dict(bare)


def _of_parent(name: str, parent: Structure) -> Iterator[Reason]:
    if not states.is_final(text(parent, "HyperParameterTuningJobStatus")):
        yield Reason(
            "status",
            "has not ended",
            f"Wait until {name} has ended, or choose another parent.",
            f"Parent tuning job {name} is not in a terminal state.",
        )
    created = _date(parent.get("CreationTime"))
    if created is not None and created < EARLIEST:
        yield Reason(
            "age",
            f"is from before {EARLIEST}",
            f"Choose a parent that was created on {EARLIEST} or later.",
            f"Parent tuning job {name} was created before {EARLIEST} and cannot be used for warm"
            " start.",
        )


def _several(name: str) -> Reason:
    return Reason(
        "definitions",
        "has several training job definitions",
        "Choose a parent with one training job definition.",
        f"Parent tuning job {name} has several training job definitions, which warm start does not"
        " support.",
    )


def _of_settings(found: Differences, *, has_own: bool) -> Iterator[Reason]:
    different = sorted(row.name for row in found.settings if not (row.was and row.now))
    if different and has_own:
        yield Reason(
            "names",
            f"has other hyperparameters: {written(different)}",
            f"Use the hyperparameters of {found.parent}, static or tunable: {written(different)}"
            " differ.",
            NAMES,
        )
    for row in found.settings:
        if row.was and row.now and row.is_other_type:
            yield Reason(
                "types",
                f"has {row.name} as {row.was.kind}",
                f"Give {row.name} a range of type {row.was.kind}, as in {found.parent}.",
                f"The type of hyperparameter {row.name} differs from parent tuning job"
                f" {found.parent}.",
                f"{row.now.path}.Name",
            )
    if found.changes > MOST_CHANGES:
        yield Reason(
            "changes",
            f"{found.changes} changes, of at most {MOST_CHANGES}",
            f"Leave more hyperparameters as they were in {found.parent}: these are {found.changes}"
            f" changes of at most {MOST_CHANGES}. A changed static value counts 2; a hyperparameter"
            " made static counts 1, or as many as it had values.",
            f"The number of changes, [{found.changes}], exceeds the maximum of {MOST_CHANGES}.",
        )


def _of_fields(found: Differences) -> Iterator[Reason]:
    for row in found.fields:
        if row.is_allowed or row.was == row.now:
            continue
        match row.kind:
            case "objective":
                if row.was and row.now:
                    yield _objective(found.parent, row)
            case "data" | "algorithm":
                yield _data(found.parent, row)
            case _:
                yield _fixed(found.parent, row)


def _data(parent: str, row: FieldRow) -> Reason:
    return Reason(
        "data",
        f"differs: {_small(row.label)}",
        f"Choose transfer learning: {_small(row.label)} was {row.was or 'not there'} in {parent}.",
        "IdenticalDataAndAlgorithm requires the input data and the algorithm of parent tuning job"
        f" {parent}: {row.label} differs.",
        "WarmStartConfig.WarmStartType",
        "error" if row.kind == "data" else "warning",
    )


def _fixed(parent: str, row: FieldRow) -> Reason:
    return Reason(
        "fields",
        f"differs: {_small(row.label)}",
        f"Leave this as it was in {parent}, {row.was or 'empty'}: a warm start does not change it.",
        FIELDS,
        row.path,
    )


def _small(label: str) -> str:
    return label[:1].lower() + label[1:]


def _objective(parent: str, row: FieldRow) -> Reason:
    was, now = (", ".join(side.split(" ", 1)) for side in (row.was, row.now))
    return Reason(
        "objective",
        f"has another objective: {row.was}",
        f"Choose a parent with the objective {row.now}; this one has {row.was}.",
        f"The objective metric of parent tuning job {parent} differs: [{was}] instead of [{now}].",
    )


def _date(value: Any) -> date | None:
    """Return the day of a timestamp: a datetime, seconds since 1970, or ISO 8601 text."""
    try:
        match value:
            case datetime():
                return value.date()
            case bool():
                return None
            case int() | float():
                return datetime.fromtimestamp(value, UTC).date()
            case str():
                return date.fromisoformat(value[:10])
    except (ValueError, OverflowError, OSError):
        return None
    return None
