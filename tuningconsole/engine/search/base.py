"""What a strategy is: a pure function from what was seen to the next hyperparameters."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Protocol

from tuningconsole.engine.search.space import Space


@dataclass(frozen=True, slots=True)
class Trial:
    """A configuration tried, and what came of it.

    Attributes:
        values: hyperparameter name -> text, a point of the space.
        loss: smaller is better, whatever the objective's direction; None while it runs and when
            it ended without an objective.
        is_pending: it still runs.
        is_inherited: it is a warm start parent's.
        scale: losses of the same scale can be compared; 0 is the tuning job's own, others are of
            parents with other data (transfer learning).
    """

    values: Mapping[str, str]
    loss: float | None = None
    is_pending: bool = False
    is_inherited: bool = False
    scale: int = 0


class Strategy(Protocol):
    """Suggests hyperparameters; the same arguments give the same suggestion."""

    def __call__(self, space: Space, trials: list[Trial], seed: tuple[int, int]) -> dict[str, str]:
        """Return hyperparameters, name -> text.

        Args:
            space: where to look.
            trials: all that was tried before and all that runs, oldest first.
            seed: the tuning job's seed and the number of the training job to be.
        """
        ...
