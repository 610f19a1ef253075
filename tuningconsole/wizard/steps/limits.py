"""Step 5: how many training jobs, for how long; tags."""

from tuningconsole.wizard.binding.declarations import Control, Field, Rows, Section, Step

RESOURCE_LIMITS = Section(
    "Resource limits",
    (
        Field(
            "HyperParameterTuningJobConfig.ResourceLimits.MaxNumberOfTrainingJobs",
            "Maximum training jobs",
            required=True,
            initial="10",
            help="How many training jobs the tuning job starts in all.",
        ),
        Field(
            "HyperParameterTuningJobConfig.ResourceLimits.MaxParallelTrainingJobs",
            "Maximum parallel training jobs",
            initial="2",
            help="How many of them run at the same time. Fewer at a time learn more from "
            "one another.",
        ),
        Field(
            "TrainingJobDefinitions.0.StoppingCondition.MaxRuntimeInSeconds",
            "Stopping condition",
            control=Control.DURATION,
            required=True,
            initial="1",
            help="The longest time that each training job may run.",
        ),
    ),
    description="How much the tuning job may use.",
)

TAGS = Rows(
    "Tags",
    "Tags",
    "tag",
    (
        Field("Tags.*.Key", "Key", help=""),
        Field("Tags.*.Value", "Value", required=False, keep_empty=True, help=""),
    ),
    description="Labels on the tuning job and on its training jobs. Up to 50, each key once.",
    skip_blank=True,
    compact=True,
)

LIMITS = Step("limits", "Configure tuning job resources", (RESOURCE_LIMITS, TAGS))
