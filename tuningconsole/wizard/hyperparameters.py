"""The one hand-written section: a declared hyperparameter goes to one of four members.

Its answers are kept under its own name, ``TrainingJobDefinitions.0.HyperParameters.depth:min``, so
that nothing typed is lost when it is switched between static and a range.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from tuningconsole.spec import reading, shapes
from tuningconsole.wizard.binding.values import Answers, text

STATIC = "Static"
DEFINITION = ("TrainingJobDefinitions", 0)
RANGED = ("Integer", "Continuous", "Categorical")
PARTS = ("kind", "value", "min", "max", "scaling", "values")


@dataclass(frozen=True, slots=True)
class Written:
    """A member of the request and the input that it came from; no value: only where it would be."""

    path: tuple[str | int, ...]
    value: Any
    key: str


@dataclass(frozen=True, slots=True)
class Declared:
    """A hyperparameter as the algorithm declares it."""

    prefix: str
    spec: Mapping[str, Any]

    @property
    def name(self) -> str:
        """Its name, which may hold any character."""
        return reading.text(self.spec, "Name")

    @property
    def type(self) -> str:
        """Integer, Continuous, Categorical or FreeText."""
        return reading.text(self.spec, "Type")

    @property
    def is_required(self) -> bool:
        """Whether it must be static or tuned."""
        return bool(self.spec.get("IsRequired"))

    @property
    def is_tunable(self) -> bool:
        """Whether it can be searched; free text never can."""
        return bool(self.spec.get("IsTunable")) and self.type in RANGED

    @property
    def default(self) -> str:
        """The algorithm's default, "" where it has none."""
        return reading.text(self.spec, "DefaultValue")

    @property
    def bounds(self) -> tuple[str, str]:
        """The declared lowest and highest value, "" where there is none."""
        found = reading.structure(self.spec, "Range", f"{self.type}ParameterRangeSpecification")
        return reading.text(found, "MinValue"), reading.text(found, "MaxValue")

    @property
    def values(self) -> list[str]:
        """The declared values of a categorical one."""
        name = "CategoricalParameterRangeSpecification"
        return reading.texts(self.spec, "Range", name, "Values")

    @property
    def scalings(self) -> list[str]:
        """The ways of scaling that its type allows; reverse logarithmic is for continuous ones."""
        if self.type not in {"Integer", "Continuous"}:
            return []
        allowed = shapes.enum("HyperParameterScalingType")
        return [
            item for item in allowed if self.type == "Continuous" or item != "ReverseLogarithmic"
        ]

    def key(self, part: str) -> str:
        """Return the name of one of its inputs."""
        return f"{self.prefix}.{self.name}:{part}"

    def kind(self, answers: Answers) -> str:
        """Return what it is switched to: Static, or its type when it is searched."""
        given = text(answers, self.key("kind"))
        return given if self.is_tunable and given == self.type else STATIC


def declared(prefix: str, algorithm: Mapping[str, Any]) -> list[Declared]:
    """Return the algorithm's hyperparameters in its own order."""
    found = reading.structures(algorithm, "TrainingSpecification", "SupportedHyperParameters")
    return [Declared(prefix, item) for _, item in found if item.get("Name")]


def initial(prefix: str, algorithm: Mapping[str, Any]) -> dict[str, Any]:
    """Return the answers of a new draft: everything static at its default, ranges prefilled."""
    answers: dict[str, Any] = {}
    for item in declared(prefix, algorithm):
        lowest, highest = item.bounds
        answers[item.key("kind")] = STATIC
        answers[item.key("value")] = item.default
        if item.is_tunable and item.type == "Categorical":
            answers[item.key("values")] = item.values
        elif item.is_tunable:
            answers[item.key("min")], answers[item.key("max")] = lowest, highest
            answers[item.key("scaling")] = "Auto"
    return answers


def switched(prefix: str, algorithm: Mapping[str, Any], *, tuned: bool) -> dict[str, str]:
    """Return the answers that make every tunable hyperparameter searched, or all static."""
    return {
        item.key("kind"): item.type if tuned and item.is_tunable else STATIC
        for item in declared(prefix, algorithm)
    }


def categories(answers: Answers, key: str) -> list[str]:
    """Return the values of a categorical range: those ticked, or one a line as typed."""
    found = answers.get(key, [])
    lines = found.splitlines() if isinstance(found, str) else found
    return [line for line in (str(item).strip() for item in lines) if line]


def written(prefix: str, answers: Answers, algorithm: Mapping[str, Any]) -> Iterator[Written]:
    """Yield what the answers put into StaticHyperParameters and HyperParameterRanges."""
    ranges = (*DEFINITION, "HyperParameterRanges")
    static = (*DEFINITION, "StaticHyperParameters")
    yield Written(ranges, None, prefix)
    yield Written(static, None, prefix)
    numbers = dict.fromkeys(RANGED, 0)
    for item in declared(prefix, algorithm):
        kind = item.kind(answers)
        value = text(answers, item.key("value")) or None
        yield Written((*static, item.name), value if kind == STATIC else None, item.key("value"))
        if kind != STATIC:
            path = (*ranges, f"{kind}ParameterRanges", numbers[kind])
            numbers[kind] += 1
            yield from _range(path, item, answers)


def _range(path: tuple[str | int, ...], item: Declared, answers: Answers) -> Iterator[Written]:
    yield Written((*path, "Name"), item.name, item.key("kind"))
    if item.type == "Categorical":
        key = item.key("values")
        yield Written((*path, "Values"), categories(answers, key), key)
        return
    for member, part in (("MinValue", "min"), ("MaxValue", "max"), ("ScalingType", "scaling")):
        key = item.key(part)
        yield Written((*path, member), text(answers, key) or None, key)
