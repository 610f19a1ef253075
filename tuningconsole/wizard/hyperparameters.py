"""The one hand-written section: a hyperparameter goes to one of five members.

A declared one keeps its answers under its own name, ``….HyperParameters.depth:min``, so that
nothing typed is lost when it is switched between static and a range. One that no algorithm declares
(those of an own training image, or of an imported request) keeps them under the number of its row,
``….OwnHyperParameters.0:name``.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from tuningconsole.spec import reading, shapes
from tuningconsole.spec.paths import without_item
from tuningconsole.wizard.binding.values import Answers, lines, text

STATIC = "Static"
AUTO = "Auto"
DEFINITION = ("TrainingJobDefinitions", 0)
DECLARED = "TrainingJobDefinitions.0.HyperParameters"
OWN = "TrainingJobDefinitions.0.OwnHyperParameters"
RANGED = ("Integer", "Continuous", "Categorical")
PARTS = ("name", "kind", "value", "min", "max", "scaling", "values", "hint")
AUTOTUNE = "Autotune.Mode"


@dataclass(slots=True)
class Written:
    """A member of the request and the input that it came from; no value: only where it would be.

    `problem` says what to do at the input, where a request could not show that it is wrong; members
    are remembered for people of all languages.
    """

    path: tuple[str | int, ...]
    value: Any
    key: str
    problem: str | Promise = ""


@dataclass(frozen=True, slots=True)
class Hyperparameter:
    """A row: what is known of a hyperparameter, and how the names of its inputs begin."""

    slot: str
    spec: Mapping[str, Any]
    is_own: bool = False

    @property
    def name(self) -> str:
        """Its name, which may hold any character."""
        return reading.text(self.spec, "Name")

    @property
    def type(self) -> str:
        """Integer, Continuous, Categorical or FreeText; "" where nothing declares it."""
        return reading.text(self.spec, "Type")

    @property
    def is_required(self) -> bool:
        """Whether it must be static or tuned."""
        return bool(self.spec.get("IsRequired"))

    @property
    def is_tunable(self) -> bool:
        """Whether it can be searched; free text never can."""
        return self.is_own or (bool(self.spec.get("IsTunable")) and self.type in RANGED)

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
        if self.type not in {"Integer", "Continuous", ""}:
            return []
        allowed = shapes.enum("HyperParameterScalingType")
        return [item for item in allowed if self.type != "Integer" or item != "ReverseLogarithmic"]

    def kinds(self, answers: Answers) -> list[str]:
        """Return what it can be switched to."""
        if not self.is_tunable:
            return [STATIC]
        searched = list(RANGED) if self.is_own else [self.type]
        automatic = [AUTO] if text(answers, AUTOTUNE) == "Enabled" else []
        return [STATIC, *searched, *automatic]

    def key(self, part: str) -> str:
        """Return the name of one of its inputs."""
        return f"{self.slot}:{part}"

    def kind(self, answers: Answers) -> str:
        """Return what it is switched to: Static, the type of its range, or Auto."""
        given = text(answers, self.key("kind"))
        return given if given in self.kinds(answers) else STATIC


def declared(algorithm: Mapping[str, Any]) -> list[Hyperparameter]:
    """Return the algorithm's hyperparameters in its own order."""
    found = reading.structures(algorithm, "TrainingSpecification", "SupportedHyperParameters")
    return [
        Hyperparameter(f"{DECLARED}.{item['Name']}", item) for _, item in found if item.get("Name")
    ]


def own(answers: Answers) -> list[Hyperparameter]:
    """Return those that a person has added, in the order of their rows."""
    return [
        Hyperparameter(f"{OWN}.{number}", {"Name": text(answers, f"{OWN}.{number}:name")}, True)
        for number in range(count(answers))
    ]


def every(answers: Answers, algorithm: Mapping[str, Any]) -> list[Hyperparameter]:
    """Return all rows: the declared ones, then those added."""
    return [*declared(algorithm), *own(answers)]


def initial(algorithm: Mapping[str, Any]) -> dict[str, Any]:
    """Return the answers of a new draft: everything static at its default, ranges prefilled."""
    answers: dict[str, Any] = {}
    for item in declared(algorithm):
        lowest, highest = item.bounds
        answers[item.key("kind")] = STATIC
        answers[item.key("value")] = item.default
        if item.is_tunable and item.type == "Categorical":
            answers[item.key("values")] = item.values
        elif item.is_tunable:
            answers[item.key("min")], answers[item.key("max")] = lowest, highest
            answers[item.key("scaling")] = "Auto"
    return answers


def switched(algorithm: Mapping[str, Any], *, tuned: bool) -> dict[str, str]:
    """Return the answers that make every tunable hyperparameter searched, or all static."""
    return {
        item.key("kind"): item.type if tuned and item.is_tunable else STATIC
        for item in declared(algorithm)
    }


def pinned(item: Hyperparameter, answers: Answers) -> dict[str, Any]:
    """Return the answers with the hyperparameter static at the lowest value of its range."""
    value = text(answers, item.key("min"))
    return {**answers, item.key("kind"): STATIC, item.key("value"): value}


