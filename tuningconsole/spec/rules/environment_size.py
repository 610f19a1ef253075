"""All definitions together have no more environment variables than one may have.

Rule T9 of domain-rules.md. Source: HyperParameterTrainingJobDefinition$Environment in botocore's
model ("the sum ... for all the training job definitions can't exceed the maximum number"); of one
definition the shape's maximum is enough. Evidence: [D] documented; the text is ours [E].
"""

from collections.abc import Iterable

from tuningconsole.spec import shapes
from tuningconsole.spec.problems import Problem
from tuningconsole.spec.reading import definitions, structure
from tuningconsole.spec.rules import Context, Request

_MOST: int = shapes.shape("HyperParameterTrainingJobEnvironmentMap").metadata["max"]


def check(request: Request, context: Context) -> Iterable[Problem]:
    """Yield a problem at the definition whose variables are too many after those before it."""
    counts = [
        (item.path, len(structure(item.body, "Environment"))) for item in definitions(request)
    ]
    total = sum(count for _, count in counts)
    if len(counts) < 2 or total <= _MOST:
        return
    used = 0
    for path, count in counts:
        used += count
        if used > _MOST:
            yield Problem(
                f"{path}.Environment",
                f"Remove {total - _MOST} environment variables: all training job definitions"
                f" together may have {_MOST}.",
                "The total number of environment variables of all training job definitions,"
                f" [{total}], must not exceed {_MOST}.",
                value=total,
            )
            return
