"""Strategy Hyperband, asynchronous: random configurations, of which few go on past each rung.

Pure. Sources: HyperbandStrategyConfig in botocore's model; Li and others, "Hyperband" (2018) and "A
system for massively parallel hyperparameter tuning" (2020): its variant that stops training jobs
and never pauses one. A resource is an epoch, a value of the objective metric. Brackets begin to
stop at MinResource, three times as much, nine times and so on; a training job is of one of them by
the seed and its number, in Hyperband's proportions. At a rung it goes on if it is among the best
third of those of its bracket that came so far; the first two go on.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from tuningconsole.engine.search.observations import Curve
from tuningconsole.spec.hyperband import inferred_max_resource

ETA = 3
_BRACKET = 1
"""Tells the draw of a training job's bracket from that of its hyperparameters."""


@dataclass(frozen=True, slots=True)
class Hyperband:
    """The rule of one training job definition.

    Attributes:
        least: MinResource.
        most: MaxResource.
        is_ended_by_program: a training job that got to the most ends by itself.
        seed: the tuning job's.
    """

    least: int
    most: int
    is_ended_by_program: bool
    seed: int

    def is_to_stop(self, curve: Curve, epoch: int, others: Sequence[Curve]) -> bool:
        """Tell whether the training job is given up at the epoch, as `judging.Rule`."""
        if epoch >= self.most:
            return epoch > self.most or not self.is_ended_by_program
        bracket = self.bracket(curve.number)
        if epoch not in self.rungs(bracket):
            return False
        losses = sorted(
            other.losses[epoch - 1]
            for other in others
            if len(other.losses) >= epoch and self.bracket(other.number) == bracket
        )
        return len(losses) >= ETA and curve.losses[epoch - 1] > losses[len(losses) // ETA - 1]

    def rungs(self, bracket: int) -> list[int]:
        """Return the epochs at which the bracket's training jobs are judged."""
        return self._levels[bracket:]

    def bracket(self, number: int) -> int:
        """Return the bracket of a training job, 0 being the one that stops the earliest."""
        last = len(self._levels)
        # Hyperband's number of configurations where `after` halvings follow.
        sizes = np.array([(last + 1) / (after + 1) * ETA**after for after in range(last, -1, -1)])
        generator = np.random.default_rng((self.seed, number, _BRACKET))
        return int(generator.choice(last + 1, p=sizes / sizes.sum()))

    @property
    def _levels(self) -> list[int]:
        levels, level = [], self.least
        while level < self.most:
            levels.append(level)
            level *= ETA
        return levels


def read(config: Mapping[str, Any], definition: Mapping[str, Any], seed: int) -> Hyperband:
    """Return the rule of a definition, which has MaxResource where the configuration has not."""
    given = config.get("StrategyConfig", {}).get("HyperbandStrategyConfig", {})
    inferred = inferred_max_resource(definition)
    most = given.get("MaxResource") or inferred or 1
    return Hyperband(
        least=given.get("MinResource", 1),
        most=most,
        is_ended_by_program=inferred is not None and inferred <= most,
        seed=seed,
    )
