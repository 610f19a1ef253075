"""Metric definitions of an AWS Marketplace algorithm are the seller's.

Rule O4 of domain-rules.md. Source of the text: a public code comment on
CreateHyperParameterTuningJob; for SageMaker's own algorithms awslabs/mlspace
backend/test/training_job/test_create_training_job.py:282. Evidence: [L] literal, its variant for
Marketplace put together from the two. Own algorithm resources: unknown, so accepted.
"""

from collections.abc import Iterable

from tuningconsole.spec.problems import Problem
from tuningconsole.spec.reading import structures, with_algorithms
from tuningconsole.spec.rules import Context, Request


def check(request: Request, context: Context) -> Iterable[Problem]:
    """Yield a problem for every definition that brings metrics for a subscribed algorithm."""
    for definition, algorithm in with_algorithms(request, context.algorithms):
        given = structures(definition.body, "AlgorithmSpecification", "MetricDefinitions")
        if given and algorithm.is_subscription:
            yield Problem(
                f"{definition.path}.AlgorithmSpecification.MetricDefinitions",
                "Remove the metric definitions: the algorithm brings its own.",
                "You can't override the metric definitions for AWS Marketplace algorithms."
                " Please retry the request without specifying metric definitions.",
            )
