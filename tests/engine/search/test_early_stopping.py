"""The median rule, on curves."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tuningconsole.engine.search.early_stopping import MIN_PREVIOUS, is_to_stop
from tuningconsole.engine.search.observations import Curve

ENDED = [Curve(n, has_ended=True, losses=[float(n), float(n), float(n)]) for n in range(1, 6)]
"""Five training jobs whose losses, and so their averages, are 1 to 5: the median is 3."""


@pytest.mark.parametrize(("loss", "expected"), [(2.9, False), (3.0, False), (3.1, True)])
def test_worse_than_the_median_is_stopped(loss: float, expected: bool) -> None:
    curve = Curve(6, has_ended=False, losses=[loss])
    assert is_to_stop(curve, 1, [*ENDED, curve]) is expected


def test_the_present_value_counts_and_not_the_average() -> None:
    curve = Curve(6, has_ended=False, losses=[0.0, 9.0])
    assert not is_to_stop(curve, 1, ENDED)
    assert is_to_stop(curve, 2, ENDED)


def test_the_others_are_taken_by_their_average_up_to_the_epoch() -> None:
    falling = [Curve(n, has_ended=True, losses=[9.0, 1.0, 0.0]) for n in range(5)]
    curve = Curve(6, has_ended=False, losses=[9.0, 4.9, 3.5])
    assert [is_to_stop(curve, epoch, falling) for epoch in (1, 2, 3)] == [False, False, True]


def test_the_first_training_jobs_are_never_stopped() -> None:
    curve = Curve(6, has_ended=False, losses=[99.0])
    assert not is_to_stop(curve, 1, ENDED[: MIN_PREVIOUS - 1])
    assert is_to_stop(curve, 1, ENDED)


def test_those_that_run_or_did_not_get_so_far_do_not_count() -> None:
    curve = Curve(9, has_ended=False, losses=[99.0] * 4)
    running = [Curve(n, has_ended=False, losses=[1.0] * 4) for n in range(9)]
    assert not is_to_stop(curve, 1, running)
    assert is_to_stop(curve, 3, ENDED)
    assert not is_to_stop(curve, 4, ENDED)


LOSS = st.floats(allow_nan=False, allow_infinity=False)


@settings(deadline=None)
@given(st.lists(st.lists(LOSS, min_size=1, max_size=5), min_size=5, max_size=9), st.integers(1, 5))
def test_the_best_of_all_is_never_stopped(losses: list[list[float]], epoch: int) -> None:
    others = [Curve(n, has_ended=True, losses=each) for n, each in enumerate(losses)]
    best = min(min(each) for each in losses)
    curve = Curve(99, has_ended=False, losses=[best] * 5)
    # An average of equal numbers may be off by its last digit.
    averages = [sum(loss / epoch for loss in each[:epoch]) for each in losses]
    if min(averages) >= best:
        assert not is_to_stop(curve, epoch, others)
