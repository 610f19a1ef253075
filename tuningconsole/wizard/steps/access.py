"""The role and the network of a training job definition: on the first page, or one of their own."""

from tuningconsole.wizard.binding.declarations import Control, Field, Section, Switch

ISOLATION = "TrainingJobDefinitions.0.EnableNetworkIsolation"

ROLE = Section(
    "IAM role",
    (
        Field(
            "TrainingJobDefinitions.0.RoleArn",
            "IAM role",
            control=Control.PICK,
            options="roles",
            initial="{role}",
            help="SageMaker takes on this role to read the input data and to write the model.",
        ),
    ),
    description="The role that the training jobs run with.",
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

SECURITY = Section(
    "Isolation and encryption",
    (
        Field(
            ISOLATION,
            "Network isolation",
            control=Control.SELECT,
            required=False,
            initial="{isolation}",
            labels={"true": "On", "false": "Off"},
            help="Training containers reach no network. Algorithms of AWS Marketplace need it.",
        ),
        Field(
            "TrainingJobDefinitions.0.EnableInterContainerTrafficEncryption",
            "Inter-container traffic encryption",
            control=Control.SELECT,
            required=False,
            labels={"true": "On", "false": "Off"},
            help="Encrypt what the instances of a training job send one another.",
        ),
    ),
    description="What training containers may reach, and how they talk.",
    advanced=True,
)
