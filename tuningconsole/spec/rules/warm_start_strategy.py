"""Warm start is documented for Bayesian and Random.

Table 1.10 of domain-rules.md. Source: the guide's page automatic-model-tuning-warm-start names
only these two. Evidence: [D] documented by silence: so a warning; the texts are ours [E].
"""

from collections.abc import Iterable

from tuningconsole.spec.problems import Problem
from tuningconsole.spec.reading import member, text
from tuningconsole.spec.rules import Context, Request

_STRATEGY = ("HyperParameterTuningJobConfig", "Strategy")


def check(request: Request, context: Context) -> Iterable[Problem]:
    """Yield a warning for a warm start with another strategy."""
    strategy = text(request, *_STRATEGY)
    if strategy in {"Hyperband", "Grid"} and member(request, "WarmStartConfig") is not None:
        yield Problem(
            ".".join(_STRATEGY),
            f"Choose Bayesian or Random: AWS does not say that {strategy} learns from parents.",
            f"Warm start is not documented for Strategy {strategy}.",
            value=strategy,
            severity="warning",
        )
