"""Hyperband stops training jobs itself: early stopping is off.

Table 1.10 of domain-rules.md. Source: TrainingJobEarlyStoppingType in botocore's model ("must be
OFF to use Hyperband"). Evidence: [D] documented; the text is ours [E] (domain-rules.md 1.13).
"""

from collections.abc import Iterable

from tuningconsole.spec.problems import Problem
from tuningconsole.spec.reading import text
from tuningconsole.spec.rules import Context, Request

_CONFIG = "HyperParameterTuningJobConfig"
_EARLY_STOPPING = (_CONFIG, "TrainingJobEarlyStoppingType")


def check(request: Request, context: Context) -> Iterable[Problem]:
    """Yield a problem if both are asked for."""
    asked = text(request, _CONFIG, "Strategy"), text(request, *_EARLY_STOPPING)
    if asked == ("Hyperband", "Auto"):
        yield Problem(
            ".".join(_EARLY_STOPPING),
            "Turn early stopping off: Hyperband stops training jobs itself.",
            "TrainingJobEarlyStoppingType must be Off when Strategy is Hyperband.",
            value="Auto",
        )
