"""Ways to break the rules of strategies and of Autotune."""

from tests.spec.requests import ABSENT
from tests.spec.rule_cases.case import (
    CATEGORICAL,
    CONFIG,
    CONTINUOUS,
    INTEGER,
    LIMITS,
    QUOTA_END,
    RANGES,
    STATIC,
    WARM,
    Case,
    D,
)

STRATEGY = f"{CONFIG}.Strategy"
HYPERBAND = f"{CONFIG}.StrategyConfig.HyperbandStrategyConfig"
AUTO = f"{RANGES}.AutoParameters"
TOTAL = f"{LIMITS}.MaxNumberOfTrainingJobs"
GRID = {
    STRATEGY: "Grid",
    f"{RANGES}.IntegerParameterRanges": [],
    f"{RANGES}.ContinuousParameterRanges": [],
    f"{STATIC}.leaves": "5",
    TOTAL: 2,
}
"""Two categorical values are tried."""

CASES = [
    Case(
        "grid_is_categorical",
        {STRATEGY: "Grid"},
        f"{INTEGER}.Name",
        "Grid strategy supports only categorical hyperparameters: leaves, rate.",
    ),
    Case(
        "grid_is_categorical",
        {STRATEGY: "Grid"},
        f"{CONTINUOUS}.Name",
        "Grid strategy supports only categorical hyperparameters: leaves, rate.",
    ),
    Case(
        "grid_count",
        {**GRID, TOTAL: 3},
        TOTAL,
        "MaxNumberOfTrainingJobs [3] must equal the number of combinations [2].",
    ),
    Case(
        "training_job_limits",
        {
            **GRID,
            TOTAL: ABSENT,
            f"{RANGES}.CategoricalParameterRanges": [
                {"Name": f"c{number}", "Values": [*"abcdefghijklmnopqrstuvwxyzABCD"]}
                for number in range(2)
            ],
        },
        TOTAL,
        (
            "The account-level service limit 'Number of training jobs per hyperparameter tuning"
            " job' is 750 Jobs, with current utilization of 0 Jobs and a request delta of 900 Jobs."
        )
        + QUOTA_END,
        {"algorithms": {}},
        code="ResourceLimitExceeded",
    ),
    Case(
        "hyperband_max_resource",
        {STRATEGY: "Hyperband"},
        f"{HYPERBAND}.MaxResource",
        (
            "MaxResource parameter is not provided and could not be inferred from provided static"
            " hyperparameters of TrainingJobDefinition."
        ),
    ),
    Case(
        "hyperband_resources",
        {STRATEGY: "Hyperband", HYPERBAND: {"MinResource": 1, "MaxResource": 20_001}},
        f"{HYPERBAND}.MaxResource",
        "MaxResource [20001] must not exceed 20000.",
    ),
    Case(
        "hyperband_resources",
        {STRATEGY: "Hyperband", HYPERBAND: {"MinResource": 9, "MaxResource": 8}},
        f"{HYPERBAND}.MinResource",
        "MinResource [9] must not exceed MaxResource [8].",
    ),
    Case(
        "hyperband_resources",
        {STRATEGY: "Hyperband", HYPERBAND: {"MinResource": 9}, f"{STATIC}.epochs": "8"},
        f"{HYPERBAND}.MinResource",
        "MinResource [9] must not exceed MaxResource [8].",
        {"algorithms": {}},
    ),
    Case(
        "hyperband_resources",
        {STRATEGY: "Hyperband", f"{STATIC}.n-epochs": '"20001"'},
        f"{STATIC}.n-epochs",
        "MaxResource [20001] must not exceed 20000.",
        {"algorithms": {}},
    ),
    Case(
        "hyperband_early_stopping",
        {
            STRATEGY: "Hyperband",
            f"{HYPERBAND}.MaxResource": 9,
            f"{CONFIG}.TrainingJobEarlyStoppingType": "Auto",
        },
        f"{CONFIG}.TrainingJobEarlyStoppingType",
        "TrainingJobEarlyStoppingType must be Off when Strategy is Hyperband.",
    ),
    Case(
        "strategy_config",
        {f"{HYPERBAND}.MaxResource": 9},
        HYPERBAND,
        "HyperbandStrategyConfig is only supported when Strategy is Hyperband.",
        severity="warning",
    ),
    Case(
        "warm_start_strategy",
        {**WARM, STRATEGY: "Hyperband", f"{HYPERBAND}.MaxResource": 9},
        STRATEGY,
        "Warm start is not documented for Strategy Hyperband.",
        severity="warning",
    ),
    Case(
        "parallel_search",
        {f"{LIMITS}.MaxParallelTrainingJobs": 6},
        f"{LIMITS}.MaxParallelTrainingJobs",
        (
            "MaxParallelTrainingJobs equals MaxNumberOfTrainingJobs: a Bayesian search of one round"
            " is a random search."
        ),
        severity="warning",
    ),
    Case(
        "auto_parameters",
        {AUTO: [{"Name": "depth", "ValueHint": "3"}]},
        AUTO,
        "AutoParameters are only used when Autotune is enabled.",
        severity="warning",
    ),
    Case(
        "auto_parameters",
        {"Autotune.Mode": "Enabled", AUTO: [{"Name": "leaves", "ValueHint": "5"}]},
        f"{AUTO}.0.Name",
        "Hyperparameter leaves is given more than once.",
    ),
    Case(
        "auto_parameters",
        {"Autotune.Mode": "Enabled", AUTO: [{"Name": "depth", "ValueHint": "5"}] * 2},
        f"{AUTO}.1.Name",
        "Hyperparameter depth is given more than once.",
    ),
    Case(
        "auto_parameters",
        {"Autotune.Mode": "Enabled", AUTO: [{"Name": "depth", "ValueHint": "5.5"}]},
        f"{AUTO}.0.ValueHint",
        "ValueHint [5.5] of hyperparameter depth is not a valid integer value.",
    ),
    Case(
        "hyperparameter_count",
        {
            "Autotune.Mode": "Enabled",
            AUTO: [{"Name": f"a{number}", "ValueHint": "1"} for number in range(95)],
        },
        STATIC,
        "The total number of static and tunable hyperparameters, [101], must not exceed 100.",
        {"algorithms": {}},
    ),
    Case(
        "range_is_tunable",
        {"Autotune.Mode": "Enabled", AUTO: [{"Name": "x", "ValueHint": "5"}]},
        f"{AUTO}.0.Name",
        "Invalid hyperparameter: x is not supported by trees",
    ),
    Case(
        "range_is_tunable",
        {
            "Autotune.Mode": "Enabled",
            STATIC: {"note": "a"},
            AUTO: [{"Name": "seed", "ValueHint": "5"}],
        },
        f"{AUTO}.0.Name",
        "Hyperparameter seed is not tunable by trees.",
    ),
]

VALID = [
    GRID,
    GRID | {TOTAL: ABSENT},
    {STRATEGY: "Hyperband", HYPERBAND: {"MinResource": 9, "MaxResource": 9}},
    {STRATEGY: "Hyperband", f"{HYPERBAND}.MaxResource": 20_000},
    {STRATEGY: "Hyperband", f"{HYPERBAND}.MaxResource": 2, f"{CATEGORICAL}.Values": ["gini"]},
    {"Autotune.Mode": "Enabled", AUTO: [{"Name": "depth", "ValueHint": "3"}]},
    {f"{D}.HyperParameterRanges.IntegerParameterRanges.0.ScalingType": "Logarithmic"},
]
