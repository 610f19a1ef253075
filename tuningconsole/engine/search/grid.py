"""Strategy Grid: every combination of the categories once, in the order of the values."""

from itertools import product

from tuningconsole.engine.search.base import Trial
from tuningconsole.engine.search.space import Category, Space


def suggest(space: Space, trials: list[Trial], seed: tuple[int, int]) -> dict[str, str]:
    """Return the first combination that was not tried; as `base.Strategy`.

    What parents tried is tried again: each tuning job goes through its whole grid.

    Raises:
        ValueError: a range is not categorical, or every combination was tried.
    """
    axes = [item for item in space.ranges if isinstance(item, Category)]
    if len(axes) != len(space.ranges):
        raise ValueError("Grid takes categorical ranges only.")
    tried = [trial.values for trial in trials if not trial.is_inherited]
    for combination in product(*(item.values for item in axes)):
        values = dict(zip((item.name for item in axes), combination, strict=True))
        if values not in tried:
            return values
    raise ValueError("Every combination was tried.")
