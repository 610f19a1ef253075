"""Ways to break the rules of hyperparameters and ranges."""

from tests.spec.rule_cases.case import (
    CATEGORICAL,
    CONTINUOUS,
    INTEGER,
    LIMITS,
    RANGES,
    SMALL_SPACE,
    STATIC,
    Case,
    number,
)

CASES = [
    Case(
        "hyperparameter_count",
        {f"{CATEGORICAL[:-2]}": [{"Name": f"c{n}", "Values": ["a"]} for n in range(29)]},
        RANGES,
        "The number of tunable hyperparameters, [31], exceeds the maximum of 30.",
        {"algorithms": {}},
    ),
    Case(
        "hyperparameter_count",
        {STATIC: {f"p{n}": "1" for n in range(97)}},
        STATIC,
        ("The total number of static and tunable hyperparameters, [101], must not exceed 100."),
        {"algorithms": {}},
    ),
    Case(
        "hyperparameter_once",
        {f"{STATIC}.leaves": "5"},
        f"{INTEGER}.Name",
        "Hyperparameter leaves is both static and tunable.",
    ),
    Case(
        "hyperparameter_once",
        {f"{CONTINUOUS}.Name": "leaves"},
        f"{CONTINUOUS}.Name",
        "Hyperparameter leaves has more than one range.",
        {"algorithms": {}},
    ),
    Case(
        "ranges_are_given",
        {RANGES: {}},
        RANGES,
        "Need to specify hyperparameter ranges or set autotune=True.",
        {"algorithms": {}},
    ),
    Case(
        "range_numbers",
        {f"{INTEGER}.MinValue": "2.5"},
        f"{INTEGER}.MinValue",
        number("MinValue", "2.5", "integer", "leaves"),
    ),
    Case(
        "range_numbers",
        {f"{CONTINUOUS}.MaxValue": "nan"},
        f"{CONTINUOUS}.MaxValue",
        number("MaxValue", "nan", "continuous", "rate"),
    ),
    Case(
        "range_of_one_value",
        {f"{INTEGER}.MaxValue": "2"},
        f"{INTEGER}.MaxValue",
        "MinValue [2] of hyperparameter leaves must be less than MaxValue [2].",
    ),
    Case(
        "range_numbers",
        {f"{CONTINUOUS}.MinValue": "1e0"},
        f"{CONTINUOUS}.MaxValue",
        "MinValue [1e0] of hyperparameter rate must be less than MaxValue [0.9].",
    ),
    Case(
        "range_of_one_value",
        {f"{CONTINUOUS}.MinValue": "9e-1"},
        f"{CONTINUOUS}.MaxValue",
        "MinValue [9e-1] of hyperparameter rate must be less than MaxValue [0.9].",
    ),
    Case(
        "range_values",
        {f"{CATEGORICAL}.Values": ["gini", "gini"]},
        f"{CATEGORICAL}.Values.1",
        "Duplicate value [gini] of categorical hyperparameter criterion.",
    ),
    Case(
        "range_is_tunable",
        {f"{INTEGER}.Name": "x", f"{STATIC}.leaves": "5"},
        f"{INTEGER}.Name",
        "Invalid hyperparameter: x is not supported by trees",
    ),
    Case(
        "range_is_tunable",
        {f"{INTEGER}.Name": "seed", STATIC: {"leaves": "5"}},
        f"{INTEGER}.Name",
        "Hyperparameter seed is not tunable by trees.",
    ),
    Case(
        "range_is_tunable",
        {f"{CONTINUOUS}.Name": "depth"},
        f"{CONTINUOUS}.Name",
        "Hyperparameter depth is of type Integer, but an Continuous range was provided.",
    ),
    Case(
        "range_within_declared",
        {f"{INTEGER}.MaxValue": "1001"},
        f"{INTEGER}.MaxValue",
        ("The range [2, 1001] of hyperparameter leaves is outside the supported range [1, 1000]."),
    ),
    Case(
        "range_within_declared",
        {f"{CONTINUOUS}.MinValue": "-1.0000000000000000001"},
        f"{CONTINUOUS}.MinValue",
        (
            "The range [-1.0000000000000000001, 0.9] of hyperparameter rate is outside the"
            " supported range [-1, 1.5]."
        ),
    ),
    Case(
        "range_within_declared",
        {f"{CATEGORICAL}.Values": ["gini", "mse"]},
        f"{CATEGORICAL}.Values.1",
        (
            "The value [mse] of hyperparameter criterion is not one of the supported values"
            " [gini, entropy]."
        ),
    ),
    Case(
        "range_scaling",
        {f"{INTEGER}.ScalingType": "ReverseLogarithmic"},
        f"{INTEGER}.ScalingType",
        "ReverseLogarithmic scaling is not supported for integer hyperparameters: leaves.",
    ),
    Case(
        "range_scaling",
        {f"{CONTINUOUS}.ScalingType": "Logarithmic", f"{CONTINUOUS}.MinValue": "0"},
        f"{CONTINUOUS}.MinValue",
        "Logarithmic scaling requires values greater than 0: rate.",
    ),
    Case(
        "range_scaling",
        {f"{CONTINUOUS}.ScalingType": "ReverseLogarithmic", f"{CONTINUOUS}.MaxValue": "1.0"},
        f"{CONTINUOUS}.MaxValue",
        "ReverseLogarithmic scaling requires 0 <= x < 1.0: rate.",
    ),
    Case(
        "range_scaling",
        {f"{CONTINUOUS}.ScalingType": "ReverseLogarithmic", f"{CONTINUOUS}.MinValue": "-0.1"},
        f"{CONTINUOUS}.MinValue",
        "ReverseLogarithmic scaling requires 0 <= x < 1.0: rate.",
    ),
    Case(
        "enough_combinations",
        SMALL_SPACE,
        f"{LIMITS}.MaxNumberOfTrainingJobs",
        (
            "You don't have enough combinations of hyperparameter ranges. The total number"
            " of hyperparameter combinations for the provided ranges [3.0] must be equal or"
            " greater than the value of MaxNumberOfJobs, [6]. Provide additional ranges."
        ),
    ),
    Case(
        "static_is_declared",
        {f"{STATIC}.bogus": "1"},
        f"{STATIC}.bogus",
        "Invalid hyperparameter: bogus is not supported by trees",
    ),
    Case(
        "static_is_declared",
        {f"{STATIC}.seed": "1.5"},
        f"{STATIC}.seed",
        "Invalid value: 1.5 for hyperparameter seed. Supported range: Integer",
    ),
    Case(
        "static_is_declared",
        {f"{RANGES}.ContinuousParameterRanges": [], f"{STATIC}.rate": "1.6"},
        f"{STATIC}.rate",
        "Invalid value: 1.6 for hyperparameter rate. Supported range: [-1, 1.5]",
    ),
    Case(
        "static_is_declared",
        {f"{RANGES}.CategoricalParameterRanges": [], f"{STATIC}.criterion": "mse"},
        f"{STATIC}.criterion",
        ("Invalid value: mse for hyperparameter criterion. Supported range: [gini, entropy]"),
    ),
    Case(
        "required_hyperparameters",
        {f"{RANGES}.IntegerParameterRanges": []},
        f"{STATIC}.leaves",
        "Required hyperparameter: leaves is not set",
    ),
]

VALID = [
    {f"{INTEGER}.MaxValue": "3"},
    {f"{CATEGORICAL}.Values": ["gini"]},
    {f"{CONTINUOUS}.ScalingType": "Logarithmic", f"{CONTINUOUS}.MinValue": "1e-300"},
    {f"{CONTINUOUS}.ScalingType": "ReverseLogarithmic", f"{CONTINUOUS}.MinValue": "0"},
    {**SMALL_SPACE, f"{LIMITS}.MaxNumberOfTrainingJobs": 3},
]
