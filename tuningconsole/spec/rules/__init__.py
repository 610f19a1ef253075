"""The rules between the fields of a tuning job request, one a file in this folder.

A rule is a module with `check(request, context) -> Iterable[Problem]`, errors and warnings;
nothing registers it. One that judges each definition by itself and by its algorithm alone calls it
`check_definitions`: what it has found in a definition holds until that definition changes. Its
docstring names the rule of domain-rules.md, the source and the level of evidence. Rules read the
expanded form (`canonical.expand`), tolerate whatever is missing, and leave shapes to `constraints`.
"""

import pkgutil
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from functools import cache
from importlib import import_module
from typing import Any

from tuningconsole.spec.limits import Limits
from tuningconsole.spec.problems import Problem
from tuningconsole.spec.remembering import Remembering

Request = Mapping[str, Any]
Algorithms = Mapping[str, dict[str, Any]]
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

    algorithms: Algorithms = field(default_factory=dict)
    parents: Mapping[str, dict[str, Any]] = field(default_factory=dict)
    limits: Limits = field(default_factory=Limits)
    reserved_tag_prefixes: tuple[str, ...] = ("aws:",)


@dataclass(frozen=True, slots=True)
class Finding:
    """A problem, and the name of the rule that has found it."""

    rule: str
    problem: Problem


Rule = Callable[[Request, Context], Iterable[Problem]]
_OF_REQUEST = "check"
_OF_DEFINITIONS = "check_definitions"
"""The function of a rule that judges each definition by itself and by its algorithm alone."""
_CHECKS = (_OF_REQUEST, _OF_DEFINITIONS)


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
    found = (one for check_name in _CHECKS for one in _found(check_name, read, context))
    wanted = (one for one in found if only_paths is None or _is_below(one.problem.path, only_paths))
    return in_order(wanted)


def of_definition(definition: Mapping[str, Any], algorithms: Algorithms) -> list[Finding]:
    """Return what those rules find that judge a definition by itself and by its algorithm.

    Paths are those of the only definition of a request.
    """
    alone = Remembering({"TrainingJobDefinitions": [definition]})
    return list(_found(_OF_DEFINITIONS, alone, Context(algorithms)))


def of_request(request: Request, context: Context) -> list[Finding]:
    """Return what all other rules find."""
    return list(_found(_OF_REQUEST, Remembering(request), context))


def in_order(found: Iterable[Finding]) -> list[Problem]:
    """Return the problems by the names of their rules, those of quotas last."""
    ordered = sorted(found, key=lambda one: (one.problem.code == QUOTA, one.rule))
    return [one.problem for one in ordered]


def _found(check_name: str, request: Request, context: Context) -> Iterator[Finding]:
    for name, rule in _rules(check_name).items():
        for problem in rule(request, context):
            yield Finding(name, replace(problem, constraint=problem.constraint or name))


def _is_below(path: str, only: Collection[str]) -> bool:
    return any(path == start or path.startswith(f"{start}.") for start in only)


@cache
def _rules(check_name: str) -> Mapping[str, Rule]:
    """Return the rules that have this function, by the names of their modules."""
    modules = {name: import_module(f"{__name__}.{name}") for name in names()}
    return {
        name: getattr(module, check_name)
        for name, module in modules.items()
        if hasattr(module, check_name)
    }


def names() -> list[str]:
    """Return the names of all rules in alphabetical order."""
    return sorted(module.name for module in pkgutil.iter_modules(__path__))
