"""What is to be tuned is a hyperparameter that the algorithm declares tunable, of its type.

Rule R4 of domain-rules.md. Source: the guide's page sagemaker-mkt-create-algo;
awsdocs/amazon-sagemaker-developer-guide#90 (the server refuses). Evidence: [D] documented; the
texts are ours [E] (domain-rules.md 1.13), the first the SDK's (algorithm.py:486).
"""

from collections.abc import Iterable, Mapping
from typing import Any

from tuningconsole.spec.problems import Problem
from tuningconsole.spec.reading import Algorithm, member, text, with_algorithms
from tuningconsole.spec.rules import Context, Request


def check_definitions(request: Request, context: Context) -> Iterable[Problem]:
    """Yield a problem for every unknown, untunable or differently typed one, Autotune's too."""
    for definition, algorithm in with_algorithms(request, context.algorithms):
        declared = algorithm.hyperparameters
        places = [(found.path, found.name, found.kind) for found in definition.ranges]
        places += [(path, text(item, "Name"), "") for path, item in definition.auto_parameters]
        for path, name, kind in places:
            if problem := _check(f"{path}.Name", name, kind, declared.get(name), algorithm):
                yield problem


def _check(
    path: str, name: str, given: str, declared: Mapping[str, Any] | None, algorithm: Algorithm
) -> Problem | None:
    if declared is None:
        return Problem(
            path,
            f"Remove {name}: the algorithm has no such hyperparameter.",
            f"Invalid hyperparameter: {name} is not supported by {algorithm.name}",
            value=name,
        )
    kind = text(declared, "Type")
    if member(declared, "IsTunable") is not True or kind == "FreeText":
        return Problem(
            path,
            f"Make {name} static: the algorithm does not let it be tuned.",
            f"Hyperparameter {name} is not tunable by {algorithm.name}.",
            value=name,
        )
    if given and kind != given:
        return Problem(
            path,
            f"Give {name} a range of type {kind}.",
            f"Hyperparameter {name} is of type {kind}, but an {given} range was provided.",
            value=name,
        )
    return None
