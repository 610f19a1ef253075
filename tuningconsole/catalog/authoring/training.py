"""Pages 1 and 2: training and tuning specifications."""

from tuningconsole.catalog.authoring.declarations import (
    Control,
    Field,
    Rows,
    Section,
    Specification,
    Step,
)
from tuningconsole.catalog.authoring.keys import (
    BOTH,
    CHANNELS,
    HYPERPARAMETERS,
    IMAGE_HELP,
    METRICS,
    NAME,
    NAME_HINT,
    OBJECTIVE,
    ONE_A_LINE,
    ROWS,
)

_YES_NO = (("true", "Yes"), ("false", "No"))

TRAINING = Step(
    "training",
    "Training specifications",
    (
        Section(
            "Algorithm",
            (
                Field(
                    NAME,
                    "Algorithm name",
                    help="Unique in the account and the Region.",
                    hint=NAME_HINT,
                ),
                Field(
                    "AlgorithmDescription",
                    "Description",
                    control=Control.AREA,
                    help="Shown on the algorithm's page, and in AWS Marketplace.",
                    hint="Use text on one line.",
                ),
            ),
        ),
        Section(
            "Training",
            (
                Field(
                    "TrainingSpecification.TrainingImage",
                    "Training image",
                    help=IMAGE_HELP,
                    hint="Enter a path without spaces.",
                ),
                Field(
                    "TrainingSpecification.TrainingImageDigest",
                    "Training image digest",
                    help="Pins the image to one version.",
                    hint="Enter sha256: and 64 hexadecimal digits.",
                ),
                Field(
                    "TrainingSpecification.SupportsDistributedTraining",
                    "Support distributed training",
                    control=Control.RADIO,
                    options=_YES_NO,
                    initial="false",
                    help="Whether a training job may use more than one instance.",
                ),
                Field(
                    "TrainingSpecification.SupportedTrainingInstanceTypes",
                    "Support instance types for training",
                    control=Control.MANY,
                ),
                Field(
                    "TrainingSpecification.AdditionalS3DataSource",
                    "Additional S3 data source (JSON)",
                    control=Control.JSON,
                    help='For example {"S3DataType": "S3Object", "S3Uri": "s3://bucket/key"}.',
                ),
            ),
        ),
        Rows(
            "Channel specification",
            CHANNELS,
            "channel",
            (
                Field(
                    f"{CHANNELS}.*.Name",
                    "Channel name",
                    hint="Use letters, digits, dots, hyphens and underscores.",
                ),
                Field(f"{CHANNELS}.*.Description", "Description", hint="Use text on one line."),
                Field(f"{CHANNELS}.*.IsRequired", "Channel required", control=Control.BOX),
                Field(
                    f"{CHANNELS}.*.SupportedInputModes",
                    "Supported input modes",
                    control=Control.MANY,
                    options=(("Pipe", "Pipe mode"), ("File", "File mode")),
                    initial=("File",),
                ),
                Field(
                    f"{CHANNELS}.*.SupportedContentTypes",
                    "Supported content types",
                    control=Control.LINES,
                    help=f"MIME types, such as text/csv. {ONE_A_LINE}",
                ),
                Field(
                    f"{CHANNELS}.*.SupportedCompressionTypes",
                    "Supported compression types",
                    control=Control.MANY,
                    initial=("None",),
                ),
            ),
            description="The data that a training job is given.",
        ),
    ),
)
TUNING = Step(
    "tuning",
    "Tuning specifications",
    (
        Specification(
            rows=Rows(
                "Hyperparameter specification",
                HYPERPARAMETERS,
                "hyperparameter",
                (
                    Field(f"{HYPERPARAMETERS}.*.Name", "Name", required=True),
                    Field(f"{HYPERPARAMETERS}.*.Type", "Type", control=Control.SELECT),
                    Field(f"{HYPERPARAMETERS}.*.Range:min", "Minimum"),
                    Field(f"{HYPERPARAMETERS}.*.Range:max", "Maximum"),
                    Field(
                        f"{HYPERPARAMETERS}.*.Range:values",
                        "Values",
                        control=Control.LINES,
                        help=ONE_A_LINE,
                    ),
                    Field(f"{HYPERPARAMETERS}.*.DefaultValue", "Default value"),
                    Field(f"{HYPERPARAMETERS}.*.IsTunable", "Tunable", control=Control.BOX),
                    Field(f"{HYPERPARAMETERS}.*.IsRequired", "Required", control=Control.BOX),
                    Field(f"{HYPERPARAMETERS}.*.Description", "Description"),
                ),
                description="What the training program can be told. Tuning searches the tunable"
                " ones.",
                skip_blank=True,
            ),
            form=Field(f"{HYPERPARAMETERS}:form", "Form", initial=ROWS),
            json=Field(
                f"{HYPERPARAMETERS}:json",
                "Hyperparameters (JSON)",
                control=Control.JSON,
                required=False,
                help="A list, one object for each hyperparameter, as SupportedHyperParameters of"
                " CreateAlgorithm.",
            ),
        ),
        Rows(
            "Metric definitions",
            METRICS,
            "metric",
            (
                Field(f"{METRICS}.*.Name", "Metric name"),
                Field(
                    f"{METRICS}.*.Regex",
                    "Regex",
                    help="Finds the value in the training job's log; its first group is the value.",
                ),
                Field(
                    OBJECTIVE,
                    "Objective metric support",
                    control=Control.SELECT,
                    options=(
                        ("", "No"),
                        ("Maximize", "Yes, maximize"),
                        ("Minimize", "Yes, minimize"),
                        (BOTH, "Yes, both"),
                    ),
                ),
            ),
            description="What is read from a training job's log, and which of it a tuning job may"
            " make as large or as small as possible.",
            skip_blank=True,
        ),
    ),
)
