"""What a tuning job asks for, as its pages tell it: every member that AWS's answer has.

What has a place of its own is named as the AWS console names it; the rest stands under
"Other settings" by the names of its members, so that nothing is ever left out.
"""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from django.utils.translation import gettext
from django.utils.translation import gettext_noop as _

from tuningconsole.spec import canonical
from tuningconsole.spec.described import OBJECTIVE_HYPERPARAMETER
from tuningconsole.spec.reading import Definition, definitions, member, structures, text
from tuningconsole.ui import wording

_WORDS = re.compile(r"(?<=[a-z0-9])(?=[A-Z])|(?<=[A-Z])(?=[A-Z][a-z])")
_SAID_ELSEWHERE = {"TuningObjective", "HyperParameterRanges", "StaticHyperParameters"}
_SECONDS = "InSeconds"


@dataclass(frozen=True, slots=True)
class Line:
    """A value with its label; `is_location` when it is worth copying."""

    label: str
    value: str
    is_location: bool = False


@dataclass(frozen=True, slots=True)
class Table:
    """Rows under headings."""

    head: tuple[str, ...]
    rows: Sequence[tuple[str, ...]]


@dataclass(frozen=True, slots=True)
class Block:
    """Lines that belong together."""

    title: str
    lines: list[Line]


@dataclass(frozen=True, slots=True)
class Group:
    """A container of the page."""

    heading: str
    blocks: list[Block] = field(default_factory=list)
    table: Table | None = None
    none: str = ""


_PLACES: tuple[tuple[str, tuple[tuple[str, str], ...]], ...] = (
    (
        _("Algorithm"),
        (
            (_("Definition name"), "DefinitionName"),
            (_("Algorithm"), "AlgorithmSpecification.AlgorithmName"),
            (_("Training image"), "AlgorithmSpecification.TrainingImage"),
            (_("Training input mode"), "AlgorithmSpecification.TrainingInputMode"),
            (_("IAM role"), "RoleArn"),
        ),
    ),
    (
        _("Network"),
        (
            (_("Subnets"), "VpcConfig.Subnets"),
            (_("Security groups"), "VpcConfig.SecurityGroupIds"),
            (_("Network isolation"), "EnableNetworkIsolation"),
            (_("Encryption between containers"), "EnableInterContainerTrafficEncryption"),
        ),
    ),
    (
        _("Output data configuration"),
        (
            (_("S3 output path"), "OutputDataConfig.S3OutputPath"),
            (_("Encryption key"), "OutputDataConfig.KmsKeyId"),
            (_("Compression type"), "OutputDataConfig.CompressionType"),
        ),
    ),
    (
        _("Resource configuration"),
        (
            (_("Instance type"), "ResourceConfig.InstanceType"),
            (_("Instance count"), "ResourceConfig.InstanceCount"),
            (_("Additional volume per instance (GB)"), "ResourceConfig.VolumeSizeInGB"),
            (_("Encryption key"), "ResourceConfig.VolumeKmsKeyId"),
        ),
    ),
    (
        _("Stopping condition and spot training"),
        (
            (_("Maximum runtime of a training job"), "StoppingCondition.MaxRuntimeInSeconds"),
            (_("Maximum wait for spot instances"), "StoppingCondition.MaxWaitTimeInSeconds"),
            (_("Maximum pending time"), "StoppingCondition.MaxPendingTimeInSeconds"),
            (_("Managed spot training"), "EnableManagedSpotTraining"),
            (_("Checkpoint location"), "CheckpointConfig.S3Uri"),
            (_("Local path of checkpoints"), "CheckpointConfig.LocalPath"),
        ),
    ),
)
_CONFIGURATION = (
    (_("Strategy"), "Strategy"),
    (_("Early stopping"), "TrainingJobEarlyStoppingType"),
    (_("Maximum training jobs"), "ResourceLimits.MaxNumberOfTrainingJobs"),
    (_("Maximum parallel training jobs"), "ResourceLimits.MaxParallelTrainingJobs"),
    (_("Maximum runtime of the tuning job"), "ResourceLimits.MaxRuntimeInSeconds"),
    (_("Random seed"), "RandomSeed"),
)
_CHANNEL = (
    (_("S3 location"), "DataSource.S3DataSource.S3Uri"),
    (_("S3 data type"), "DataSource.S3DataSource.S3DataType"),
    (_("S3 data distribution type"), "DataSource.S3DataSource.S3DataDistributionType"),
)
_LABELS = {"OFF": "Off", "AUTO": "Auto"}


def of(answer: Mapping[str, Any]) -> list[Definition]:
    """Return the training job definitions of a description or a request."""
    return definitions(canonical.expand(dict(answer)))


def objective(answer: Mapping[str, Any]) -> dict[str, str]:
    """Return the first definition's objective: MetricName and Type, {} where there is none."""
    found = [item.body.get("TuningObjective") for item in of(answer)]
    return next((dict(item) for item in found if isinstance(item, Mapping)), {})


def groups(definition: Definition) -> list[Group]:
    """Return everything that a training job definition says."""
    body = definition.body
    named = {heading: _lines(body, places) for heading, places in _PLACES}
    said = {path for _heading, places in _PLACES for _label, path in places}
    metrics = [
        (text(item, "Name"), text(item, "Regex"))
        for _path, item in structures(body, "AlgorithmSpecification", "MetricDefinitions")
    ]
    [algorithm, network, *rest] = [
        Group(gettext(name), [Block("", lines)] if lines else []) for name, lines in named.items()
    ]
    return [
        algorithm,
        Group(gettext("Objective metric"), [Block("", _objective_lines(body))]),
        Group(gettext("Hyperparameter ranges"), table=_ranges(definition)),
        Group(gettext("Static hyperparameters"), table=_static(definition)),
        Group(
            gettext("Metric definitions"),
            table=_table((_("Name"), _("Regular expression")), metrics),
        ),
        network,
        Group(gettext("Input data configuration"), list(_channels(definition))),
        *rest,
        *_others(body, said),
    ]


