"""The keys of the answers, and the words of the pages, that more than one module names."""

from django.utils.translation import gettext_noop

NAME = "AlgorithmName"
ROWS, JSON = "rows", "json"
INFERENCE = "InferenceSpecification:on"
VALIDATION = "ValidationSpecification:on"
CERTIFY = "CertifyForMarketplace"
REVIEW = "review"
REVIEW_TITLE = gettext_noop("Review and create")
HYPERPARAMETERS = "TrainingSpecification.SupportedHyperParameters"
METRICS = "TrainingSpecification.MetricDefinitions"
CHANNELS = "TrainingSpecification.TrainingChannels"
CONTAINERS = "InferenceSpecification.Containers"
TAGS = "Tags"
PROFILE = "ValidationSpecification.ValidationProfiles.0"
TRAINING_JOB = f"{PROFILE}.TrainingJobDefinition"
TRANSFORM_JOB = f"{PROFILE}.TransformJobDefinition"
OBJECTIVE = f"{METRICS}.*.Name:objective"
MORE = f"{CONTAINERS}.*:more"
BOTH = "Both"

IMAGE_HELP = "An image in Amazon ECR: its path, with a tag or a digest."
ONE_A_LINE = "One on each line."
NAME_HINT = "Use letters, digits and hyphens; begin and end with a letter or digit."
