"""A request and an algorithm as rules read them: what is missing or of another type is absent."""

import math
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from botocore.model import StructureShape

from tuningconsole.spec import shapes
from tuningconsole.spec.remembering import once

Structure = Mapping[str, Any]
_STRUCTURES = (dict, Mapping)
"""Asked in this order: an abstract class answers slowly, and almost everything is a dict."""


def member(value: Any, *names: str) -> Any:
    """Return what stands below the names, None where the way does not lead there."""
    for name in names:
        if not isinstance(value, _STRUCTURES):
            return None
        value = value.get(name)
    return value


def structure(value: Any, *names: str) -> Structure:
    """Return the structure or map below the names, an empty one where there is none."""
    found = member(value, *names)
    return found if isinstance(found, _STRUCTURES) else {}


def structures(value: Any, *names: str) -> list[tuple[int, Structure]]:
    """Return the structures of the list below the names, each with its number in the list."""
    found = member(value, *names)
    if not isinstance(found, list | tuple):
        return []
    return [(number, item) for number, item in enumerate(found) if isinstance(item, _STRUCTURES)]


def texts(value: Any, *names: str) -> list[str]:
    """Return the strings of the list below the names."""
    found = member(value, *names)
    return [item for item in found if isinstance(item, str)] if isinstance(found, list) else []


def text(value: Any, *names: str) -> str:
    """Return the string below the names, "" where there is none."""
    found = member(value, *names)
    return found if isinstance(found, str) else ""


def whole(value: Any, *names: str) -> int | None:
    """Return the integer below the names."""
    found = member(value, *names)
    return found if isinstance(found, int) and not isinstance(found, bool) else None


def finite(value: Any) -> float | None:
    """Return the number, None for what is none or has no place in an order or a picture."""
    is_number = isinstance(value, int | float) and math.isfinite(value)
    return float(value) if is_number else None


def repeated(names: list[tuple[str, str]]) -> Iterator[tuple[str, str]]:
    """Yield the (path, name) pairs whose name has stood before, the empty name aside."""
    seen: set[str] = set()
    for path, name in names:
        if name and name in seen:
            yield path, name
        seen.add(name)


def has_autotune(request: Structure) -> bool:
    """Tell whether the service is to choose ranges, limits and strategy itself."""
    return text(request, "Autotune", "Mode") == "Enabled"


def written(items: list[str]) -> str:
    """Return the items as a message lists them."""
    return ", ".join(items)


@dataclass(frozen=True)
class Range:
    """One range of a definition; kind is the type of hyperparameter that the list is for."""

    path: str
    kind: str
    body: Structure

    @cached_property
    def name(self) -> str:
        """The hyperparameter's name."""
        return text(self.body, "Name")

    @cached_property
    def values(self) -> list[str]:
        """The values of a categorical range."""
        return texts(self.body, "Values")


@dataclass(frozen=True, slots=True)
class Instances:
    """What kind of machines a definition asks for, and how many."""

    path: str
    kind: str
    count: int | None


@dataclass(frozen=True)
class Algorithm:
    """An answer of DescribeAlgorithm."""

    body: Structure

    @property
    def name(self) -> str:
        """The name, as the SDK's messages give it."""
        return text(self.body, "AlgorithmName")

    @property
    def arn(self) -> str:
        """The ARN."""
        return text(self.body, "AlgorithmArn")

    @property
    def is_subscription(self) -> bool:
        """Whether it is a product of AWS Marketplace."""
        return bool(text(self.body, "ProductId"))

    @cached_property
    def training(self) -> Structure:
        """What it says on training."""
        return structure(self.body, "TrainingSpecification")

    @cached_property
    def hyperparameters(self) -> dict[str, Structure]:
        """The declared hyperparameters by name."""
        found = structures(self.training, "SupportedHyperParameters")
        return {text(item, "Name"): item for _, item in found}

    @cached_property
    def channels(self) -> dict[str, Structure]:
        """The declared channels by name."""
        return {
            text(item, "Name"): item for _, item in structures(self.training, "TrainingChannels")
        }

    @cached_property
    def objectives(self) -> list[tuple[str, str]]:
        """The declared objective metrics: name, type."""
        found = structures(self.training, "SupportedTuningJobObjectiveMetrics")
        return [(text(item, "MetricName"), text(item, "Type")) for _, item in found]


