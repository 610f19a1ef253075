"""A warm start changes at most 10 times how its parents had their hyperparameters.

Rule W6 of domain-rules.md. Source: the guide's page automatic-model-tuning-warm-start, whose
example counts 2 for a changed static value. Evidence: [D] documented limit; the formula for
everything else, and the text, are ours [E] (domain-rules.md 1.13).
"""

from collections.abc import Iterable

from tuningconsole.spec.problems import Problem
from tuningconsole.spec.rules import Context, Request
from tuningconsole.spec.warm_start.problems import of_kinds


def check(request: Request, context: Context) -> Iterable[Problem]:
    """Yield a problem for every parent from which too much is changed."""
    return of_kinds(request, context, "changes")
