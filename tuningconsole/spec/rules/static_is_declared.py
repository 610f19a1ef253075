"""A static hyperparameter is one that the algorithm declares, its value of the declared type.

Rules H2, H3, H5 of domain-rules.md. Source and texts: sagemaker-python-sdk 2.257.7
algorithm.py:486, 497. Evidence: [P] the SDK's checks; that the server makes them is our decision
[E] (H8).
"""

from collections.abc import Iterable, Mapping
from typing import Any

from tuningconsole.spec.problems import Problem
from tuningconsole.spec.ranges import number_or_none
from tuningconsole.spec.reading import structure, text, texts, with_algorithms, written
from tuningconsole.spec.rules import Context, Request


def check_definitions(request: Request, context: Context) -> Iterable[Problem]:
    """Yield a problem for every unknown hyperparameter and every value that is not supported."""
    for definition, algorithm in with_algorithms(request, context.algorithms):
        declared = algorithm.hyperparameters
        for name, value in definition.static.items():
            path = f"{definition.path}.StaticHyperParameters.{name}"
            if name not in declared:
                yield Problem(
                    path,
                    f"Remove {name}: the algorithm has no such hyperparameter.",
                    f"Invalid hyperparameter: {name} is not supported by {algorithm.name}",
                    value=value,
                )
            elif isinstance(value, str) and (wanted := _unsupported(value, declared[name])):
                message, supported = wanted
                yield Problem(
                    path,
                    message,
                    f"Invalid value: {value} for hyperparameter {name}. Supported range:"
                    f" {supported}",
                    value=value,
                )


def _unsupported(value: str, declared: Mapping[str, Any]) -> tuple[str, str] | None:
    """Return what to do and what is supported, None if the value is."""
    kind = text(declared, "Type")
    allowed = structure(declared, "Range", f"{kind}ParameterRangeSpecification")
    if kind == "Categorical":
        values = texts(allowed, "Values")
        if not allowed or value in values:
            return None
        return f"Choose one of {written(values)}.", f"[{written(values)}]"
    if kind not in {"Integer", "Continuous"}:
        return None
    least, most = text(allowed, "MinValue"), text(allowed, "MaxValue")
    low, high = number_or_none(kind, least), number_or_none(kind, most)
    given = number_or_none(kind, value)
    is_bounded = low is not None and high is not None
    if given is not None and (low is None or high is None or low <= given <= high):
        return None
    noun = "a whole number" if kind == "Integer" else "a number"
    return f"Enter {noun}{f' from {least} to {most}' if is_bounded else ''}.", _shown(
        kind, least, most
    )


def _shown(kind: str, least: str, most: str) -> str:
    return f"[{least}, {most}]" if least and most else kind
