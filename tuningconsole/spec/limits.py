"""Service quotas that the service model does not know; the settings can raise the adjustable ones.

Source of all: "Resource limits for automatic model tuning" in the SageMaker developer guide,
docs.aws.amazon.com/sagemaker/latest/dg/automatic-model-tuning-limits.html.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field

MOST_PARALLEL_TRAINING_JOBS = 100
"""What AWS raises that quota to at most."""


@dataclass(frozen=True, slots=True)
class Limits:
    """How much of something one request or one account may have; every figure is included."""

    max_training_jobs: int = 750
    """Training jobs per tuning job, warm-start parents' counted. 500 in guides before 2022-07."""
    max_parallel_training_jobs: int = 10
    """Concurrent training jobs per tuning job; AWS raises it to 100 on request."""
    max_concurrent_tuning_jobs: int = 100
    """Tuning jobs in progress per account and Region; not adjustable."""
    max_tunable_hyperparameters: int = 30
    """Hyperparameters that one training job definition can search."""
    max_hyperparameters: int = 100
    """Static and tunable ones together, the service's `_tuning_objective_metric` included."""
    max_hyperband_resource: int = 20_000
    """Epochs, or what else the training jobs of Hyperband count."""
    max_advised_metrics: int = 20
    """Metric definitions of an image, by the limits page; the service model allows 40."""
    instances: Mapping[str, int] = field(default_factory=dict)
    """Instances in use at once, by the quota's name in Service Quotas, such as "ml.m5.large for
    training job usage"; what is not there is not known."""


def quota_exceeded(quota: str, limit: int, unit: str, *, used: int, asked: int) -> str:
    """Return the service's text for ResourceLimitExceeded.

    Source: aws/amazon-sagemaker-examples#1543, with an instance quota and the unit "Instances".
    """
    return (
        f"The account-level service limit '{quota}' is {limit} {unit}, with current utilization of"
        f" {used} {unit} and a request delta of {asked} {unit}. Please use AWS Service Quotas to"
        " request an increase for this quota. If AWS Service Quotas is not available, contact AWS"
        " support to request an increase for this quota."
    )
