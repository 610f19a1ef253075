"""Strategy Bayesian: expected improvement under a Gaussian process (docs/decisions/0002).

What runs and what failed is in the model too, with a made-up loss: a pending trial the best seen
so far (the constant liar of Ginsbourger and others, 2010, which keeps parallel suggestions
apart), a failed one the worst.
"""

import warnings
from typing import Any

import numpy as np
from skopt import Optimizer
from skopt.space import Categorical, Real

from tuningconsole.engine.search import random
from tuningconsole.engine.search.base import Trial
from tuningconsole.engine.search.space import Category, Range, Space

MIN_EVALUATED = 3
MAX_MODELLED = 250
"""The process's cost grows with the cube of its points: past this many the newest are taken."""


def suggest(space: Space, trials: list[Trial], seed: tuple[int, int]) -> dict[str, str]:
    """Return the most promising hyperparameters; as `base.Strategy`."""
    losses = [trial.loss for trial in trials if trial.loss is not None]
    drawn = random.suggest(space, trials, seed)
    if len(losses) < max(MIN_EVALUATED, len(space.ranges) + 1):
        return drawn
    optimizer = Optimizer(
        [_dimension(item) for item in space.ranges],
        base_estimator="GP",
        n_initial_points=1,
        acq_func="EI",
        random_state=int(np.random.SeedSequence(seed).generate_state(1)[0]),
    )
    known = trials[-MAX_MODELLED:]
    liar = {True: min(losses), False: max(losses)}
    with warnings.catch_warnings():
        # skopt tells when it suggests a point again, and sklearn when a fit is flat: both are ours
        # to handle, below.
        warnings.simplefilter("ignore")
        optimizer.tell(
            [
                [_coordinate(item, trial.values[item.name]) for item in space.ranges]
                for trial in known
            ],
            [liar[trial.is_pending] if trial.loss is None else trial.loss for trial in known],
        )
        point = optimizer.ask()
    found = {item.name: _text(item, x) for item, x in zip(space.ranges, point, strict=True)}
    return drawn if found in [trial.values for trial in trials] else found


def _dimension(item: Range) -> Any:
    return Categorical(item.values) if isinstance(item, Category) else Real(0.0, 1.0)


def _coordinate(item: Range, text: str) -> Any:
    return text if isinstance(item, Category) else item.unit(text)


def _text(item: Range, coordinate: Any) -> str:
    return str(coordinate) if isinstance(item, Category) else item.text(float(coordinate))
