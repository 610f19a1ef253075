"""The rules between the fields of a tuning job request, one a file in this folder.

A rule is a module with `check(request, context) -> Iterable[Problem]`; nothing registers it. Its
docstring names the rule of domain-rules.md, the source and the level of evidence. Rules read the
expanded form (`canonical.expand`), tolerate whatever is missing, and leave shapes to `constraints`.
"""

import pkgutil
from collections.abc import Callable, Collection, Iterable, Mapping
from dataclasses import dataclass, field, replace
from functools import cache
from importlib import import_module
from typing import Any

from tuningconsole.spec.limits import Limits
from tuningconsole.spec.problems import Problem

Request = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Context:
    """What rules may know besides the request; whatever is missing is not checked.

    Attributes:
        algorithms: AlgorithmName as requests give it, name or ARN -> DescribeAlgorithm's answer.
        parents: tuning job name -> DescribeHyperParameterTuningJob's answer.
        limits: the quotas of the account.
    """

    algorithms: Mapping[str, dict[str, Any]] = field(default_factory=dict)
    parents: Mapping[str, dict[str, Any]] = field(default_factory=dict)
    limits: Limits = field(default_factory=Limits)


Rule = Callable[[Request, Context], Iterable[Problem]]


def check(
    request: Request, context: Context, *, only_paths: Collection[str] | None = None
) -> list[Problem]:
    """Return every rule's problems with the request in its expanded form.

    Args:
        request: the whole request, or as much of it as there is.
        context: what the rules may look up.
        only_paths: keep the problems at or below one of these paths, such as a page's fields.
    """
    found = [
        replace(problem, constraint=problem.constraint or name)
        for name, rule in _rules().items()
        for problem in rule(request, context)
    ]
    if only_paths is None:
        return found
    return [problem for problem in found if _is_below(problem.path, only_paths)]


def _is_below(path: str, only: Collection[str]) -> bool:
    return any(path == start or path.startswith(f"{start}.") for start in only)


@cache
def _rules() -> Mapping[str, Rule]:
    """Return the rules by the names of their modules, in alphabetical order."""
    names = sorted(module.name for module in pkgutil.iter_modules(__path__))
    return {name: import_module(f"{__name__}.{name}").check for name in names}
