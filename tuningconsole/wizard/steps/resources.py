"""Step 4: the instances of each training job, and how long it may run."""

from tuningconsole.wizard.binding.declarations import (
    Choice,
    Control,
    Field,
    Is,
    Rows,
    Section,
    Step,
    Way,
)

DEFINITION = "TrainingJobDefinitions.0"
RESOURCES = f"{DEFINITION}.ResourceConfig"
TUNING = f"{DEFINITION}.HyperParameterTuningResourceConfig"
PLACEMENT = f"{RESOURCES}.InstancePlacementConfig"
KIND = Choice(
    f"{RESOURCES}:kind",
    "Instances",
    (
        Way("groups", "Instance groups", f"{RESOURCES}.InstanceGroups"),
        Way(
            "preferences",
            "Instance preferences, the first that is free",
            f"{RESOURCES}.InstancePreferences",
        ),
        Way("one", "One instance type", RESOURCES),
        Way(
            "configs",
            "Instance configurations, by allocation strategy",
            f"{TUNING}.InstanceConfigs",
        ),
        Way("tuning", "One instance type, as the SageMaker SDK sends it", TUNING),
    ),
    first="one",
    help="Instance groups mix types in one training job. Preferences and configurations are "
    "alternatives, tried in their order.",
    advanced=True,
)
ONE = KIND.taking("one")
ONE_OF_TUNING = KIND.taking("tuning")
GROUP = f"{RESOURCES}.InstanceGroups.*"
PREFERENCE = f"{RESOURCES}.InstancePreferences.*"
CONFIGURATION = f"{TUNING}.InstanceConfigs.*"
SPOT = f"{DEFINITION}.EnableManagedSpotTraining"
STOPPING = f"{DEFINITION}.StoppingCondition"
COUNT = "A whole number, 1 or more."
"""The service model takes 0, of which nobody can train (P3 of domain-rules.md)."""


def _instances(start: str, when: tuple[Is, ...]) -> tuple[Field, ...]:
    """Return the fields of one instance type, in either member that has them."""
    return (
        Field(
            f"{start}.InstanceType",
            "Instance type",
            control=Control.SELECT,
            options="instance_types",
            required=True,
            initial="{instance_type}",
            help="One of the types that the algorithm supports.",
            when=when,
        ),
        Field(
            f"{start}.InstanceCount",
            "Instance count",
            required=True,
            initial="1",
            help="How many instances each training job uses.",
            limits=COUNT,
            when=when,
        ),
    )


def _volume(start: str, when: tuple[Is, ...]) -> tuple[Field, ...]:
    return (
        Field(
            f"{start}.VolumeSizeInGB",
            "Additional volume per instance (GB)",
            required=False,
            initial="30",
            help="Storage for the input data, checkpoints and models of an instance. Instance "
            "types with a disk of their own can do without.",
            limits=COUNT,
            when=when,
        ),
        Field(
            f"{start}.VolumeKmsKeyId",
            "Encryption key",
            control=Control.PICK,
            options="keys",
            help="A KMS key for the volumes.",
            when=when,
        ),
    )


def _rows(heading: str, path: str, noun: str, names: tuple[str, ...], *more: Field) -> Rows:
    """Return a list of alternatives, each with an instance type and a count."""
    labels = {
        "InstanceGroupName": "Group name",
        "InstanceType": "Instance type",
        "InstanceCount": "Instance count",
        "VolumeSizeInGB": "Volume (GB)",
    }
    fields = [
        Field(
            f"{path}.*.{name}",
            labels[name],
            help="",
            limits=COUNT if name in {"InstanceCount", "VolumeSizeInGB"} else None,
            control=Control.SELECT if name == "InstanceType" else Control.TEXT,
            options="instance_types" if name == "InstanceType" else "",
        )
        for name in names
    ]
    when = KIND.taking(next(way.value for way in KIND.ways if way.start == path))
    return Rows(heading, path, noun, (*fields, *more), when=when, skip_blank=True)


