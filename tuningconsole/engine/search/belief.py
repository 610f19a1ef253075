"""What the Bayesian strategy believes of a search space after its trials.

What runs has the value that is expected of it, which keeps parallel suggestions apart; what failed
has the worst value seen. Trials of other scales (warm start with transfer learning) make a process
of their own, each scale standardised by itself. Its expectation is where the search begins; once
the job has values of its own, these are modelled by how they differ from as much of it as agrees
with them. So parents are of use when they are alike, and little in the way when they are not.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import numpy as np

from tuningconsole.engine.search import process
from tuningconsole.engine.search.base import Trial
from tuningconsole.engine.search.encoding import Array, Encoding
from tuningconsole.engine.search.process import Process

MIN_OWN = 3
"""Before so many values of its own a search goes by its parents."""
MAX_MODELLED = 300
"""The process's cost grows with the cube of its points: past this many the newest are taken."""
_CLOSEST = 1e-12
_LOWEST = -1e9
"""In quartile ranges from the median; what is better yet is as good."""


@dataclass(frozen=True, slots=True)
class Belief:
    """The process of a search.

    Attributes:
        best: the least value that is expected where the objective is known.
        good: the rows of unit numbers of the best trials, the best one first.
    """

    best: float
    good: Array
    _process: Process
    _parents: Process | None = None
    _share: float = 0.0
    _shift: float = 0.0

    def predict(self, points: Array) -> tuple[Array, Array]:
        """Return the expected values at encoded points, and their standard deviations."""
        mean, deviation = self._process.predict(points)
        if self._parents is not None and self._share:
            mean = mean + self._share * (self._parents.mean(points) - self._shift)
        return mean, deviation


def of(encoding: Encoding, trials: Sequence[Trial], most_good: int) -> Belief:
    """Return the belief after trials, of which at least one was evaluated."""
    own = [trial for trial in trials if trial.scale == 0][-MAX_MODELLED:]
    known = [trial for trial in own if not trial.is_pending]
    evaluated = sum(trial.loss is not None for trial in known)
    theirs = [trial for trial in trials if trial.scale and trial.loss is not None]
    pending = _points(encoding, [trial for trial in own if trial.is_pending])
    if theirs and evaluated < MIN_OWN:
        return _of_parents(encoding, theirs, own, most_good)
    points, values = _points(encoding, known), _values(known)
    parents = _process(encoding, theirs) if theirs else None
    share = shift = 0.0
    if parents is not None:
        expected = parents.mean(points)
        shift = float(expected.mean())
        off = expected - shift
        # One observation's worth of trust that parents and job are alike.
        share = max(0.0, float((off @ values + 1.0) / (off @ off + 1.0)))
        residual = values - share * off
    else:
        residual = values
    scales = process.fit(points, residual, encoding.groups)
    fitted = Process(points, residual, scales)
    believed = np.concatenate([residual, fitted.mean(pending)]) if len(pending) else residual
    conditioned = (
        Process(np.vstack([points, pending]), believed, scales) if len(pending) else fitted
    )
    good = _rows(encoding, known)[np.argsort(values, kind="stable")[:most_good]]
    plain = Belief(0.0, good, conditioned, parents, share, shift)
    return Belief(float(plain.predict(points)[0].min()), good, conditioned, parents, share, shift)


def _of_parents(
    encoding: Encoding, theirs: Sequence[Trial], own: Sequence[Trial], most_good: int
) -> Belief:
    """Return the belief by the parents alone; the job's own trials turned out as expected."""
    parents = _process(encoding, theirs)
    points, values = _points(encoding, theirs), _standardised_by_scale(theirs)
    good = _rows(encoding, theirs)[np.argsort(values, kind="stable")[:most_good]]
    best = float(parents.mean(points).min())
    if own:
        tried = _points(encoding, own)
        points = np.vstack([points, tried])
        values = np.concatenate([values, parents.mean(tried)])
    return Belief(best, good, Process(points, values, parents.scales))


def _process(encoding: Encoding, trials: Sequence[Trial]) -> Process:
    newest = trials[-MAX_MODELLED:]
    points, values = _points(encoding, newest), _standardised_by_scale(newest)
    return Process(points, values, process.fit(points, values, encoding.groups))


def _rows(encoding: Encoding, trials: Iterable[Trial]) -> Array:
    return np.array([encoding.units(trial.values) for trial in trials])


def _points(encoding: Encoding, trials: Sequence[Trial]) -> Array:
    if not trials:
        return np.empty((0, len(encoding.groups)))
    return encoding.encoded(_rows(encoding, trials))


def _values(trials: Sequence[Trial]) -> Array:
    """Return the standardised losses; a failed trial has the worst."""
    worst = max(trial.loss for trial in trials if trial.loss is not None)
    return standardised(np.array([worst if trial.loss is None else trial.loss for trial in trials]))


def _standardised_by_scale(trials: Sequence[Trial]) -> Array:
    scales = np.array([trial.scale for trial in trials])
    values = np.empty(len(trials))
    for scale in np.unique(scales):
        values[scales == scale] = _values([each for each in trials if each.scale == scale])
    return values


def standardised(losses: Array) -> Array:
    """Return losses of mean 0 and deviation 1, in the same order, much worse ones drawn in."""
    # The largest double squared is infinite.
    scaled = losses / (np.abs(losses).max() or 1.0)
    low, middle, high = np.percentile(scaled, [25, 50, 75])
    spread = max((high - low) or scaled.std(), _CLOSEST)
    off = np.maximum((scaled - middle) / spread, _LOWEST)
    drawn = np.where(off > 0, np.arcsinh(off), off)
    deviation = drawn.std()
    return np.asarray((drawn - drawn.mean()) / deviation if deviation > _CLOSEST else 0.0 * drawn)
