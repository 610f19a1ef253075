"""The hyperparameters of a tuning job beside those of its parent."""

from collections.abc import Mapping
from dataclasses import dataclass

from tuningconsole.spec.described import OBJECTIVE_HYPERPARAMETER
from tuningconsole.spec.reading import (
    Algorithm,
    Definition,
    Range,
    Structure,
    member,
    text,
    written,
)

STATIC, AUTOTUNE = "Static", "Autotune"


@dataclass(frozen=True, slots=True)
class Setting:
    """How a job has a hyperparameter.

    Attributes:
        kind: Static, Autotune, or the type of its range: Integer, Continuous, Categorical.
        text: the value, or the range, such as "1 to 10, Logarithmic" or "gini, entropy".
        path: where the request says it; "" for an algorithm's default.
        values: how many values a categorical range has, else 1.
    """

    kind: str
    text: str
    path: str = ""
    values: int = 1

    @property
    def is_static(self) -> bool:
        """Whether it has one value."""
        return self.kind == STATIC


@dataclass(frozen=True, slots=True)
class SettingRow:
    """A hyperparameter: how it was in the parent and how it is now, None where it is not."""

    name: str
    was: Setting | None
    now: Setting | None

    @property
    def changes(self) -> int:
        """How many changes it counts as: W6 of domain-rules.md, by the guide's examples.

        Made static: one for each value that a categorical one had, else 1. A changed static
        value: 2. Made tunable, or another range: none.
        """
        if not (self.was and self.now and self.now.is_static):
            return 0
        if not self.was.is_static:
            return self.was.values
        return 2 if self.was.text != self.now.text else 0

    @property
    def is_other_type(self) -> bool:
        """Whether both are ranges, of different types."""
        kinds = {found.kind for found in (self.was, self.now) if found} - {STATIC, AUTOTUNE}
        return len(kinds) > 1


def setting_rows(
    now: Definition,
    now_defaults: Mapping[str, str],
    was: Definition,
    was_defaults: Mapping[str, str],
) -> tuple[SettingRow, ...]:
    """Return a row for every hyperparameter of either, those of the new job first."""
    ours, theirs = _settings(now, now_defaults), _settings(was, was_defaults)
    return tuple(
        SettingRow(name, theirs.get(name), ours.get(name))
        for name in dict.fromkeys([*ours, *theirs])
    )


def defaults_of(
    definition: Definition, algorithms: Mapping[str, Structure], fallback: Structure
) -> dict[str, str]:
    """Return the defaults of the definition's algorithm.

    Args:
        definition: the definition; a Describe answer gives its algorithm's ARN.
        algorithms: AlgorithmName as requests give it, name or ARN -> DescribeAlgorithm's answer.
        fallback: the definition whose algorithm is taken for one that is not known.
    """
    wanted = definition.algorithm_name
    by_arn = {text(found, "AlgorithmArn"): found for found in algorithms.values()}
    found = algorithms.get(wanted) or by_arn.get(wanted)
    if found is None:
        other = text(fallback, "AlgorithmSpecification", "AlgorithmName")
        found = algorithms.get(other, {})
    return {
        name: text(declared, "DefaultValue")
        for name, declared in Algorithm(found).hyperparameters.items()
        if member(declared, "DefaultValue") is not None
    }


def _settings(definition: Definition, defaults: Mapping[str, str]) -> dict[str, Setting]:
    path = f"{definition.path}.StaticHyperParameters"
    given = {
        name: Setting(STATIC, str(value), f"{path}.{name}")
        for name, value in definition.static.items()
        if name != OBJECTIVE_HYPERPARAMETER
    }
    given |= {found.name: _of_range(found) for found in definition.ranges}
    given |= {
        text(item, "Name"): Setting(AUTOTUNE, text(item, "ValueHint"), place)
        for place, item in definition.auto_parameters
    }
    return given | {
        name: Setting(STATIC, value) for name, value in defaults.items() if name not in given
    }


def _of_range(found: Range) -> Setting:
    if found.kind == "Categorical":
        return Setting(found.kind, written(found.values), found.path, len(found.values))
    low, high, scale = (text(found.body, name) for name in ("MinValue", "MaxValue", "ScalingType"))
    return Setting(found.kind, f"{low} to {high}{f', {scale}' if scale else ''}", found.path)
