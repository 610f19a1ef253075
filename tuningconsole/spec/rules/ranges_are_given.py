"""There is something to tune: at least one range, or Autotune.

Rules R2, T11 of domain-rules.md. Source and text: sagemaker-python-sdk 2.257.7 tuner.py:695.
Evidence: [P] the SDK's check and text.
"""

from collections.abc import Iterable

from tuningconsole.spec.problems import Problem
from tuningconsole.spec.reading import definitions, has_autotune
from tuningconsole.spec.rules import Context, Request


def check(request: Request, context: Context) -> Iterable[Problem]:
    """Yield a problem for every definition without a range."""
    if has_autotune(request):
        return
    for definition in definitions(request):
        if not definition.ranges:
            yield Problem(
                f"{definition.path}.HyperParameterRanges",
                "Tune at least one hyperparameter: give it a range.",
                "Need to specify hyperparameter ranges or set autotune=True.",
            )
