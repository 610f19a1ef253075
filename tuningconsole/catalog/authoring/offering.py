"""Pages 3 and 4: inference and validation specifications."""

from tuningconsole.catalog.authoring.declarations import (
    Control,
    Field,
    Rows,
    Section,
    Step,
)
from tuningconsole.catalog.authoring.keys import (
    CERTIFY,
    CONTAINERS,
    IMAGE_HELP,
    INFERENCE,
    MORE,
    NAME_HINT,
    ONE_A_LINE,
    PROFILE,
    TAGS,
    TRAINING_JOB,
    TRANSFORM_JOB,
    VALIDATION,
)

INFERENCE_STEP = Step(
    "inference",
    "Inference specifications",
    (
        Section(
            "Inference",
            (
                Field(
                    INFERENCE,
                    "This algorithm supports inference",
                    control=Control.BOX,
                    help="Its image can also make predictions, at endpoints or in batches.",
                ),
            ),
        ),
        Rows(
            "Container definition",
            CONTAINERS,
            "container",
            (
                Field(
                    f"{CONTAINERS}.*.Image",
                    "Location of inference image",
                    help=IMAGE_HELP,
                    hint="Enter a path without spaces.",
                    required=True,
                ),
                Field(
                    f"{CONTAINERS}.*.ContainerHostname", "Container DNS host name", hint=NAME_HINT
                ),
                Field(
                    MORE,
                    "Other members (JSON)",
                    control=Control.JSON,
                    help='For example {"Environment": {"NAME": "value"}, "Framework": "PYTORCH"}.',
                ),
            ),
            when=INFERENCE,
        ),
        Section(
            "What inference supports",
            (
                Field(
                    "InferenceSpecification.SupportedRealtimeInferenceInstanceTypes",
                    "Supported instance types for real-time inference",
                    control=Control.MANY,
                ),
                Field(
                    "InferenceSpecification.SupportedTransformInstanceTypes",
                    "Supported instance types for batch transform jobs",
                    control=Control.MANY,
                ),
                Field(
                    "InferenceSpecification.SupportedContentTypes",
                    "Supported content types",
                    control=Control.LINES,
                    help=f"MIME types of the input. {ONE_A_LINE}",
                ),
                Field(
                    "InferenceSpecification.SupportedResponseMIMETypes",
                    "Supported response MIME types",
                    control=Control.LINES,
                    help=f"MIME types of the answers. {ONE_A_LINE}",
                    hint="Enter a MIME type, such as application/json.",
                ),
            ),
            when=INFERENCE,
        ),
    ),
    is_optional=True,
)
VALIDATION_STEP = Step(
    "validation",
    "Validation specifications",
    (
        Section(
            "Validation",
            (
                Field(
                    CERTIFY,
                    "Publish this algorithm on AWS Marketplace",
                    control=Control.BOX,
                    help="AWS checks that it can be listed. It must be validated for that.",
                ),
                Field(
                    VALIDATION,
                    "Validate this algorithm",
                    control=Control.BOX,
                    help="SageMaker runs the jobs below to test the images.",
                ),
            ),
        ),
        Section(
            "Validation profile",
            (
                Field(
                    "ValidationSpecification.ValidationRole",
                    "IAM role",
                    help="The role that the jobs of the validation act with.",
                    hint="Enter the ARN of a role, such as arn:aws:iam::111122223333:role/name.",
                    lists="roles",
                ),
                Field(f"{PROFILE}.ProfileName", "Profile name", hint=NAME_HINT),
                Field(
                    TRAINING_JOB,
                    "Training job definition (JSON)",
                    control=Control.JSON,
                    help="TrainingJobDefinition of CreateAlgorithm: input, output, resources, stop"
                    " condition. Its data becomes public with the product.",
                ),
                Field(
                    TRANSFORM_JOB,
                    "Transform job definition (JSON)",
                    control=Control.JSON,
                    help="TransformJobDefinition of CreateAlgorithm, to test inference.",
                ),
            ),
            when=VALIDATION,
        ),
        Rows(
            "Tags",
            TAGS,
            "tag",
            (Field("Tags.*.Key", "Key"), Field("Tags.*.Value", "Value", required=False)),
            description="Labels of the algorithm in AWS.",
            skip_blank=True,
            compact=True,
        ),
    ),
    is_optional=True,
)
