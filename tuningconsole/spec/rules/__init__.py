"""The rules between the fields of a tuning job request, one a file in this folder.

A rule is a module with `check(request, context) -> Iterable[Problem]`, errors and warnings;
nothing registers it. Its docstring names the rule of domain-rules.md, the source and the level of
evidence. Rules read the expanded form (`canonical.expand`), tolerate whatever is missing, and
leave shapes to `constraints`.
"""

import pkgutil
from collections.abc import Callable, Collection, Iterable, Mapping
from dataclasses import dataclass, field, replace
from functools import cache
from importlib import import_module
from typing import Any

from tuningconsole.spec.limits import Limits
from tuningconsole.spec.problems import Problem
from tuningconsole.spec.remembering import Remembering

Request = Mapping[str, Any]
QUOTA = "ResourceLimitExceeded"
"""The code of a broken quota: a real server looks at quotas after everything else."""


@dataclass(frozen=True, slots=True)
class Context:
    """What rules may know besides the request; whatever is missing is not checked.

    Attributes:
        algorithms: AlgorithmName as requests give it, name or ARN -> DescribeAlgorithm's answer.
        parents: tuning job name -> DescribeHyperParameterTuningJob's answer.
        limits: the quotas of the account.
        reserved_tag_prefixes: what a tag's key must not begin with; lower case.
    """

    algorithms: Mapping[str, dict[str, Any]] = field(default_factory=dict)
    parents: Mapping[str, dict[str, Any]] = field(default_factory=dict)
    limits: Limits = field(default_factory=Limits)
    reserved_tag_prefixes: tuple[str, ...] = ("aws:",)


Rule = Callable[[Request, Context], Iterable[Problem]]


def check(
    request: Request, context: Context, *, only_paths: Collection[str] | None = None
) -> list[Problem]:
    """Return what makes SageMaker refuse the request; see `findings`."""
    found = findings(request, context, only_paths=only_paths)
    return [problem for problem in found if problem.severity == "error"]


def findings(
    request: Request, context: Context, *, only_paths: Collection[str] | None = None
) -> list[Problem]:
    """Return every rule's problems and warnings, those of quotas last.

    Args:
        request: the whole request in its expanded form, or as much of it as there is.
        context: what the rules may look up.
        only_paths: keep the problems at or below one of these paths, such as a page's fields.
    """
    read = Remembering(request)
    found = [
        replace(problem, constraint=problem.constraint or name)
        for name, rule in _rules().items()
        for problem in rule(read, context)
        if only_paths is None or _is_below(problem.path, only_paths)
    ]
    return sorted(found, key=lambda problem: problem.code == QUOTA)


def _is_below(path: str, only: Collection[str]) -> bool:
    return any(path == start or path.startswith(f"{start}.") for start in only)


@cache
def _rules() -> Mapping[str, Rule]:
    """Return the rules by the names of their modules, in alphabetical order."""
    names = sorted(module.name for module in pkgutil.iter_modules(__path__))
    return {name: import_module(f"{__name__}.{name}").check for name in names}
