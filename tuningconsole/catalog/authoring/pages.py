"""The four pages, as the AWS console has them.

Order and labels: "Create an Algorithm Resource (Console)" in the SageMaker developer guide
(sagemaker-mkt-create-algo). Everything that CreateAlgorithm's request has is on one of them; what
the AWS console does not offer is entered as JSON.
"""

from tuningconsole.catalog.authoring.declarations import Rows, Specification, Step
from tuningconsole.catalog.authoring.offering import INFERENCE_STEP, VALIDATION_STEP
from tuningconsole.catalog.authoring.training import TRAINING, TUNING

STEPS = (TRAINING, TUNING, INFERENCE_STEP, VALIDATION_STEP)


def step_of(step_id: str) -> Step | None:
    """Return the page of this id."""
    return next((step for step in STEPS if step.id == step_id), None)


def rows_of(step: Step, path: str) -> Rows | None:
    """Return the page's list of this path."""
    for part in step.parts:
        found = part.rows if isinstance(part, Specification) else part
        if isinstance(found, Rows) and found.path == path:
            return found
    return None
