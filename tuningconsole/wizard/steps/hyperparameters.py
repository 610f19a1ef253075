"""Step 2: the algorithm, what to optimise, and which hyperparameters to search."""

from tuningconsole.wizard.binding.declarations import (
    Choice,
    Control,
    Field,
    Hyperparameters,
    Pairs,
    Rows,
    Section,
    Way,
)
from tuningconsole.wizard.definitions import NAME
from tuningconsole.wizard.hyperparameters import DECLARED

SPECIFICATION = "TrainingJobDefinitions.0.AlgorithmSpecification"
SOURCE = Choice(
    f"{SPECIFICATION}:source",
    "Algorithm source",
    (
        Way("algorithm", "An algorithm", f"{SPECIFICATION}.AlgorithmName"),
        Way("image", "Your own training image", f"{SPECIFICATION}.TrainingImage"),
    ),
    help="An algorithm declares its hyperparameters, channels and metrics; for an image of your "
    "own you enter them.",
    redraws=True,
)
ALGORITHM_NAME = f"{SPECIFICATION}.AlgorithmName"
METRIC = "TrainingJobDefinitions.0.TuningObjective.MetricName"

ALGORITHM = Section(
    "Algorithm",
    (
        SOURCE,
        Field(
            ALGORITHM_NAME,
            "Algorithm",
            control=Control.PICK,
            options="algorithms",
            required=True,
            initial="{algorithm}",
            when=SOURCE.taking("algorithm"),
            redraws=True,
            help="The algorithm whose hyperparameters are tuned.",
        ),
        Field(
            f"{SPECIFICATION}.TrainingImage",
            "Training image",
            required=True,
            when=SOURCE.taking("image"),
            help="The registry path of the image, such as "
            "123456789012.dkr.ecr.us-east-2.amazonaws.com/my-image:1.",
        ),
        Field(
            f"{SPECIFICATION}.TrainingInputMode",
            "Training input mode",
            control=Control.SELECT,
            initial="{input_mode}",
            help="How channels get their data that do not say so themselves.",
        ),
        Field(
            NAME,
            "Training job definition name",
            advanced=True,
            help="Tells this definition from others of the tuning job; several must have names.",
        ),
    ),
    description="What each training job runs.",
)

METRICS = Rows(
    "Metrics",
    f"{SPECIFICATION}.MetricDefinitions",
    "metric",
    (
        Field(f"{SPECIFICATION}.MetricDefinitions.*.Name", "Metric name", help=""),
        Field(
            f"{SPECIFICATION}.MetricDefinitions.*.Regex",
            "Regular expression",
            help="Its first group is the value.",
        ),
    ),
    description="What is read from the training jobs' log. An algorithm brings its own; "
    "for an image of yours, the objective metric is required here.",
    skip_blank=True,
    compact=True,
    needed=SOURCE.taking("image"),
    advanced=True,
    tools="wizard/_metric_tools.html",
)

OBJECTIVE = Section(
    "Objective metric",
    (
        Field(
            METRIC,
            "Objective metric",
            control=Control.SELECT,
            options="metrics",
            initial="{metric}",
            help="The metric that decides which training job is the best one.",
        ),
        Field(
            "TrainingJobDefinitions.0.TuningObjective.Type",
            "Type",
            control=Control.RADIO,
            options="objectives",
            initial="{objective}",
            help="Whether a higher or a lower value is better.",
        ),
    ),
    description="The metric that the tuning job optimises. The algorithm declares which can be.",
)

TABLE = Hyperparameters(
    "Hyperparameter configuration",
    DECLARED,
    description="A static value is the same in every training job; a range is searched. "
    "Leave an optional one empty to use the algorithm's own default.",
)

ENVIRONMENT = Pairs(
    "Environment variables",
    "TrainingJobDefinitions.0.Environment",
    "variable",
    description="Set in the training containers.",
    advanced=True,
)
