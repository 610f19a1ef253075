"""A range of numbers has more than one: a hyperparameter with one value is static.

Rule R7 of domain-rules.md. Source: aws/amazon-sagemaker-feedback#195 (equal bounds are refused).
Evidence: [L] users' reports; the text is ours [E] (domain-rules.md 1.13). A page knows the problem
by this rule's name and offers to make the hyperparameter static. One categorical value is taken.
"""

from collections.abc import Iterable

from tuningconsole.spec.problems import Problem
from tuningconsole.spec.ranges import interval
from tuningconsole.spec.reading import definitions, text
from tuningconsole.spec.rules import Context, Request


def check_definitions(request: Request, context: Context) -> Iterable[Problem]:
    """Yield a problem for every range with equal bounds; its value is the one value."""
    for definition in definitions(request):
        for found in definition.ranges:
            low, high = text(found.body, "MinValue"), text(found.body, "MaxValue")
            ends = interval(found.kind, low, high) if found.kind != "Categorical" else None
            if ends is not None and ends[0] == ends[1]:
                yield Problem(
                    f"{found.path}.MaxValue",
                    f"Enter a number above {low}, or make {found.name} static.",
                    f"MinValue [{low}] of hyperparameter {found.name} must be less than MaxValue"
                    f" [{high}].",
                    value=low,
                )
