"""Step 4: the instances of each training job."""

from tuningconsole.wizard.binding.declarations import Control, Field, Section, Step

RESOURCES = Step(
    "resources",
    "Configure training job resources",
    (
        Section(
            "Resource configuration",
            (
                Field(
                    "TrainingJobDefinitions.0.ResourceConfig.InstanceType",
                    "Instance type",
                    control=Control.SELECT,
                    options="instance_types",
                    required=True,
                    initial="{instance_type}",
                    help="One of the types that the algorithm supports.",
                ),
                Field(
                    "TrainingJobDefinitions.0.ResourceConfig.InstanceCount",
                    "Instance count",
                    required=True,
                    initial="1",
                    help="How many instances each training job uses.",
                ),
                Field(
                    "TrainingJobDefinitions.0.ResourceConfig.VolumeSizeInGB",
                    "Additional volume per instance (GB)",
                    required=True,
                    initial="30",
                    help="Storage for the input data, checkpoints and models of an instance.",
                ),
                Field(
                    "TrainingJobDefinitions.0.ResourceConfig.VolumeKmsKeyId",
                    "Encryption key",
                    control=Control.PICK,
                    options="keys",
                    help="A KMS key for the volumes.",
                ),
            ),
            description="What each training job runs on.",
        ),
    ),
)