INSTANCES = Section(
    "Resource configuration",
    (
        *_instances(RESOURCES, ONE),
        *_volume(RESOURCES, KIND.taking("one", "groups", "preferences")),
        *_instances(TUNING, ONE_OF_TUNING),
        *_volume(TUNING, KIND.taking("tuning", "configs")),
        KIND,
        Field(
            f"{TUNING}.AllocationStrategy",
            "Allocation strategy",
            control=Control.SELECT,
            when=KIND.taking("configs"),
            advanced=True,
            help="Prioritized: the configurations are tried in their order.",
        ),
        Field(
            f"{RESOURCES}.TrainingPlanArn",
            "Training plan ARN",
            when=ONE,
            advanced=True,
            help="Capacity that was reserved with a training plan.",
        ),
        Field(
            f"{PLACEMENT}.EnableMultipleJobs",
            "Several jobs on one UltraServer",
            control=Control.SELECT,
            required=False,
            labels={"true": "Allowed", "false": "Not allowed"},
            when=ONE,
            advanced=True,
            help="Whether other jobs may run on the same UltraServer.",
        ),
    ),
    description="What each training job runs on.",
)

GROUPS = _rows(
    "Instance groups",
    f"{RESOURCES}.InstanceGroups",
    "instance group",
    ("InstanceGroupName", "InstanceType", "InstanceCount"),
)
PREFERENCES = _rows(
    "Instance preferences",
    f"{RESOURCES}.InstancePreferences",
    "instance preference",
    ("InstanceType", "InstanceCount"),
    Field(
        f"{PREFERENCE}.TrainingPlanArns",
        "Training plan ARNs",
        control=Control.LINES,
        help="A line each.",
    ),
)
CONFIGURATIONS = _rows(
    "Instance configurations",
    f"{TUNING}.InstanceConfigs",
    "instance configuration",
    ("InstanceType", "InstanceCount", "VolumeSizeInGB"),
)
PLACEMENTS = Rows(
    "UltraServer placement",
    f"{PLACEMENT}.PlacementSpecifications",
    "placement",
    (
        Field(
            f"{PLACEMENT}.PlacementSpecifications.*.UltraServerId",
            "UltraServer ID",
            help="",
        ),
        Field(
            f"{PLACEMENT}.PlacementSpecifications.*.InstanceCount",
            "Instance count",
            help="",
            limits=COUNT,
        ),
    ),
    skip_blank=True,
    compact=True,
    when=ONE,
    advanced=True,
)

STOP = Section(
    "Stopping condition",
    (
        Field(
            f"{STOPPING}.MaxRuntimeInSeconds",
            "Maximum duration per training job",
            control=Control.DURATION,
            initial="1",
            help="The longest time that each training job may run; left empty, 1 day.",
            limits="Up to 28 days.",
        ),
        Field(
            SPOT,
            "Managed spot training",
            control=Control.SELECT,
            required=False,
            labels={"true": "On", "false": "Off"},
            help="Cheaper instances that may be taken away, and are waited for.",
            advanced=True,
        ),
        Field(
            f"{STOPPING}.MaxWaitTimeInSeconds",
            "Maximum wait",
            control=Control.DURATION,
            when=(Is(SPOT, ("true",)),),
            required=True,
            help="How long to wait for spot capacity and for the training job together: no less "
            "than the maximum duration.",
            advanced=True,
        ),
        Field(
            f"{STOPPING}.MaxPendingTimeInSeconds",
            "Maximum pending time",
            control=Control.DURATION,
            help="How long a training job may wait for its instances.",
            limits="30 minutes to 28 days.",
            advanced=True,
        ),
        Field(
            f"{DEFINITION}.RetryStrategy.MaximumRetryAttempts",
            "Retry attempts",
            required=False,
            help="How often a training job starts again after an internal server error.",
            advanced=True,
        ),
    ),
    description="How long each training job may take.",
)

STEP = Step(
    "resources",
    "Configure training job resources",
    (INSTANCES, GROUPS, PREFERENCES, CONFIGURATIONS, PLACEMENTS, STOP),
)
