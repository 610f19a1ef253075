"""The number of training jobs, in all and at once, is given and within the quotas.

Rules T1, L1, L2, L3, L11 of domain-rules.md; training jobs of warm-start parents count. Grid may
leave the number out, and so may Autotune. Source: "Resource limits for automatic model tuning";
text of a quota: aws/amazon-sagemaker-examples#1543. Evidence: [D] documented figures, literal form
of the quota's text [L]; the other texts are ours [E]. More at once than in all: the console guide
advises against it, that the server refuses is our decision.
"""

from collections.abc import Iterable, Iterator

from tuningconsole.spec.limits import quota_exceeded
from tuningconsole.spec.problems import Problem
from tuningconsole.spec.reading import has_autotune, structure, text, whole
from tuningconsole.spec.rules import QUOTA, Context, Request

_CONFIG = "HyperParameterTuningJobConfig"
_LIMITS = f"{_CONFIG}.ResourceLimits"
_TOTAL = f"{_LIMITS}.MaxNumberOfTrainingJobs"
_PARALLEL = f"{_LIMITS}.MaxParallelTrainingJobs"


def check(request: Request, context: Context) -> Iterable[Problem]:
    """Yield a problem for every number that is missing, above its quota, or above the other."""
    given = structure(request, _CONFIG, "ResourceLimits")
    total = whole(given, "MaxNumberOfTrainingJobs")
    parallel = whole(given, "MaxParallelTrainingJobs")
    if total is None:
        if not has_autotune(request) and text(request, _CONFIG, "Strategy") != "Grid":
            yield Problem(
                _TOTAL,
                "Enter the maximum number of training jobs.",
                "MaxNumberOfTrainingJobs is required.",
            )
    else:
        yield from _total(total, context)
    if parallel is not None:
        yield from _parallel(parallel, total, context)


def _total(total: int, context: Context) -> Iterator[Problem]:
    limit = context.limits.max_training_jobs
    used = sum(_trained(parent) for parent in context.parents.values())
    if used + total > limit:
        spent = f", less the {used} of the warm start parents" if used else ""
        yield Problem(
            _TOTAL,
            f"Enter at most {max(limit - used, 0)}: your quota is {limit} training jobs{spent}.",
            quota_exceeded(
                "Number of training jobs per hyperparameter tuning job",
                limit,
                "Jobs",
                used=used,
                asked=total,
            ),
            code=QUOTA,
            value=total,
        )


def _trained(parent: object) -> int:
    counters = structure(parent, "TrainingJobStatusCounters")
    return sum(value for value in counters.values() if isinstance(value, int))


def _parallel(parallel: int, total: int | None, context: Context) -> Iterator[Problem]:
    limit = context.limits.max_parallel_training_jobs
    if parallel > limit:
        yield Problem(
            _PARALLEL,
            f"Enter at most {limit}: that is your quota of concurrent training jobs.",
            quota_exceeded(
                "Number of concurrent training jobs per hyperparameter tuning job",
                limit,
                "Jobs",
                used=0,
                asked=parallel,
            ),
            code=QUOTA,
            value=parallel,
        )
    elif total is not None and parallel > total:
        yield Problem(
            _PARALLEL,
            f"Enter at most {total}, the maximum number of training jobs.",
            f"MaxParallelTrainingJobs [{parallel}] must not exceed MaxNumberOfTrainingJobs"
            f" [{total}].",
            value=parallel,
        )
