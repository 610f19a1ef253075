"""Step 2: what to optimise, and which hyperparameters to search."""

from tuningconsole.wizard.binding.declarations import (
    Control,
    Field,
    Hyperparameters,
    Section,
    Step,
)

OBJECTIVE = Section(
    "Objective metric",
    (
        Field(
            "TrainingJobDefinitions.0.TuningObjective.MetricName",
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

HYPERPARAMETERS = Step(
    "hyperparameters",
    "Configure algorithm and hyperparameters",
    (
        OBJECTIVE,
        Hyperparameters(
            "Hyperparameter configuration",
            "TrainingJobDefinitions.0.HyperParameters",
            description="A static value is the same in every training job; a range is searched. "
            "Leave an optional one empty to use the algorithm's own default.",
        ),
    ),
)
