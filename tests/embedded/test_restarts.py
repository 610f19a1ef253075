"""Which part is started again, when, and which is given up."""

import signal

from tuningconsole.embedded.restarts import MOST_IN_A_ROW, SOUND_AFTER_S, Restarts

SOON = 0.2


def test_a_part_that_soon_ends_is_started_later_and_later_until_it_is_given_up() -> None:
    part = Restarts()
    waits = [part.wait_s(SOON, 1) for _ in range(MOST_IN_A_ROW + 1)]
    assert waits == [0.0, 1.0, 2.0, 4.0, 8.0, 16.0, None]


def test_a_part_that_ran_for_a_while_begins_anew() -> None:
    part = Restarts()
    for _ in range(MOST_IN_A_ROW):
        part.wait_s(SOON, 1)
    assert part.wait_s(SOUND_AFTER_S, 1) == 0.0
    assert part.wait_s(SOON, 1) == 1.0


def test_a_part_that_is_killed_again_and_again_comes_again_at_once() -> None:
    part = Restarts()
    assert {part.wait_s(SOON, -signal.SIGKILL) for _ in range(50)} == {0.0}
    assert part.wait_s(SOON, 1) == 0.0
