"""How long to wait before AWS is asked again."""

import random
from datetime import timedelta

SOON = timedelta(seconds=2)
LONGEST = timedelta(minutes=5)


def backoff(delays: int) -> timedelta:
    """Return how long to wait after so many delays in a row: up to 2 s, 4 s, … 5 minutes.

    From half of that to all of it, at random: what was refused together does not come back so.
    """
    longest: timedelta = min(SOON * 2 ** min(delays, 10), LONGEST)
    return longest * random.uniform(0.5, 1)  # noqa: S311  No secret hangs on it.
