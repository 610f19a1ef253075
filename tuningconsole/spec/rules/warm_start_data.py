"""A warm start from identical data and algorithm has the data and the algorithm of its parents.

Rule W7 of domain-rules.md. Source: WarmStartType in botocore's model, which allows a new version of
the algorithm "unless the changes in the new version do not affect the algorithm itself": another
algorithm or image is a warning. Evidence: [D] documented; the text is ours [E].
"""

from collections.abc import Iterable

from tuningconsole.spec.problems import Problem
from tuningconsole.spec.rules import Context, Request
from tuningconsole.spec.warm_start.problems import of_kinds


def check(request: Request, context: Context) -> Iterable[Problem]:
    """Yield a problem for every channel with other data, a warning for another algorithm."""
    return of_kinds(request, context, "data")
