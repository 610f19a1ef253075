"""The number of training jobs, in all and at once, is given and within the quotas.

Rules T1, L1, L2, L3, L11 of domain-rules.md; training jobs of warm-start parents count. Autotune
may leave the number out, and so may Grid, whose combinations count then. Source: "Resource limits
for automatic model tuning"; text of a quota: aws/amazon-sagemaker-examples#1543. Evidence: [D]
documented figures, literal form of the quota's text [L]; the other texts are ours [E]. More at
once than in all: the console guide advises against it, that the server refuses is our decision.
"""

from collections.abc import Iterable, Iterator

from tuningconsole.spec.limits import MOST_PARALLEL_TRAINING_JOBS, quota_exceeded
from tuningconsole.spec.problems import Problem
from tuningconsole.spec.ranges import grid_size
from tuningconsole.spec.reading import has_autotune, structure, structures, text, whole
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
        if text(request, _CONFIG, "Strategy") == "Grid":
            total = grid_size(request)
        elif not has_autotune(request):
            yield Problem(
                _TOTAL,
                "Enter the maximum number of training jobs.",
                "MaxNumberOfTrainingJobs is required.",
            )
    if total is not None:
        yield from _total(total, _used(request, context), context.limits.max_training_jobs)
    if parallel is not None:
        yield from _parallel(parallel, total, context)


def _total(total: int, used: int, limit: int) -> Iterator[Problem]:
    if used + total > limit:
        spent = f", less the {used} of the warm start parents" if used else ""
        yield Problem(
            _TOTAL,
            f"Make at most {max(limit - used, 0)} training jobs, these are {total}: your quota is"
            f" {limit}{spent}.",
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


def _used(request: Request, context: Context) -> int:
    """Return how many training jobs the parents have made; the context may know other jobs."""
    parents = structures(request, "WarmStartConfig", "ParentHyperParameterTuningJobs")
    names = {text(parent, "HyperParameterTuningJobName") for _, parent in parents}
    return sum(_trained(context.parents.get(name)) for name in names)


def _trained(parent: object) -> int:
    counters = structure(parent, "TrainingJobStatusCounters")
    return sum(value for value in counters.values() if isinstance(value, int))


def _parallel(parallel: int, total: int | None, context: Context) -> Iterator[Problem]:
    limit = min(context.limits.max_parallel_training_jobs, MOST_PARALLEL_TRAINING_JOBS)
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
