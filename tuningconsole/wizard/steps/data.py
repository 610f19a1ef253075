"""Step 3: where the data comes from, and where models and checkpoints go."""

from tuningconsole.wizard.binding.declarations import (
    Choice,
    Control,
    Field,
    Is,
    Rows,
    Section,
    Step,
    Switch,
    Way,
)

CHANNEL = "TrainingJobDefinitions.0.InputDataConfig.*"
S3 = f"{CHANNEL}.DataSource.S3DataSource"
FILE_SYSTEM = f"{CHANNEL}.DataSource.FileSystemDataSource"
DATASET = f"{CHANNEL}.DataSource.DatasetSource"
SOURCE = Choice(
    f"{CHANNEL}:source",
    "Data source",
    (
        Way("s3", "Amazon S3", S3),
        Way("file system", "Amazon EFS or FSx for Lustre", FILE_SYSTEM),
        Way("dataset", "A dataset", DATASET),
    ),
    advanced=True,
)
ON_S3 = SOURCE.taking("s3")
ON_FILES = SOURCE.taking("file system")
AUGMENTED = (*ON_S3, Is(f"{S3}.S3DataType", ("AugmentedManifestFile",)))

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
            help="An algorithm declares its channels; an image of yours may have any.",
        ),
        Field(
            f"{CHANNEL}.ContentType",
            "Content type",
            control=Control.PICK,
            options="content_types",
            help="The MIME type of the data, such as text/csv.",
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
            f"{S3}.S3DataType",
            "S3 data type",
            control=Control.SELECT,
            initial="S3Prefix",
            help="Whether the location is a prefix of objects, or a manifest that lists them.",
            when=ON_S3,
        ),
        Field(
            f"{S3}.S3DataDistributionType",
            "S3 data distribution type",
            control=Control.SELECT,
            initial="FullyReplicated",
            labels={"FullyReplicated": "Fully replicated", "ShardedByS3Key": "Sharded by S3 key"},
            help="Every instance gets all of the data, or its own part of the objects.",
            when=ON_S3,
        ),
        Field(
            f"{S3}.S3Uri",
            "S3 location",
            control=Control.S3,
            help="Every object that begins with a prefix is input; or the place of the manifest.",
            when=ON_S3,
        ),
        Field(
            f"{S3}.AttributeNames",
            "Attribute names",
            control=Control.LINES,
            help="The attributes of each line of the manifest that are used, a line each.",
            when=AUGMENTED,
        ),
        Field(
            f"{CHANNEL}.InputMode",
            "Input mode",
            control=Control.SELECT,
            options="input_modes",
            help="File copies the data before training, Pipe and FastFile stream it.",
        ),
        SOURCE,
        Field(
            f"{FILE_SYSTEM}.FileSystemType",
            "File system type",
            control=Control.SELECT,
            labels={"EFS": "Amazon EFS", "FSxLustre": "Amazon FSx for Lustre"},
            help="",
            when=ON_FILES,
            advanced=True,
        ),
        Field(
            f"{FILE_SYSTEM}.FileSystemId",
            "File system ID",
            help="Such as fs-0a1b2c3d.",
            when=ON_FILES,
            advanced=True,
        ),
        Field(
            f"{FILE_SYSTEM}.DirectoryPath",
            "Directory path",
            help="The directory of the file system that holds the data, such as /data.",
            when=ON_FILES,
            advanced=True,
        ),
        Field(
            f"{FILE_SYSTEM}.FileSystemAccessMode",
            "Access mode",
            control=Control.SELECT,
            help="How the directory is mounted. To read input data, read only is enough.",
            labels={"rw": "Read and write", "ro": "Read only"},
            when=ON_FILES,
            advanced=True,
        ),
        Field(
            f"{DATASET}.DatasetArn",
            "Dataset ARN",
            help="The dataset that the channel reads.",
            when=SOURCE.taking("dataset"),
            advanced=True,
        ),
        Field(
            f"{CHANNEL}.ShuffleConfig.Seed",
            "Shuffle seed",
            required=False,
            help="Shuffles the objects or the manifest's lines before each epoch, by this seed.",
            limits="A whole number.",
            advanced=True,
        ),
        Field(
            f"{S3}.InstanceGroupNames",
            "Instance groups",
            control=Control.LINES,
            help="The instance groups that get this channel, a line each.",
            when=ON_S3,
            advanced=True,
        ),
        Field(
            f"{S3}.ModelAccessConfig.AcceptEula",
            "Model license",
            control=Control.SELECT,
            required=False,
            labels={"true": "Accepted", "false": "Not accepted"},
            help="Whether you accept the end user license agreement of a model that needs one.",
            when=ON_S3,
            advanced=True,
        ),
        Field(
            f"{S3}.HubAccessConfig.HubContentArn",
            "Hub content ARN",
            required=False,
            help="The content of a private hub that the data belongs to.",
            when=ON_S3,
            advanced=True,
        ),
    ),
    description="A channel is a named source of input data. One in which nothing is entered is "
    "left out.",
    skip_blank=True,
)

CHECKPOINTS = Switch(
    "Checkpoint configuration",
    "TrainingJobDefinitions.0.CheckpointConfig",
    "Keep checkpoints",
    (
        Field(
            "TrainingJobDefinitions.0.CheckpointConfig.S3Uri",
            "S3 location",
            control=Control.S3,
            help="Checkpoints are copied there while a training job runs.",
        ),
        Field(
            "TrainingJobDefinitions.0.CheckpointConfig.LocalPath",
            "Local path",
            help="Where the container writes them; /opt/ml/checkpoints/ unless you say so.",
        ),
    ),
    description="A training job that was interrupted goes on from its last checkpoint.",
    advanced=True,
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
        Field(
            "TrainingJobDefinitions.0.OutputDataConfig.CompressionType",
            "Output compression",
            control=Control.SELECT,
            help="How the model artifact is packed.",
            advanced=True,
        ),
    ),
    description="Where the training jobs write their model artifacts.",
)

DATA = Step("data", "Define data input and output", (CHANNELS, OUTPUT, CHECKPOINTS))
