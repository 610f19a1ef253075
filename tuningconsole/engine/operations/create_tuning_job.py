"""CreateHyperParameterTuningJob: every check that AWS makes before it answers, then one row.

Order of the checks: name, algorithms and parents exist, cross-field rules, what this engine
runs, quota, role, data. Nothing is kept of a request that fails one.
"""

import secrets
from collections.abc import Mapping
from typing import Any

from django.conf import settings
from django.db import IntegrityError, transaction

from tuningconsole.engine import definitions, inputs, resources, roles
from tuningconsole.engine.errors import (
    ResourceInUseError,
    ResourceLimitExceededError,
    ServiceError,
    ValidationError,
)
from tuningconsole.engine.models import LIVE, TuningJob, status_changed
from tuningconsole.engine.operations import algorithms, offered, tags, tuning_jobs
from tuningconsole.engine.operations.registry import RequestContext, operation
from tuningconsole.engine.operations.training_jobs import find_tuning_job
from tuningconsole.engine.search import autotune, wakeup
from tuningconsole.spec import canonical, rules
from tuningconsole.spec.limits import Limits

MAX_SEED = 2**31 - 1
"""What `RandomSeed`, an integer of the service model, can be at most."""


@operation()
def create_hyper_parameter_tuning_job(
    request: dict[str, Any], context: RequestContext
) -> dict[str, Any]:
    """Start a tuning job."""
    name = request["HyperParameterTuningJobName"]
    if TuningJob.objects.named(name).exists():
        raise _taken(name)
    expanded = canonical.expand(request)
    described = _algorithms(expanded, context)
    _check_rules(expanded, described)
    offered.check(expanded)
    expanded = autotune.filled(expanded, described)
    _check_objectives(expanded)
    _check_quota()
    for definition in expanded["TrainingJobDefinitions"]:
        roles.check(definition["RoleArn"])
        inputs.check(definition)
    job = TuningJob(
        name=name,
        arn=resources.tuning_job_arn(name),
        request=request,
        definitions=[
            definitions.resolve(item, described.get(_algorithm_name(item)))
            for item in expanded["TrainingJobDefinitions"]
        ],
        config=definitions.configuration(expanded),
        images=[_image(item, described) for item in expanded["TrainingJobDefinitions"]],
        seed=_seed(request),
        created_at=context.now,
        modified_at=context.now,
    )
    _insert(job, request.get("Tags", ()))
    return {"HyperParameterTuningJobArn": job.arn}


def _insert(job: TuningJob, given_tags: Any) -> None:
    try:
        with transaction.atomic():
            job.save(force_insert=True)
            tags.put(job.arn, given_tags)
            status_changed.send(TuningJob, job=job)
            wakeup.notify()
    except IntegrityError as error:
        raise _taken(job.name) from error


def _taken(name: str) -> ServiceError:
    return ResourceInUseError(
        f"A hyperparameter tuning job with the name, {name}, already exists."
        " Choose a different name."
    )


def _seed(request: Mapping[str, Any]) -> int:
    given = request["HyperParameterTuningJobConfig"].get("RandomSeed")
    return secrets.randbelow(MAX_SEED) if given is None else int(given)


def _algorithm_name(definition: Mapping[str, Any]) -> str:
    return str(definition["AlgorithmSpecification"].get("AlgorithmName", ""))


def _algorithms(expanded: Mapping[str, Any], context: RequestContext) -> dict[str, dict[str, Any]]:
    """Return DescribeAlgorithm's answer for each algorithm that the definitions name."""
    names = {_algorithm_name(item) for item in expanded.get("TrainingJobDefinitions", ())} - {""}
    return {name: algorithms.describe(algorithms.find(name, context)) for name in sorted(names)}


def _image(definition: Mapping[str, Any], described: Mapping[str, dict[str, Any]]) -> str:
    """Return the training image that runs: the definition's own, else its algorithm's."""
    if algorithm := described.get(_algorithm_name(definition)):
        return str(algorithm["TrainingSpecification"]["TrainingImage"])
    return str(definition["AlgorithmSpecification"]["TrainingImage"])


def _check_rules(expanded: dict[str, Any], described: Mapping[str, dict[str, Any]]) -> None:
    parents = expanded.get("WarmStartConfig", {}).get("ParentHyperParameterTuningJobs", ())
    names = [parent.get("HyperParameterTuningJobName", "") for parent in parents]
    context = rules.Context(
        algorithms=described,
        parents={name: tuning_jobs.describe(find_tuning_job(name)) for name in names},
        limits=Limits(**settings.SERVICE_LIMITS),
    )
    if problems := rules.check(expanded, context):
        first = problems[0]
        raise ServiceError(first.aws, code=first.code)


def _check_objectives(expanded: Mapping[str, Any]) -> None:
    """Refuse what Autotune found no metric for; text: domain-rules.md O3."""
    if not all("TuningObjective" in item for item in expanded["TrainingJobDefinitions"]):
        raise ValidationError(
            "A metric is required for this hyperparameter tuning job objective. Provide a metric in"
            " the metric definitions."
        )


def _check_quota() -> None:
    limit = Limits(**settings.SERVICE_LIMITS).max_concurrent_tuning_jobs
    live = TuningJob.objects.filter(status__in=LIVE).count()
    if live >= limit:
        raise ResourceLimitExceededError(
            "The account-level service limit 'Number of concurrent hyperparameter tuning jobs' is"
            f" {limit} Jobs, with current utilization of {live} Jobs and a request delta of 1 Jobs."
            " Please use AWS Service Quotas to request an increase for this quota. If AWS Service"
            " Quotas is not available, contact AWS support to request an increase for this quota."
        )
