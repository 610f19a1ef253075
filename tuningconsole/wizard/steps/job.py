"""Step 1: warm start, name, role, network."""

from tuningconsole.wizard.binding.declarations import Control, Field, Section, Step, Switch

WARM_START = Switch(
    "Warm start",
    "WarmStartConfig",
    "Enable warm start",
    (
        Field(
            "WarmStartConfig.WarmStartType",
            "Warm start type",
            control=Control.RADIO,
            initial="IdenticalDataAndAlgorithm",
            labels={
                "IdenticalDataAndAlgorithm": "Identical data and algorithm",
                "TransferLearning": "Transfer learning",
            },
            help="Identical data and algorithm: the same input data and algorithm, searched "
            "further. Transfer learning: other data, or another version of the algorithm.",
        ),
        Field(
            "WarmStartConfig.ParentHyperParameterTuningJobs",
            "Parent hyperparameter tuning jobs",
            control=Control.MANY,
            options="parents",
            item="HyperParameterTuningJobName",
            help="Up to 5 jobs that have ended.",
        ),
    ),
    description="Start from what earlier hyperparameter tuning jobs have learned.",
)

SETTINGS = Section(
    "Job settings",
    (
        Field(
            "HyperParameterTuningJobName",
            "Hyperparameter tuning job name",
            initial="{name}",
            help="Unique in this account and Region. The names of the training jobs begin with it.",
        ),
        Field(
            "TrainingJobDefinitions.0.RoleArn",
            "IAM role",
            control=Control.PICK,
            options="roles",
            initial="{role}",
            help="SageMaker takes on this role to read the input data and to write the model.",
        ),
    ),
    description="The job's name, and the role that its training jobs run with.",
)

NETWORK = Switch(
    "Network",
    "TrainingJobDefinitions.0.VpcConfig",
    "VPC",
    (
        Field(
            "TrainingJobDefinitions.0.VpcConfig.Subnets",
            "Subnets",
            control=Control.MANY,
            options="subnets",
            help="1 to 16 subnets of the VPC.",
        ),
        Field(
            "TrainingJobDefinitions.0.VpcConfig.SecurityGroupIds",
            "Security groups",
            control=Control.MANY,
            options="security_groups",
            help="1 to 5 security groups of the VPC.",
        ),
    ),
    description="Connect the training jobs to resources in your VPC.",
    help="Leave at No VPC when the data is on Amazon S3 only.",
    options="vpcs",
)

JOB = Step("job", "Define job settings", (WARM_START, SETTINGS, NETWORK))
