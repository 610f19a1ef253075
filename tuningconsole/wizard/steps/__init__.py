"""The wizard's pages in their order. Declarations only; `binding` makes forms of them.

The pages of a training job definition stand between the job's own two. The first definition's role
and network are on the job's first page, as in the AWS console; another definition has a page for
them.
"""

from django.utils.translation import gettext_noop

from tuningconsole.wizard.binding.declarations import Part, Step
from tuningconsole.wizard.steps import access, hyperparameters, job, resources
from tuningconsole.wizard.steps.data import DATA
from tuningconsole.wizard.steps.limits import LIMITS

JOB = Step(
    "job",
    "Define job settings",
    (job.WARM_START, job.SETTINGS, access.ROLE, access.NETWORK, job.SEARCH),
)
ACCESS = Step("access", "Choose role and network", (access.ROLE, access.NETWORK))
ALGORITHM = Step(
    "hyperparameters",
    "Configure algorithm and hyperparameters",
    (
        hyperparameters.ALGORITHM,
        hyperparameters.METRICS,
        hyperparameters.OBJECTIVE,
        hyperparameters.TABLE,
        hyperparameters.ENVIRONMENT,
        access.SECURITY,
    ),
)
OF_FIRST: tuple[Step, ...] = (ALGORITHM, DATA, resources.STEP)
"""The pages of the first definition."""
OF_OTHERS: tuple[Step, ...] = (ACCESS, *OF_FIRST)
"""The pages of each other definition."""
REVIEW = "review"
REVIEW_TITLE = gettext_noop("Review and create")

ALGORITHM_NAME = hyperparameters.ALGORITHM_NAME
SOURCE = hyperparameters.SOURCE
NAME = "HyperParameterTuningJobName"
ROLE = "TrainingJobDefinitions.0.RoleArn"

OF_JOB: tuple[Part, ...] = (job.WARM_START, job.SETTINGS, job.SEARCH, *LIMITS.parts)
"""The parts that a tuning job has once."""
OF_DEFINITION: tuple[Part, ...] = tuple(part for step in OF_OTHERS for part in step.parts)
"""The parts that each definition has."""

NOT_IN_WIZARD = {
    "HyperParameterTuningJobConfig.HyperParameterTuningJobObjective": "sent by the definition",
    "HyperParameterTuningJobConfig.ParameterRanges": "sent by the definition",
    "TrainingJobDefinition": "the singular form, made by `canonical.collapse`",
    "TrainingJobDefinitions.*.ResourceConfig.KeepAlivePeriodInSeconds": "tuning jobs keep warm "
    "pools themselves, and take no wish (domain-rules.md P5)",
    "TrainingJobDefinitions.*.ResourceConfig.SelectedInstanceCount": "only in answers: what was "
    "taken of the preferences (botocore's documentation)",
    "TrainingJobDefinitions.*.ResourceConfig.SelectedInstanceType": "only in answers: what was "
    "taken of the preferences (botocore's documentation)",
}
"""Subtree that no step binds -> why. A test holds that nothing is forgotten."""
