"""Shape constraints as SageMaker words them: all violations in one error.

Sources of format and texts: domain-rules.md 1.1, each with its own.
"""

from collections.abc import Iterable
from typing import Any

from botocore.model import Shape

from tuningconsole.engine.errors import InvalidParameterError, ServiceError, ValidationError
from tuningconsole.spec import constraints, paths
from tuningconsole.spec.problems import Problem


def check(shape: Shape | None, request: dict[str, Any], *, service: str = "sagemaker") -> None:
    """Return if the request satisfies every constraint of the shape.

    Raises:
        ServiceError: it does not; ValidationException, or Logs' InvalidParameterException.
    """
    if shape is None:
        return
    if problems := constraints.violations(shape, request):
        kind: type[ServiceError] = InvalidParameterError if service == "logs" else ValidationError
        raise kind(text(shape, problems))


def text(shape: Shape, problems: Iterable[Problem]) -> str:
    """Return AWS's sentence for the violations of a request of this shape.

    A map is named once, however many of its values are wrong.
    """
    found = dict.fromkeys(
        f"{_value(problem.value)} at '{paths.to_aws(problem.path, shape)}'"
        f" failed to satisfy constraint: {problem.aws}"
        for problem in problems
    )
    count = "1 validation error" if len(found) == 1 else f"{len(found)} validation errors"
    return f"{count} detected: {'; '.join(found)}"


def _value(value: Any) -> str:
    return "Value null" if value is None else f"Value '{java(value)}'"


def java(value: Any) -> str:
    """Return the value as Java prints it: `{k=v, k=v}`, `[a, b]`, `true`."""
    match value:
        case dict():
            return "{" + ", ".join(f"{key}={java(item)}" for key, item in value.items()) + "}"
        case list():
            return "[" + ", ".join(java(item) for item in value) + "]"
        case bool():
            return str(value).lower()
        case _:
            return str(value)
