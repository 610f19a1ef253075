from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tuningconsole.spec import ranges


@pytest.mark.parametrize(
    ("text", "value"),
    [("0", 0), ("-5", -5), ("007", 7), ("9" * 30, 10**30 - 1)],
    ids=str,
)
def test_an_integer_is_exact(text: str, value: int) -> None:
    assert ranges.integer(text) == value
    assert isinstance(ranges.integer(text), int)


NO_INTEGERS = ["", " 1", "1 ", "1.0", "1e3", "+1", "0x1", "1_000", "\u0661", "one", "-", "9" * 257]
NO_NUMBERS = ["", " 1", "1,5", "nan", "inf", "-Infinity", "1e", "e5", ".", "0x1p3", "1_0", "1e400"]


@pytest.mark.parametrize("text", [*NO_INTEGERS, None, 1, 1.5, True, ["1"], b"1"])
def test_what_is_no_integer_is_refused(text: Any) -> None:
    assert not ranges.is_number("Integer", text)
    with pytest.raises(ranges.NotANumberError):
        ranges.integer(text)


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("0.1", "0.1"),
        ("1e-5", "0.00001"),
        ("5.081388147234708e-06", "0.000005081388147234708"),
        ("-2", "-2"),
        ("+.5", "0.5"),
        ("3.", "3"),
        ("0.1000000000000000055511151231257827", "0.1000000000000000055511151231257827"),
    ],
)
def test_a_continuous_value_is_exact(text: str, value: str) -> None:
    assert ranges.continuous(text) == Decimal(value)


@pytest.mark.parametrize("text", [*NO_NUMBERS, "1" * 257, "1e999999999999", None, 0.5])
def test_what_is_no_finite_number_is_refused(text: Any) -> None:
    assert not ranges.is_number("Continuous", text)


@given(st.floats(allow_nan=False, allow_infinity=False))
def test_what_the_sdk_writes_of_a_float_is_read_back_as_that_float(value: float) -> None:
    assert float(ranges.continuous(str(value))) == value


@pytest.mark.parametrize(
    ("parameter_ranges", "count"),
    [
        ({"IntegerParameterRanges": [{"MinValue": "2", "MaxValue": "4"}]}, 3),
        (
            {
                "IntegerParameterRanges": [{"MinValue": "2", "MaxValue": "4"}],
                "CategoricalParameterRanges": [{"Values": ["a", "b"]}],
            },
            6,
        ),
        ({"ContinuousParameterRanges": [{"MinValue": "0", "MaxValue": "1"}]}, None),
        ({"ContinuousParameterRanges": [], "CategoricalParameterRanges": [{"Values": ["a"]}]}, 1),
    ],
)
def test_combinations_are_the_product(parameter_ranges: Any, count: int | None) -> None:
    assert ranges.combinations(parameter_ranges) == count


def test_grid_makes_the_combinations_of_all_definitions() -> None:
    two, three = ({"Name": "a", "Values": [*values]} for values in ("xy", "xyz"))
    first = {"HyperParameterRanges": {"CategoricalParameterRanges": [two, three]}}
    second = {"HyperParameterRanges": {"CategoricalParameterRanges": [two]}}
    assert ranges.grid_size({"TrainingJobDefinitions": [first]}) == 6
    assert ranges.grid_size({"TrainingJobDefinitions": [first, second]}) == 8


def test_grid_has_no_size_while_a_definition_has_no_values_or_numbers() -> None:
    values = {"CategoricalParameterRanges": [{"Name": "a", "Values": ["x"]}]}
    numbers = values | {"IntegerParameterRanges": [{"Name": "b"}]}
    empty = {"CategoricalParameterRanges": [{"Name": "a", "Values": []}]}
    for other in (numbers, empty, {}):
        definitions = [{"HyperParameterRanges": each} for each in (values, other)]
        assert ranges.grid_size({"TrainingJobDefinitions": definitions}) is None
    assert ranges.grid_size({}) is None


@pytest.mark.parametrize(
    ("kind", "low", "high", "ends"),
    [
        ("Integer", "1", "2", (1, 2)),
        ("Integer", "1", str(2**63), None),
        ("Integer", "1", str(2**63 - 1), (1, 2**63 - 1)),
        ("Integer", "1.0", "2", None),
        ("Continuous", "0.1", "1e-1", (0.1, 0.1)),
        ("Continuous", "0.1", "0.10000000000000000001", (0.1, 0.1)),
        ("Continuous", "nan", "1", None),
    ],
)
def test_bounds_are_numbers_that_the_service_can_tell_apart(
    kind: str, low: str, high: str, ends: tuple[float, float] | None
) -> None:
    assert ranges.interval(kind, low, high) == ends
