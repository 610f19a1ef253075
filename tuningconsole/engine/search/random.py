"""Strategy Random: uniform on each range's scale, and nothing twice while something is left."""

import numpy as np

from tuningconsole.engine.search.base import Trial
from tuningconsole.engine.search.space import Space

MAX_DRAWS = 200


def suggest(space: Space, trials: list[Trial], seed: tuple[int, int]) -> dict[str, str]:
    """Return hyperparameters drawn at random; as `base.Strategy`."""
    generator = np.random.default_rng(seed)
    seen = [trial.values for trial in trials]
    values: dict[str, str] = {}
    for _ in range(MAX_DRAWS):
        values = space.texts(generator.random(len(space.ranges)).tolist())
        if values not in seen:
            break
    return values
