"""Strategy Bayesian: the largest expected improvement under a Gaussian process.

Sources: Jones and others, "Efficient global optimization" (1998); Snoek and others, "Practical
Bayesian optimization" (2012). Why no library: docs/decisions/0002.
"""

import numpy as np
from scipy.special import log_ndtr, ndtr
from scipy.stats import qmc
from threadpoolctl import threadpool_limits

from tuningconsole.engine.search import belief, random
from tuningconsole.engine.search.base import Trial
from tuningconsole.engine.search.belief import Belief
from tuningconsole.engine.search.encoding import Array, Encoding
from tuningconsole.engine.search.space import Space

MIN_EVALUATED = 4
MAX_INITIAL = 10
_ANYWHERE = 1500
_NEAR = 100
_BEST = 5
_STEPS = (0.1, 0.03, 0.01, 0.003, 0.001)
_MARGINS = (0.0, 0.01, 0.1)
"""By so much, in deviations of what was seen, a suggestion is to improve on the best: they take
turns, since without a margin a search settles in the first valley that it finds."""


def suggest(space: Space, trials: list[Trial], seed: tuple[int, int]) -> dict[str, str]:
    """Return the most promising hyperparameters; as `base.Strategy`."""
    if not space.ranges or not _may_model(space, trials):
        return _spread(space, trials, seed)
    # One thread: the matrices are small, and several threads that wait for each other cost more.
    with threadpool_limits(1):
        encoding = Encoding(space)
        believed = belief.of(encoding, trials, _BEST)
        goal = believed.best - _MARGINS[len(trials) % len(_MARGINS)]
        found = _promising(encoding, believed, goal, np.random.default_rng(seed))
    tried = [trial.values for trial in trials]
    for row in found:
        values = space.texts(row.tolist())
        if values not in tried:
            return values
    return random.suggest(space, trials, seed)


def _may_model(space: Space, trials: list[Trial]) -> bool:
    """Tell whether there is enough to learn from.

    With parents whose losses are on another scale, every second suggestion is theirs until then:
    all of them would lie where the parents were best, and say nothing of where the job is better.
    """
    own = [trial for trial in trials if trial.scale == 0]
    evaluated = sum(trial.loss is not None for trial in own)
    is_theirs = len(own) < len(trials) and len(own) % 2 == 0
    return is_theirs or evaluated >= min(max(MIN_EVALUATED, len(space.ranges) + 1), MAX_INITIAL)


def _spread(space: Space, trials: list[Trial], seed: tuple[int, int]) -> dict[str, str]:
    """Return the next point of an even spread, for as long as there is little to learn from."""
    own = [trial for trial in trials if not trial.is_inherited]
    if not space.ranges or len(own) >= 2 * MAX_INITIAL:
        return random.suggest(space, trials, seed)
    points = qmc.Sobol(len(space.ranges), seed=seed[0]).random_base2(5)
    values = space.texts(points[len(own)].tolist())
    is_new = values not in [trial.values for trial in trials]
    return values if is_new else random.suggest(space, trials, seed)


def _promising(
    encoding: Encoding, believed: Belief, goal: float, generator: np.random.Generator
) -> Array:
    """Return rows of unit numbers, the one of the largest expected improvement first."""
    anywhere = generator.random((_ANYWHERE, believed.good.shape[1]))
    near = _around(encoding, believed.good, _STEPS[0], generator)
    rows = encoding.snapped(np.vstack([anywhere, near]))
    scores = _improvement(believed, encoding.encoded(rows), goal)
    for step in _STEPS:
        top = rows[np.argsort(-scores, kind="stable")[:_BEST]]
        near = encoding.snapped(_around(encoding, top, step, generator))
        rows = np.vstack([rows, near])
        scores = np.concatenate([scores, _improvement(believed, encoding.encoded(near), goal)])
    return rows[np.argsort(-scores, kind="stable")[: 10 * _BEST]]


def _around(encoding: Encoding, rows: Array, step: float, generator: np.random.Generator) -> Array:
    """Return many rows near each row: some numbers moved a step, sometimes another category."""
    near = np.repeat(rows, _NEAR, axis=0)
    moved = generator.random(near.shape) < max(2 / near.shape[1], 0.3)
    numbers = np.clip(near + step * generator.standard_normal(near.shape), 0.0, 1.0)
    others = generator.random(near.shape)
    is_other = moved & encoding.is_category & (generator.random(near.shape) < 0.5)
    near = np.where(moved & ~encoding.is_category, numbers, near)
    return np.where(is_other, others, near)


def _improvement(believed: Belief, points: Array, goal: float) -> Array:
    """Return the logarithm of the expected improvement, exact enough where it is almost none."""
    mean, deviation = believed.predict(points)
    z = (goal - mean) / deviation
    density = np.exp(-(z**2) / 2) / np.sqrt(2 * np.pi)
    expected = np.log(np.maximum(density + z * ndtr(z), 1e-300))
    # Far below: phi(z) + z Phi(z) is about Phi(z) / |z|.
    far = log_ndtr(z) - np.log(np.maximum(np.abs(z), 1.0))
    return np.asarray(np.where(z > -5, expected, far) + np.log(deviation))
