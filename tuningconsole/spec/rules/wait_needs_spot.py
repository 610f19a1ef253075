"""Only spot training waits for capacity.

Rule P8 of domain-rules.md. Source of the text: aws/amazon-sagemaker-examples#869, of
CreateHyperParameterTuningJob; aws/sagemaker-python-sdk#1011. Evidence: [L] literal.
"""

from collections.abc import Iterable

from tuningconsole.spec.problems import Problem
from tuningconsole.spec.reading import definitions, is_spot, whole
from tuningconsole.spec.rules import Context, Request


def check_definitions(request: Request, context: Context) -> Iterable[Problem]:
    """Yield a problem for every definition that has a wait time and no spot training."""
    for definition in definitions(request):
        wait = whole(definition.body, "StoppingCondition", "MaxWaitTimeInSeconds")
        if wait is not None and not is_spot(definition):
            yield Problem(
                f"{definition.path}.StoppingCondition.MaxWaitTimeInSeconds",
                "Leave it empty, or turn spot training on.",
                "Invalid MaxWaitTimeInSeconds. It is only supported when EnableManagedSpotTraining"
                " is set to true",
                value=wait,
            )
