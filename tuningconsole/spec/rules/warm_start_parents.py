"""The parents of a warm start are named once, have ended, are not too old, and have one definition.

Rules W2, W9, T5 of domain-rules.md. Source: the guide's page automatic-model-tuning-warm-start;
ParentHyperParameterTuningJobs in botocore's model (2018-10-01); sagemaker-python-sdk's integration
test asserts the refusal. Evidence: [D] documented; the texts are ours [E] (domain-rules.md 1.13).
"""

from collections.abc import Iterable

from tuningconsole.spec.problems import Problem
from tuningconsole.spec.reading import repeated
from tuningconsole.spec.rules import Context, Request
from tuningconsole.spec.warm_start.problems import named_parents, of_kinds


def check(request: Request, context: Context) -> Iterable[Problem]:
    """Yield a problem for every parent that cannot be one."""
    for path, name in repeated(named_parents(request)):
        yield Problem(
            path,
            f"Choose another parent: {name} is chosen above.",
            f"Duplicate parent tuning job: {name}.",
            value=name,
        )
    yield from of_kinds(request, context, "status", "age", "definitions")
