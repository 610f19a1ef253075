"""CreateTrainingJob: a training job of its own, checked as a definition of a tuning job is.

What the two have in common is one code: the request is turned into an expanded request for a
tuning job of one definition, and of the rules for that only those which do not speak of tuning
count. Sources: the documentation of CreateTrainingJobRequest; domain-rules.md 1.5, 1.7, 1.8.
"""

from collections.abc import Iterator, Mapping
from typing import Any

from django.conf import settings
from django.db import IntegrityError, transaction

from tuningconsole.engine import definitions, inputs, resources, roles, validation
from tuningconsole.engine.errors import ResourceInUseError, ServiceError, ValidationError
from tuningconsole.engine.models import TrainingJob
from tuningconsole.engine.operations import algorithms, offered, tags
from tuningconsole.engine.operations.registry import RequestContext, operation
from tuningconsole.engine.search import wakeup
from tuningconsole.spec import rules, shapes, wording
from tuningconsole.spec.limits import Limits
from tuningconsole.spec.problems import Problem

NEEDED = ("AlgorithmSpecification", "ResourceConfig")
"""Not required by the shape, because of serverless jobs, which the engine does not run."""
OF_TUNING_ONLY = frozenset({"environment_size", "hyperparameter_count", "keep_alive"})
"""Rules about members that both requests have, but which say something else here."""
NOT_OFFERED = (
    ("ServerlessJobConfig",),
    ("ModelPackageConfig",),
    ("MlflowConfig",),
    ("SessionChainingConfig",),
    ("DebugRuleConfigurations",),
    ("ProfilerRuleConfigurations",),
    ("ResourceConfig", "KeepAlivePeriodInSeconds"),
    ("AlgorithmSpecification", "ContainerEntrypoint"),
    ("AlgorithmSpecification", "ContainerArguments"),
    ("AlgorithmSpecification", "TrainingImageConfig"),
)
"""What would have to be done and is not: refused, never quietly left out."""
_NOT_IN_DEFINITION = ("TrainingJobName", "HyperParameters", "Tags")
_DEFINITION = "TrainingJobDefinitions.0"


@operation()
def create_training_job(request: dict[str, Any], context: RequestContext) -> dict[str, Any]:
    """Start a training job that is no tuning job's."""
    name = request["TrainingJobName"]
    arn = resources.training_job_arn(name)
    if TrainingJob.objects.filter(arn=arn).exists():
        raise _taken(arn)
    _check_members(request)
    definition = _definition(request)
    algorithm = _algorithm(definition, context)
    _check_rules(definition, request, algorithm)
    roles.check(definition["RoleArn"])
    inputs.check(definition)
    job = TrainingJob(
        name=name,
        arn=arn,
        definition=definitions.resolve(definition, algorithm),
        image=_image(definition, algorithm),
        tuned={},
        created_at=context.now,
        modified_at=context.now,
    )
    try:
        with transaction.atomic():
            job.save(force_insert=True)
            tags.put(arn, request.get("Tags", ()))
            job.enter("Starting", context.now)
            wakeup.notify()
    except IntegrityError as error:
        raise _taken(arn) from error
    return {"TrainingJobArn": arn}


def _taken(arn: str) -> ServiceError:
    return ResourceInUseError(
        "Training job names must be unique within an AWS account and region, and a training job"
        f" with this name already exists ({arn})"
    )


def _check_members(request: Mapping[str, Any]) -> None:
    missing = [
        Problem(name, wording.REQUIRED, wording.AWS_REQUIRED, constraint="required")
        for name in NEEDED
        if name not in request and "ServerlessJobConfig" not in request
    ]
    if missing:
        shape = shapes.service_model().shape_for("CreateTrainingJobRequest")
        raise ValidationError(validation.text(shape, missing))
    for reason in _not_offered(request):
        raise ValidationError(reason)


def _not_offered(request: Mapping[str, Any]) -> Iterator[str]:
    for *above, last in NOT_OFFERED:
        holder: Mapping[str, Any] = request
        for name in above:
            holder = holder.get(name, {})
        if holder.get(last):
            yield f"This engine does not offer {'.'.join([*above, last])}: leave it out."


def _definition(request: Mapping[str, Any]) -> dict[str, Any]:
    """Return the request as a training job definition of a tuning job."""
    result = {name: value for name, value in request.items() if name not in _NOT_IN_DEFINITION}
    result.setdefault("StoppingCondition", {})
    return result | {"StaticHyperParameters": request.get("HyperParameters", {})}


def _algorithm(definition: Mapping[str, Any], context: RequestContext) -> dict[str, Any] | None:
    name = definition["AlgorithmSpecification"].get("AlgorithmName")
    return algorithms.describe(algorithms.find(name, context)) if name else None


def _image(definition: Mapping[str, Any], algorithm: Mapping[str, Any] | None) -> str:
    if algorithm is not None:
        return str(algorithm["TrainingSpecification"]["TrainingImage"])
    return str(definition["AlgorithmSpecification"]["TrainingImage"])


def _check_rules(
    definition: dict[str, Any], request: Mapping[str, Any], algorithm: dict[str, Any] | None
) -> None:
    """Return if the rules for a tuning job's definition allow it, and the engine can run it.

    Raises:
        ServiceError: they do not; the first reason.
    """
    one = {"MaxNumberOfTrainingJobs": 1, "MaxParallelTrainingJobs": 1}
    expanded = {
        "HyperParameterTuningJobConfig": {"Strategy": "Random", "ResourceLimits": one},
        "TrainingJobDefinitions": [definition],
        "Tags": request.get("Tags", []),
    }
    name = definition["AlgorithmSpecification"].get("AlgorithmName", "")
    context = rules.Context(
        algorithms={name: algorithm} if algorithm else {}, limits=Limits(**settings.SERVICE_LIMITS)
    )
    paths = ["Tags", *(f"{_DEFINITION}.{member}" for member in definition)]
    for problem in rules.check(expanded, context, only_paths=paths):
        if problem.constraint not in OF_TUNING_ONLY:
            raise ServiceError(problem.aws, code=problem.code)
    offered.check(expanded)
