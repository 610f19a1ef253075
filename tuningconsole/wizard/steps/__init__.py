"""The wizard's pages in their order. Declarations only; `binding` makes forms of them."""

from tuningconsole.wizard.binding.declarations import Field, Section, Step
from tuningconsole.wizard.steps.data import DATA
from tuningconsole.wizard.steps.hyperparameters import HYPERPARAMETERS
from tuningconsole.wizard.steps.job import JOB
from tuningconsole.wizard.steps.limits import LIMITS
from tuningconsole.wizard.steps.resources import RESOURCES

FLOW: tuple[Step, ...] = (JOB, HYPERPARAMETERS, DATA, RESOURCES, LIMITS)
REVIEW = "review"
REVIEW_TITLE = "Review and create"

ALGORITHM_NAME = "TrainingJobDefinitions.0.AlgorithmSpecification.AlgorithmName"
NAME = "HyperParameterTuningJobName"
ROLE = "TrainingJobDefinitions.0.RoleArn"
FIXED = Section(
    "Algorithm",
    (
        Field(ALGORITHM_NAME, "Algorithm", initial="{algorithm}"),
        Field(
            "TrainingJobDefinitions.0.AlgorithmSpecification.TrainingInputMode",
            "Training input mode",
            initial="{input_mode}",
        ),
        Field(
            "TrainingJobDefinitions.0.EnableNetworkIsolation",
            "Network isolation",
            initial="{isolation}",
            labels={"true": "On", "": "Off"},
        ),
        Field("HyperParameterTuningJobConfig.Strategy", "Strategy", initial="Bayesian"),
        Field(
            "HyperParameterTuningJobConfig.TrainingJobEarlyStoppingType",
            "Training job early stopping",
            initial="Off",
        ),
    ),
)
"""What a draft is started with and no page asks for; the review shows it."""

_LATER = "no page of this release"
NOT_IN_WIZARD = {
    "Autotune": _LATER,
    "HyperParameterTuningJobConfig.HyperParameterTuningJobObjective": "sent by the definition",
    "HyperParameterTuningJobConfig.ParameterRanges": "sent by the definition",
    "HyperParameterTuningJobConfig.RandomSeed": _LATER,
    "HyperParameterTuningJobConfig.ResourceLimits.MaxRuntimeInSeconds": _LATER,
    "HyperParameterTuningJobConfig.StrategyConfig": _LATER,
    "HyperParameterTuningJobConfig.TuningJobCompletionCriteria": _LATER,
    "TrainingJobDefinition": "the singular form, made by `canonical.collapse`",
    "TrainingJobDefinitions.*.AlgorithmSpecification.MetricDefinitions": "refused by AWS for "
    "algorithm resources",
    "TrainingJobDefinitions.*.AlgorithmSpecification.TrainingImage": "an algorithm has its own",
    "TrainingJobDefinitions.*.CheckpointConfig": _LATER,
    "TrainingJobDefinitions.*.DefinitionName": "one definition needs no name",
    "TrainingJobDefinitions.*.EnableInterContainerTrafficEncryption": _LATER,
    "TrainingJobDefinitions.*.EnableManagedSpotTraining": _LATER,
    "TrainingJobDefinitions.*.Environment": _LATER,
    "TrainingJobDefinitions.*.HyperParameterRanges.AutoParameters": _LATER,
    "TrainingJobDefinitions.*.HyperParameterTuningResourceConfig": "ResourceConfig is sent",
    "TrainingJobDefinitions.*.InputDataConfig.*.DataSource.DatasetSource": _LATER,
    "TrainingJobDefinitions.*.InputDataConfig.*.DataSource.FileSystemDataSource": _LATER,
    "TrainingJobDefinitions.*.InputDataConfig.*.DataSource.S3DataSource.AttributeNames": _LATER,
    "TrainingJobDefinitions.*.InputDataConfig.*.DataSource.S3DataSource.HubAccessConfig": _LATER,
    "TrainingJobDefinitions.*.InputDataConfig.*.DataSource.S3DataSource.InstanceGroupNames": _LATER,
    "TrainingJobDefinitions.*.InputDataConfig.*.DataSource.S3DataSource.ModelAccessConfig": _LATER,
    "TrainingJobDefinitions.*.InputDataConfig.*.ShuffleConfig": _LATER,
    "TrainingJobDefinitions.*.OutputDataConfig.CompressionType": _LATER,
    "TrainingJobDefinitions.*.ResourceConfig.InstanceGroups": _LATER,
    "TrainingJobDefinitions.*.ResourceConfig.InstancePlacementConfig": _LATER,
    "TrainingJobDefinitions.*.ResourceConfig.InstancePreferences": _LATER,
    "TrainingJobDefinitions.*.ResourceConfig.KeepAlivePeriodInSeconds": "tuning refuses it",
    "TrainingJobDefinitions.*.ResourceConfig.SelectedInstanceCount": "only in answers",
    "TrainingJobDefinitions.*.ResourceConfig.SelectedInstanceType": "only in answers",
    "TrainingJobDefinitions.*.ResourceConfig.TrainingPlanArn": _LATER,
    "TrainingJobDefinitions.*.RetryStrategy": _LATER,
    "TrainingJobDefinitions.*.StoppingCondition.MaxPendingTimeInSeconds": _LATER,
    "TrainingJobDefinitions.*.StoppingCondition.MaxWaitTimeInSeconds": _LATER,
}
"""Subtree that no step binds -> why. A test holds that nothing is forgotten."""


def step_of(step_id: str) -> Step | None:
    """Return the step with this id, `None` where there is none."""
    return next((step for step in FLOW if step.id == step_id), None)
