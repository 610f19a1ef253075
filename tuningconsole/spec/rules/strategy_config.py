"""Hyperband's settings have effect with Hyperband only.

Table 1.10 of domain-rules.md. Source: HyperParameterTuningJobStrategyConfig in botocore's model
("only supported for the Hyperband selection"); terraform-provider-aws's acceptance test sends them
with Bayesian, and the service takes it. Evidence: [D] documented, contradicted by code that runs
against AWS [P]: so a warning.
"""

from collections.abc import Iterable

from tuningconsole.spec.problems import Problem
from tuningconsole.spec.reading import member, text
from tuningconsole.spec.rules import Context, Request

_CONFIG = "HyperParameterTuningJobConfig"
_HYPERBAND = (_CONFIG, "StrategyConfig", "HyperbandStrategyConfig")


def check(request: Request, context: Context) -> Iterable[Problem]:
    """Yield a warning if another strategy has them."""
    strategy = text(request, _CONFIG, "Strategy")
    if strategy and strategy != "Hyperband" and member(request, *_HYPERBAND) is not None:
        yield Problem(
            ".".join(_HYPERBAND),
            f"Remove Hyperband's settings: {strategy} does not use them.",
            "HyperbandStrategyConfig is only supported when Strategy is Hyperband.",
            severity="warning",
        )
