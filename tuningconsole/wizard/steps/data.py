"""Step 3: where the data comes from, and where models go."""

from tuningconsole.wizard.binding.declarations import Control, Field, Rows, Section, Step

CHANNEL = "TrainingJobDefinitions.0.InputDataConfig.*"
SOURCE = f"{CHANNEL}.DataSource.S3DataSource"

CHANNELS = Rows(
    "Input data configuration",
    "TrainingJobDefinitions.0.InputDataConfig",
    "channel",
    (
        Field(
            f"{CHANNEL}.ChannelName",
            "Channel name",
            control=Control.SELECT,
            options="channels",
            help="One of the channels that the algorithm declares.",
        ),
        Field(
            f"{CHANNEL}.ContentType",
            "Content type",
            control=Control.PICK,
            options="content_types",
        ),
        Field(
            f"{CHANNEL}.CompressionType",
            "Compression type",
            control=Control.SELECT,
            initial="None",
            help="Gzip is used in Pipe input mode only.",
        ),
        Field(
            f"{CHANNEL}.RecordWrapperType",
            "Record wrapper",
            control=Control.SELECT,
            initial="None",
            help="RecordIO is used in Pipe input mode only.",
        ),
        Field(
            f"{SOURCE}.S3DataType",
            "S3 data type",
            control=Control.SELECT,
            initial="S3Prefix",
        ),
        Field(
            f"{SOURCE}.S3DataDistributionType",
            "S3 data distribution type",
            control=Control.SELECT,
            initial="FullyReplicated",
            labels={"FullyReplicated": "Fully replicated", "ShardedByS3Key": "Sharded by S3 key"},
            help="Every instance gets all of the data, or its own part of the objects.",
        ),
        Field(
            f"{SOURCE}.S3Uri",
            "S3 location",
            control=Control.S3,
            help="A prefix: every object that begins with it is input.",
        ),
        Field(
            f"{CHANNEL}.InputMode",
            "Input mode",
            control=Control.SELECT,
            options="input_modes",
            help="File copies the data before training, Pipe and FastFile stream it.",
        ),
    ),
    description="A channel is a named source of input data.",
)

OUTPUT = Section(
    "Output data configuration",
    (
        Field(
            "TrainingJobDefinitions.0.OutputDataConfig.S3OutputPath",
            "S3 output path",
            control=Control.S3,
            initial="{output}",
            help="Each training job writes its model artifact below this path.",
        ),
        Field(
            "TrainingJobDefinitions.0.OutputDataConfig.KmsKeyId",
            "Encryption key",
            control=Control.PICK,
            options="keys",
            help="A KMS key for the model artifacts.",
        ),
    ),
    description="Where the training jobs write their model artifacts.",
)

DATA = Step("data", "Define data input and output", (CHANNELS, OUTPUT))
