"""A warm start has the hyperparameters of its parents, of the same types.

Rules W4, W5 of domain-rules.md: the names of static and tunable ones together are the same set;
the algorithm's defaults count as given on both sides. Source: the guide's page
automatic-model-tuning-warm-start; text of W4: aws/amazon-sagemaker-examples#861. Evidence: [L]
literal for the names; documented for the types [D], their text is ours [E] (domain-rules.md 1.13).
"""

from collections.abc import Iterable, Mapping
from typing import Any

from tuningconsole.spec import canonical
from tuningconsole.spec.described import OBJECTIVE_HYPERPARAMETER
from tuningconsole.spec.problems import Problem
from tuningconsole.spec.reading import (
    Definition,
    definitions,
    member,
    structures,
    text,
    with_algorithms,
    written,
)
from tuningconsole.spec.rules import Context, Request

_PARENTS = ("WarmStartConfig", "ParentHyperParameterTuningJobs")
_NAME = "HyperParameterTuningJobName"
_OWN = frozenset({OBJECTIVE_HYPERPARAMETER})
"""What the service adds to the static ones of a job that it describes."""


def check(request: Request, context: Context) -> Iterable[Problem]:
    """Yield a problem for every parent with other hyperparameters."""
    ours = definitions(request)
    if len(ours) != 1:
        return
    defaults = _defaults(request, context)
    for number, item in structures(request, *_PARENTS):
        name = text(item, _NAME)
        theirs = definitions(canonical.expand(dict(context.parents.get(name, {}))))
        if len(theirs) == 1:
            path = f"{'.'.join(_PARENTS)}.{number}.{_NAME}"
            yield from _compare(path, name, ours[0], theirs[0], defaults)


def _defaults(request: Mapping[str, Any], context: Context) -> frozenset[str]:
    return frozenset(
        name
        for _, algorithm in with_algorithms(request, context.algorithms)
        for name, declared in algorithm.hyperparameters.items()
        if member(declared, "DefaultValue") is not None
    )


def _compare(
    path: str, parent: str, ours: Definition, theirs: Definition, defaults: frozenset[str]
) -> Iterable[Problem]:
    different = (_names(ours) | defaults) ^ (_names(theirs) | defaults)
    if different:
        yield Problem(
            path,
            f"Use the hyperparameters of {parent}, static or tunable: {written(sorted(different))}"
            " differ.",
            "The set of tunable plus static HyperParameter names is not the same across current"
            " and parent tuning jobs. Please ensure this set is constant when warm starting. Note"
            " that previously static HyperParameters can be tuned in warm start jobs and vice"
            " versa.",
            value=parent,
        )
    kinds = {found.name: found.kind for found in theirs.ranges}
    for found in ours.ranges:
        if kinds.get(found.name, found.kind) != found.kind:
            yield Problem(
                f"{found.path}.Name",
                f"Give {found.name} a range of type {kinds[found.name]}, as in {parent}.",
                f"The type of hyperparameter {found.name} differs from parent tuning job {parent}.",
                value=found.name,
            )


def _names(definition: Definition) -> frozenset[str]:
    return frozenset({*definition.static, *(found.name for found in definition.ranges)}) - _OWN