def most() -> int:
    """Return how many hyperparameters a request can hold."""
    return int(shapes.shape("HyperParameters").metadata["max"])


def count(answers: Answers) -> int:
    """Return how many rows were added, never more than a request can hold."""
    number = 0
    while number < most() and f"{OWN}.{number}:name" in answers:
        number += 1
    return number


def added(answers: Answers, **parts: Any) -> dict[str, Any]:
    """Return the answers with one row more."""
    given = {"name": "", "kind": STATIC, "scaling": "Auto", **parts}
    number = count(answers)
    row = {f"{OWN}.{number}:{part}": given.get(part, "") for part in PARTS}
    # A full table stays as it is.
    return {**answers, **row} if count({**answers, **row}) > number else dict(answers)


def removed(answers: Answers, number: int) -> dict[str, Any]:
    """Return the answers without the row; those after it move up."""
    return without_item(answers, OWN, number)


def _unsaid(item: Hyperparameter, answers: Answers) -> str | Promise:
    """Return what is wrong with a row that no request can hold."""
    if item.name:
        return _("Enter another name: there is a row of this name.")
    return _("Enter a name.") if _is_filled(item, answers) else ""


def _is_filled(item: Hyperparameter, answers: Answers) -> bool:
    typed = ("value", "min", "max", "hint")
    return any(text(answers, item.key(part)) for part in typed) or bool(
        lines(answers, item.key("values"))
    )


def written(answers: Answers, algorithm: Mapping[str, Any]) -> Iterator[Written]:
    """Yield what the answers put into StaticHyperParameters and HyperParameterRanges."""
    ranges = (*DEFINITION, "HyperParameterRanges")
    static = (*DEFINITION, "StaticHyperParameters")
    yield Written(ranges, None, DECLARED)
    yield Written(static, None, DECLARED)
    numbers = dict.fromkeys((*RANGED, AUTO), 0)
    names: set[str] = set()
    for item in every(answers, algorithm):
        kind = item.kind(answers)
        if not item.name or item.name in names:
            if problem := _unsaid(item, answers):
                yield Written(static, None, item.key("name"), problem)
            continue
        names.add(item.name)
        value = text(answers, item.key("value")) or ("" if item.is_own else None)
        yield Written((*static, item.name), value if kind == STATIC else None, item.key("value"))
        if kind != STATIC:
            path = (*ranges, member_of(kind), numbers[kind])
            numbers[kind] += 1
            yield from _range(path, item, kind, answers)


def member_of(kind: str) -> str:
    """Return the list of ParameterRanges that ranges of this kind stand in."""
    return "AutoParameters" if kind == AUTO else f"{kind}ParameterRanges"


def _range(
    path: tuple[str | int, ...], item: Hyperparameter, kind: str, answers: Answers
) -> Iterator[Written]:
    yield Written((*path, "Name"), item.name, item.key("kind"))
    if kind == "Categorical":
        key = item.key("values")
        yield Written((*path, "Values"), lines(answers, key), key)
        return
    parts = {"ValueHint": "hint"} if kind == AUTO else _ENDS
    for member, part in parts.items():
        key = item.key(part)
        yield Written((*path, member), text(answers, key) or None, key)


_ENDS = {"MinValue": "min", "MaxValue": "max", "ScalingType": "scaling"}


def read(definition: Mapping[str, Any], algorithm: Mapping[str, Any]) -> dict[str, Any]:
    """Return the answers that put the definition's hyperparameters there: `written`'s inverse."""
    known = {item.name: item for item in declared(algorithm)}
    answers = initial(algorithm)
    answers |= {item.key("value"): "" for item in known.values()}
    room = most()
    for name, kind, parts in _settings(definition):
        item = known.get(name)
        is_blank = kind == STATIC and not parts["value"]
        if item is None or is_blank or kind not in (STATIC, item.type, AUTO):
            if not room:
                continue
            room -= 1
            answers = added(answers, name=name, kind=kind, **parts)
        else:
            answers |= {item.key(part): answer for part, answer in parts.items()}
            answers[item.key("kind")] = kind
    return answers


def _settings(definition: Mapping[str, Any]) -> Iterator[tuple[str, str, dict[str, Any]]]:
    """Yield name, kind and inputs of every hyperparameter in a definition."""
    for name, value in reading.structure(definition, "StaticHyperParameters").items():
        yield name, STATIC, {"value": str(value)}
    ranges = reading.structure(definition, "HyperParameterRanges")
    for kind in (*RANGED, AUTO):
        for _number, item in reading.structures(ranges, member_of(kind)):
            if kind == "Categorical":
                parts: dict[str, Any] = {"values": reading.texts(item, "Values")}
            elif kind == AUTO:
                parts = {"hint": reading.text(item, "ValueHint")}
            else:
                parts = {part: reading.text(item, member) for member, part in _ENDS.items()}
            yield reading.text(item, "Name"), kind, parts
