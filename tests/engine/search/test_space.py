import math
from collections import Counter
from typing import Any

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from tuningconsole.engine.search.space import Category, Number, read
from tuningconsole.spec.ranges import is_number

UNITS = st.floats(0, 1)
FINITE = st.floats(allow_nan=False, allow_infinity=False)
INTEGERS = st.integers(-(2**63) + 1, 2**63 - 1)


def number(kind: str, low: Any, high: Any, scaling: str = "Linear") -> Number:
    item = {"Name": "x", "MinValue": str(low), "MaxValue": str(high), "ScalingType": scaling}
    [found] = read({f"{kind}ParameterRanges": [item]}).ranges
    assert isinstance(found, Number)
    return found


@st.composite
def numbers(draw: st.DrawFn) -> Number:
    """Any range that a request may have."""
    kind = draw(st.sampled_from(["Integer", "Continuous"]))
    scaling = draw(st.sampled_from(["Auto", "Linear", "Logarithmic", "ReverseLogarithmic"]))
    values = INTEGERS if kind == "Integer" else FINITE
    if scaling == "Logarithmic":
        values = values.filter(lambda value: value > 0)
    if scaling == "ReverseLogarithmic":
        kind, values = "Continuous", st.floats(0, 1, exclude_max=True)
    low, high = sorted([draw(values), draw(values)])
    assume(low < high)
    return number(kind, low, high, scaling)


@given(numbers(), UNITS)
def test_every_value_is_in_its_range_and_written_as_its_type_is(found: Number, unit: float) -> None:
    text = found.text(unit)
    assert is_number("Integer" if found.is_integer else "Continuous", text)
    assert found.low <= (int(text) if found.is_integer else float(text)) <= found.high
    assert found.holds(text)


@given(numbers(), UNITS)
def test_where_a_value_lies_is_a_share_of_the_range(found: Number, unit: float) -> None:
    assert 0 <= found.unit(found.text(unit)) <= 1


@given(st.integers(-1000, 1000), st.integers(1, 1000), UNITS)
def test_an_integer_is_read_back_as_it_was_written(low: int, width: int, unit: float) -> None:
    for scaling in ("Linear", "Logarithmic") if low > 0 else ("Linear",):
        found = number("Integer", low, low + width, scaling)
        text = found.text(unit)
        assert found.text(found.unit(text)) == text


@given(UNITS)
@pytest.mark.parametrize(
    ("low", "high", "scaling"),
    [("-3", "5", "Linear"), ("1e-6", "10", "Logarithmic"), ("0", "0.9999", "ReverseLogarithmic")],
)
def test_a_continuous_value_lies_where_it_was_drawn(
    low: str, high: str, scaling: str, unit: float
) -> None:
    found = number("Continuous", low, high, scaling)
    assert found.unit(found.text(unit)) == pytest.approx(unit, abs=1e-9)


def test_each_integer_of_a_linear_range_has_the_same_share() -> None:
    found = number("Integer", 1, 5)
    drawn = Counter(found.text((step + 0.5) / 1000) for step in range(1000))
    assert drawn == {str(value): 200 for value in range(1, 6)}


@pytest.mark.parametrize(
    ("scaling", "low", "high", "middle"),
    [
        ("Linear", "0.01", "100", 50.005),
        ("Logarithmic", "0.01", "100", 1.0),
        ("ReverseLogarithmic", "0", "0.9999", 0.99),
        ("Auto", "0.01", "100", 1.0),
        ("Auto", "1", "50", 25.5),
        ("Auto", "0", "100", 50.0),
    ],
)
def test_the_middle_of_a_range_is_that_of_its_scale(
    scaling: str, low: str, high: str, middle: float
) -> None:
    assert float(number("Continuous", low, high, scaling).text(0.5)) == pytest.approx(middle)


def test_a_logarithmic_integer_range_is_halved_by_its_geometric_mean() -> None:
    assert number("Integer", 1, 10_000, "Logarithmic").text(0.5) == str(round(math.sqrt(0.5 * 1e4)))


def test_each_category_has_the_same_share() -> None:
    found = Category("kind", ("a", "b", "c"))
    drawn = Counter(found.text(step / 300) for step in range(300))
    assert drawn == {"a": 100, "b": 100, "c": 100}
    assert found.text(1.0) == "c"


def test_a_space_holds_its_own_points_only() -> None:
    space = read(
        {
            "IntegerParameterRanges": [{"Name": "n", "MinValue": "1", "MaxValue": "5"}],
            "CategoricalParameterRanges": [{"Name": "kind", "Values": ["a", "b"]}],
        }
    )
    assert space.texts([0.0, 0.99]) == {"kind": "a", "n": "5"}
    assert space.holds({"n": "5", "kind": "a"})
    for other in ({"n": "6", "kind": "a"}, {"n": "1.0", "kind": "a"}, {"n": "1", "kind": "c"}):
        assert not space.holds(other)
    assert not space.holds({"n": "1"})
    assert not space.holds({"n": "1", "kind": "a", "z": "1"})