def configuration(answer: Mapping[str, Any]) -> list[Group]:
    """Return the tuning job's own configuration: strategy, limits, warm start."""
    config = answer.get("HyperParameterTuningJobConfig", {})
    said = {path for _label, path in _CONFIGURATION}
    hidden = {*canonical.HOISTED}
    rest = list(_rest({name: value for name, value in config.items() if name not in hidden}, said))
    warm = answer.get("WarmStartConfig", {})
    parents = [
        (text(item, "HyperParameterTuningJobName"),)
        for _path, item in structures(warm, "ParentHyperParameterTuningJobs")
    ]
    found = [
        Group(gettext("Tuning job configuration"), [Block("", _lines(config, _CONFIGURATION))]),
        Group(
            gettext("Warm start"),
            [Block("", [Line(gettext("Warm start type"), _named(text(warm, "WarmStartType")))])]
            if warm
            else [],
            _table((_("Parent hyperparameter tuning job"),), parents),
            none=gettext("The tuning job does not start from earlier ones."),
        ),
    ]
    autotune = text(answer.get("Autotune", {}), "Mode")
    rest += [Line(gettext("Autotune"), autotune)] if autotune else []
    return [*found, Group(gettext("Other settings"), [Block("", rest)])] if rest else found


def _objective_lines(body: Mapping[str, Any]) -> list[Line]:
    found = member(body, "TuningObjective")
    return [
        Line(gettext("Metric"), text(found, "MetricName")),
        Line(gettext("Type"), text(found, "Type")),
    ]


def _lines(body: Mapping[str, Any], places: tuple[tuple[str, str], ...]) -> list[Line]:
    lines = []
    for label, path in places:
        value = member(body, *path.split("."))
        if value not in (None, "", [], {}):
            lines.append(_line(gettext(label), path, value))
    return lines


def _line(label: str, path: str, value: Any) -> Line:
    written = shown(value)
    if path.endswith(_SECONDS) and isinstance(value, int | float):
        written = f"{wording.duration(value)} ({value} s)"
    return Line(label, written, written.startswith(("arn:", "s3://")))


def shown(value: Any) -> str:
    """Return a value as a page writes it."""
    match value:
        case bool():
            return gettext("On") if value else gettext("Off")
        case list():
            return ", ".join(shown(item) for item in value)
        case _:
            return _LABELS.get(str(value), str(value))


def _ranges(definition: Definition) -> Table | None:
    rows = []
    for item in definition.ranges:
        low, high = text(item.body, "MinValue"), text(item.body, "MaxValue")
        extent = ", ".join(item.values) or gettext("{low} to {high}").format(low=low, high=high)
        if item.kind == "Auto":
            said = gettext("Chosen by SageMaker; hint {hint}")
            extent = said.format(hint=text(item.body, "ValueHint"))
        scaling = text(item.body, "ScalingType") or wording.NOTHING
        rows.append((item.name, gettext(item.kind), extent, scaling))
    return _table((_("Name"), _("Type"), _("Range"), _("Scaling type")), rows)


def _static(definition: Definition) -> Table | None:
    return _table((_("Name"), _("Value")), list(static(definition).items()))


def static(definition: Definition) -> dict[str, str]:
    """Return the static hyperparameters that the person set."""
    return {
        name: str(value)
        for name, value in definition.static.items()
        if name != OBJECTIVE_HYPERPARAMETER
    }


def _table(head: tuple[str, ...], rows: Sequence[tuple[str, ...]]) -> Table | None:
    return Table(tuple(map(gettext, head)), rows) if rows else None


def _channels(definition: Definition) -> Iterator[Block]:
    for _path, channel in definition.channels:
        lines = _lines(channel, _CHANNEL)
        said = {"ChannelName", *(path for _label, path in _CHANNEL)}
        yield Block(text(channel, "ChannelName"), [*lines, *_rest(channel, said)])


def _others(body: Mapping[str, Any], said: set[str]) -> Iterator[Group]:
    elsewhere = {*_SAID_ELSEWHERE, "InputDataConfig"}
    # AWS answers with the same resources under both names.
    if body.get("HyperParameterTuningResourceConfig") == body.get("ResourceConfig"):
        elsewhere.add("HyperParameterTuningResourceConfig")
    rest = {name: value for name, value in body.items() if name not in elsewhere}
    lines = list(_rest(rest, {*said, "AlgorithmSpecification.MetricDefinitions"}))
    if lines:
        yield Group(gettext("Other settings"), [Block("", lines)])


def _rest(body: Any, said: set[str], path: str = "", label: str = "") -> Iterator[Line]:
    """Yield a line for every value that no place has, labelled by the names on the way to it."""
    if path in said or body in (None, "", [], {}):
        return
    match body:
        case Mapping():
            for name, value in body.items():
                words = ", ".join(filter(None, (label, _named(name))))
                yield from _rest(value, said, f"{path}.{name}" if path else name, words)
        case list() if any(isinstance(item, Mapping) for item in body):
            for number, item in enumerate(body, start=1):
                yield from _rest(item, said, f"{path}.{number}", f"{label} {number}")
        case _:
            yield _line(label, path, body)


def _named(name: str) -> str:
    """Return a member's name in words: "Max runtime in seconds"."""
    words = _WORDS.split(name)
    return " ".join([words[0], *(word if word.isupper() else word.lower() for word in words[1:])])