@dataclass(frozen=True)
class Definition:
    """A training job definition and its path in the request."""

    path: str
    body: Structure

    @cached_property
    def algorithm_name(self) -> str:
        """The algorithm's name or ARN as given."""
        return text(self.body, "AlgorithmSpecification", "AlgorithmName")

    @cached_property
    def static(self) -> Structure:
        """The static hyperparameters."""
        return structure(self.body, "StaticHyperParameters")

    @cached_property
    def ranges(self) -> list[Range]:
        """The ranges of all three lists."""
        return [
            Range(f"{self.path}.HyperParameterRanges.{member_name}.{number}", kind, item)
            for member_name, kind in _RANGE_LISTS.items()
            for number, item in structures(self.body, "HyperParameterRanges", member_name)
        ]

    @cached_property
    def auto_parameters(self) -> list[tuple[str, Structure]]:
        """The hyperparameters left to Autotune, each with its path."""
        return [
            (f"{self.path}.HyperParameterRanges.AutoParameters.{number}", item)
            for number, item in structures(self.body, "HyperParameterRanges", "AutoParameters")
        ]

    @cached_property
    def hyperparameters(self) -> frozenset[str]:
        """The names of all hyperparameters, static, tunable or left to Autotune."""
        tuned = (found.name for found in self.ranges)
        left = (text(item, "Name") for _, item in self.auto_parameters)
        return frozenset({*self.static, *tuned, *left})

    @cached_property
    def channels(self) -> list[tuple[str, Structure]]:
        """The channels, each with its path."""
        return [
            (f"{self.path}.InputDataConfig.{number}", item)
            for number, item in structures(self.body, "InputDataConfig")
        ]

    @cached_property
    def instances(self) -> list[Instances]:
        """The instances, wherever the definition says them."""
        return list(self._instances())

    def _instances(self) -> Iterator[Instances]:
        for name, lists in _INSTANCE_LISTS.items():
            config = structure(self.body, name)
            path, count = f"{self.path}.{name}", whole(config, "InstanceCount")
            if kind := text(config, "InstanceType"):
                yield Instances(path, kind, count)
            for list_name in lists:
                # Preferences may have one count for all of them, beside the list.
                common = count if list_name == "InstancePreferences" else None
                for number, item in structures(config, list_name):
                    if kind := text(item, "InstanceType"):
                        own = whole(item, "InstanceCount")
                        place = f"{path}.{list_name}.{number}"
                        yield Instances(place, kind, common if own is None else own)


def definitions(request: Structure) -> list[Definition]:
    """Return the definitions of a request in its expanded form."""
    return once(
        request,
        "definitions",
        lambda: [
            Definition(f"TrainingJobDefinitions.{number}", item)
            for number, item in structures(request, "TrainingJobDefinitions")
        ],
    )


def with_algorithms(
    request: Structure, algorithms: Mapping[str, Structure]
) -> list[tuple[Definition, Algorithm]]:
    """Return the definitions whose algorithm is known, with it."""
    known = once(
        request,
        ("algorithms", id(algorithms)),
        lambda: {name: Algorithm(found) for name, found in algorithms.items()},
    )
    return [
        (definition, known[definition.algorithm_name])
        for definition in definitions(request)
        if definition.algorithm_name in known
    ]


def _range_lists() -> dict[str, str]:
    found = shapes.shape("ParameterRanges")
    names = found.members if isinstance(found, StructureShape) else ()
    suffix = "ParameterRanges"
    return {name: name.removesuffix(suffix) for name in names if name.endswith(suffix)}


_RANGE_LISTS = _range_lists()
"""IntegerParameterRanges -> Integer, and so on, in the model's order."""
_INSTANCE_LISTS = {
    "ResourceConfig": ("InstanceGroups", "InstancePreferences"),
    "HyperParameterTuningResourceConfig": ("InstanceConfigs",),
}


def input_mode(definition: Definition, path: str, channel: Structure) -> tuple[str, str]:
    """Return (path, mode) of a channel: its own, else the definition's, "" without either."""
    own = text(channel, "InputMode")
    if own:
        return f"{path}.InputMode", own
    common = text(definition.body, "AlgorithmSpecification", "TrainingInputMode")
    return f"{definition.path}.AlgorithmSpecification.TrainingInputMode", common


def is_spot(definition: Definition) -> bool:
    """Tell whether the definition's training jobs run on spare capacity."""
    return member(definition.body, "EnableManagedSpotTraining") is True
