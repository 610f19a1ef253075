"""The training jobs that run at once are within the account's quota of their instance type.

Rules P15, L12 of domain-rules.md: what is asked is training jobs at once x instances of each.
What is in use is not known to the rules and counts as none; where several types would do, or a
training plan gives the instances, nothing is checked. Source of the text:
aws/amazon-sagemaker-examples#1543, awslabs/syne-tune#250. Evidence: [L] literal, the product
deduced from the deltas seen there [P].
"""

from collections import Counter
from collections.abc import Iterable, Iterator

from tuningconsole.spec.limits import quota_exceeded
from tuningconsole.spec.problems import Problem
from tuningconsole.spec.reading import Definition, definitions, is_spot, member, whole
from tuningconsole.spec.rules import QUOTA, Context, Request

_PARALLEL = ("HyperParameterTuningJobConfig", "ResourceLimits", "MaxParallelTrainingJobs")
_ALTERNATIVES = (".InstanceConfigs.", ".InstancePreferences.")


def check(request: Request, context: Context) -> Iterable[Problem]:
    """Yield a problem for every instance type of which a definition needs more."""
    parallel = whole(request, *_PARALLEL)
    for definition in definitions(request):
        if parallel and not member(definition.body, "ResourceConfig", "TrainingPlanArn"):
            yield from _definition(definition, parallel, context)


def _definition(definition: Definition, parallel: int, context: Context) -> Iterator[Problem]:
    usage = "spot training job usage" if is_spot(definition) else "training job usage"
    needed: Counter[str] = Counter()
    for found in definition.instances:
        if any(name in found.path for name in _ALTERNATIVES):
            continue
        quota = f"{found.kind} for {usage}"
        limit = context.limits.instances.get(quota)
        needed[quota] += parallel * (found.count or 0)
        if limit is not None and needed[quota] > limit:
            yield Problem(
                f"{found.path}.InstanceType",
                f"Choose another type, fewer instances or fewer training jobs at once: your quota"
                f" of {quota} is {limit}, {needed[quota]} are needed.",
                quota_exceeded(quota, limit, "Instances", used=0, asked=needed[quota]),
                code=QUOTA,
                value=found.kind,
            )
