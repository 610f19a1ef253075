"""Step 5: how many training jobs, for how long; tags."""

from tuningconsole.wizard.binding.declarations import Control, Field, Rows, Section, Step

LIMIT = "HyperParameterTuningJobConfig.ResourceLimits"
RESOURCE_LIMITS = Section(
    "Resource limits",
    (
        Field(
            f"{LIMIT}.MaxNumberOfTrainingJobs",
            "Maximum training jobs",
            initial="10",
            help="How many training jobs the tuning job starts in all. Strategy Grid and Autotune "
            "can do without.",
        ),
        Field(
            f"{LIMIT}.MaxParallelTrainingJobs",
            "Maximum parallel training jobs",
            initial="2",
            help="How many of them run at the same time. Fewer at a time learn more from "
            "one another.",
        ),
        Field(
            f"{LIMIT}.MaxRuntimeInSeconds",
            "Maximum duration of the tuning job",
            control=Control.DURATION,
            help="The tuning job starts no more training jobs, and stops those that run, after it.",
            limits="2 minutes to 182.5 days.",
            advanced=True,
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
