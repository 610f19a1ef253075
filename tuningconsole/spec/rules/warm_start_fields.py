"""A warm start leaves the rest of the training job definition as it was in its parents.

Rule W8 of domain-rules.md. Source of the list and the text: aws/sagemaker-python-sdk#3693.
Evidence: [L] literal. HyperParameterTuningResourceConfig, which the list does not name, counts as
ResourceConfig: that is our decision [E].
"""

from collections.abc import Iterable

from tuningconsole.spec.problems import Problem
from tuningconsole.spec.rules import Context, Request
from tuningconsole.spec.warm_start.problems import of_kinds


def check(request: Request, context: Context) -> Iterable[Problem]:
    """Yield a problem for every member outside the list that differs from a parent's."""
    return of_kinds(request, context, "fields")
