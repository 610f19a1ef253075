"""Step 1: warm start, name, how to search."""

from tuningconsole.wizard.binding.declarations import Control, Field, Is, Section, Switch

CONFIG = "HyperParameterTuningJobConfig"
STRATEGY = f"{CONFIG}.Strategy"
ON_HYPERBAND = (Is(STRATEGY, ("Hyperband",)),)
CRITERIA = f"{CONFIG}.TuningJobCompletionCriteria"

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
    ),
    description="The job's name.",
)

SEARCH = Section(
    "Tuning strategy",
    (
        Field(
            STRATEGY,
            "Strategy",
            control=Control.SELECT,
            initial="Bayesian",
            help="Bayesian learns from the training jobs that have ended. Hyperband stops those "
            "that fall behind. Grid tries every combination of categorical values.",
        ),
        Field(
            f"{CONFIG}.StrategyConfig.HyperbandStrategyConfig.MinResource",
            "Minimum resource",
            when=ON_HYPERBAND,
            help="How many epochs or iterations a training job runs before it may be stopped.",
        ),
        Field(
            f"{CONFIG}.StrategyConfig.HyperbandStrategyConfig.MaxResource",
            "Maximum resource",
            when=ON_HYPERBAND,
            help="How many epochs or iterations a training job runs at most. Left empty, it is "
            "taken from the static hyperparameter epochs.",
        ),
        Field(
            f"{CONFIG}.TrainingJobEarlyStoppingType",
            "Training job early stopping",
            control=Control.SELECT,
            initial="Off",
            help="Auto stops training jobs that are not likely to become the best one.",
        ),
        Field(
            f"{CONFIG}.RandomSeed",
            "Random seed",
            advanced=True,
            help="With the same seed, Random and Hyperband try the same configurations again.",
            limits="A whole number, 0 to 2147483647.",
        ),
        Field(
            "Autotune.Mode",
            "Autotune",
            control=Control.SELECT,
            advanced=True,
            required=False,
            labels={"Enabled": "On"},
            help="SageMaker chooses ranges, limits, strategy and objective that are left out.",
        ),
        Field(
            f"{CRITERIA}.TargetObjectiveMetricValue",
            "Target objective metric value",
            advanced=True,
            required=False,
            help="The tuning job is complete once a training job reaches it.",
            limits="A number, such as 0.95 or -1e-3.",
        ),
        Field(
            f"{CRITERIA}.BestObjectiveNotImproving.MaxNumberOfTrainingJobsNotImproving",
            "Training jobs without improvement",
            advanced=True,
            help="The tuning job is complete after so many training jobs that did not improve on "
            "the best one by 1 % or more.",
        ),
        Field(
            f"{CRITERIA}.ConvergenceDetected.CompleteOnConvergence",
            "Complete on convergence",
            control=Control.SELECT,
            advanced=True,
            help="The tuning job is complete once SageMaker finds that it will hardly improve.",
        ),
    ),
    description="How the hyperparameters are searched, and when that is enough.",
)
