"""A warm start has the objective of its parents.

Rule W3 of domain-rules.md. Source: the guide's page automatic-model-tuning-warm-start. Evidence:
[D] documented; the text is ours [E] (domain-rules.md 1.13).
"""

from collections.abc import Iterable

from tuningconsole.spec.problems import Problem
from tuningconsole.spec.rules import Context, Request
from tuningconsole.spec.warm_start.problems import of_kinds


def check(request: Request, context: Context) -> Iterable[Problem]:
    """Yield a problem for every parent with another objective."""
    return of_kinds(request, context, "objective")
