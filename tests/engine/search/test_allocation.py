"""Definitions take turns."""

from collections import Counter
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from tuningconsole.engine.search.allocation import next_definition


def definition(count: int | None) -> dict[str, Any]:
    """Return a definition of so many combinations, None for infinitely many."""
    if count is None:
        ranges = {"ContinuousParameterRanges": [{"Name": "x"}]}
    else:
        values = [str(n) for n in range(count)]
        ranges = {"CategoricalParameterRanges": [{"Name": "x", "Values": values}]}  # type: ignore[dict-item]
    return {"HyperParameterRanges": ranges}


def turns(counts: list[int | None], length: int) -> list[int]:
    definitions = [definition(count) for count in counts]
    made: Counter[int] = Counter()
    found = []
    while len(found) < length and (turn := next_definition(definitions, made)) is not None:
        made[turn] += 1
        found.append(turn)
    return found


def test_definitions_take_turns() -> None:
    assert turns([None, None, None], 7) == [0, 1, 2, 0, 1, 2, 0]


def test_a_definition_without_combinations_left_lets_the_others_go_on() -> None:
    assert turns([1, 3, 2], 99) == [0, 1, 2, 1, 2, 1]


@settings(deadline=None)
@given(st.lists(st.integers(1, 9), min_size=1, max_size=10))
def test_every_combination_gets_its_turn(counts: list[int]) -> None:
    assert Counter(turns([*counts], 999)) == dict(enumerate(counts))
