"""A warm start has the hyperparameters of its parents, of the same types.

Rules W4, W5 of domain-rules.md: the names of static and tunable ones together are the same set;
the algorithm's defaults count as given on both sides. Source: the guide's page
automatic-model-tuning-warm-start; text of W4: aws/amazon-sagemaker-examples#861. Evidence: [L]
literal for the names; documented for the types [D], their text is ours [E] (domain-rules.md 1.13).
"""

from collections.abc import Iterable

from tuningconsole.spec.problems import Problem
from tuningconsole.spec.rules import Context, Request
from tuningconsole.spec.warm_start.problems import of_kinds


def check(request: Request, context: Context) -> Iterable[Problem]:
    """Yield a problem for every parent with other hyperparameters."""
    return of_kinds(request, context, "names", "types")
