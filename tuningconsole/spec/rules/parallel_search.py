"""A Bayesian search learns nothing when all training jobs run at once.

Table 1.10 of domain-rules.md. Source: aws/amazon-sagemaker-examples PR#3623 (as many at once as in
all is a random search); the guide's page automatic-model-tuning-considerations. Evidence: [L] a
public report; a warning, its texts are ours [E].
"""

from collections.abc import Iterable

from tuningconsole.spec.problems import Problem
from tuningconsole.spec.reading import structure, text, whole
from tuningconsole.spec.rules import Context, Request

_CONFIG = "HyperParameterTuningJobConfig"


def check(request: Request, context: Context) -> Iterable[Problem]:
    """Yield a warning for a Bayesian search of several training jobs, all at once."""
    given = structure(request, _CONFIG, "ResourceLimits")
    parallel = whole(given, "MaxParallelTrainingJobs")
    total = whole(given, "MaxNumberOfTrainingJobs")
    if text(request, _CONFIG, "Strategy") == "Bayesian" and parallel == total and (total or 0) > 1:
        yield Problem(
            f"{_CONFIG}.ResourceLimits.MaxParallelTrainingJobs",
            "Enter fewer: a Bayesian search learns from training jobs that have ended, so all at"
            " once is a random search.",
            "MaxParallelTrainingJobs equals MaxNumberOfTrainingJobs: a Bayesian search of one round"
            " is a random search.",
            value=parallel,
            severity="warning",
        )
