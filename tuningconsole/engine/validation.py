"""Shape constraints as SageMaker words them: all violations in one error.

Sources of format and texts: domain-rules.md 1.1, each with its own.
"""

from collections.abc import Iterable
from typing import Any

from botocore.model import Shape

from tuningconsole.engine.errors import InvalidParameterError, ServiceError, ValidationError
from tuningconsole.spec import constraints
from tuningconsole.spec.problems import Problem


def check(shape: Shape | None, request: dict[str, Any], *, service: str = "sagemaker") -> None:
    """Return if the request satisfies every constraint of the shape.

    Raises:
        ServiceError: it does not; ValidationException, or Logs' InvalidParameterException.
    """
    problems = constraints.violations(shape, request) if shape else []
    if problems:
        kind: type[ServiceError] = InvalidParameterError if service == "logs" else ValidationError
        raise kind(text(problems))


def text(problems: Iterable[Problem]) -> str:
    """Return AWS's sentence for the violations.

    >>> text([Problem("A.0.Key", "", "Member must have length …", value="x")])
    "1 validation error detected: Value 'x' at 'a.1.member.key' failed to satisfy constraint: …
    """
    found = [
        f"{_value(problem.value)} at '{_path(problem.path)}'"
        f" failed to satisfy constraint: {problem.aws}"
        for problem in problems
    ]
    count = "1 validation error" if len(found) == 1 else f"{len(found)} validation errors"
    return f"{count} detected: {'; '.join(found)}"


def _value(value: Any) -> str:
    return "Value null" if value is None else f"Value '{java(value)}'"


def _path(path: str) -> str:
    """`TrainingJobDefinition.InputDataConfig.0.ChannelName` as AWS spells it."""
    parts = []
    for part in path.split("."):
        if part.isdigit():
            parts += [str(int(part) + 1), "member"]
        else:
            parts.append(part[:1].lower() + part[1:])
    return ".".join(parts)


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
