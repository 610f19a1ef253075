"""A hyperparameter left to Autotune is told once, its example value of its type.

Rule T11 of domain-rules.md. Source: AutoParameter in botocore's model. Evidence: [D] documented
that it takes a name and an example value; refusals and texts are ours [E]. Whether it can be tuned
is left to range_is_tunable.
"""

from collections.abc import Iterable, Iterator

from tuningconsole.spec.problems import Problem
from tuningconsole.spec.ranges import is_number
from tuningconsole.spec.reading import (
    Algorithm,
    Definition,
    definitions,
    has_autotune,
    repeated,
    text,
    with_algorithms,
)
from tuningconsole.spec.rules import Context, Request

_WANTED = {"Integer": "a whole number", "Continuous": "a number"}


def check(request: Request, context: Context) -> Iterable[Problem]:
    """Yield a problem for every one told twice, a warning if nothing reads them."""
    for definition in definitions(request):
        if definition.auto_parameters and not has_autotune(request):
            yield Problem(
                f"{definition.path}.HyperParameterRanges.AutoParameters",
                "Turn Autotune on, or give these hyperparameters ranges.",
                "AutoParameters are only used when Autotune is enabled.",
                severity="warning",
            )
        yield from _told_twice(definition)
    for definition, algorithm in with_algorithms(request, context.algorithms):
        yield from _hints(definition, algorithm)


def _told_twice(definition: Definition) -> Iterator[Problem]:
    elsewhere = {*definition.static, *(found.name for found in definition.ranges)}
    names = [(f"{path}.Name", text(item, "Name")) for path, item in definition.auto_parameters]
    twice = [*repeated(names), *(each for each in names if each[1] in elsewhere)]
    for path, name in dict.fromkeys(twice):
        yield Problem(
            path,
            f"Say {name} once: as static, with a range, or left to Autotune.",
            f"Hyperparameter {name} is given more than once.",
            value=name,
        )


def _hints(definition: Definition, algorithm: Algorithm) -> Iterator[Problem]:
    declared = algorithm.hyperparameters
    for path, item in definition.auto_parameters:
        name, hint = text(item, "Name"), text(item, "ValueHint")
        kind = text(declared.get(name), "Type")
        if hint and kind in _WANTED and not is_number(kind, hint):
            yield Problem(
                f"{path}.ValueHint",
                f"Enter {_WANTED[kind]}.",
                f"ValueHint [{hint}] of hyperparameter {name} is not a valid {kind.lower()} value.",
                value=hint,
            )
