"""With an image of one's own, a metric definition finds the objective in the log.

Rule O3 of domain-rules.md. Source of the text: aws/amazon-sagemaker-examples#1207,
aws/sagemaker-python-sdk#3932. Evidence: [L] literal.
"""

from collections.abc import Iterable

from tuningconsole.spec.problems import Problem
from tuningconsole.spec.reading import definitions, structures, text
from tuningconsole.spec.rules import Context, Request


def check_definitions(request: Request, context: Context) -> Iterable[Problem]:
    """Yield a problem for every definition with an image and no definition of its objective."""
    for definition in definitions(request):
        objective = text(definition.body, "TuningObjective", "MetricName")
        image = text(definition.body, "AlgorithmSpecification", "TrainingImage")
        found = structures(definition.body, "AlgorithmSpecification", "MetricDefinitions")
        is_own = image and not definition.algorithm_name
        if is_own and objective and objective not in {text(item, "Name") for _, item in found}:
            yield Problem(
                f"{definition.path}.AlgorithmSpecification.MetricDefinitions",
                f"Add a metric definition named {objective}.",
                "A metric is required for this hyperparameter tuning job objective."
                " Provide a metric in the metric definitions.",
            )
