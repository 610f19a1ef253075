"""What a parent's training job is worth to a tuning job that starts warm.

Pure. Sources: HyperParameterTuningJobWarmStartConfig in botocore's model; domain-rules.md 1.11.
Hyperparameters may go from tuned to static and back, so a parent's training job is taken with all
that it was given: it counts as a trial if what is tuned now was within the ranges then. With
identical data its loss is compared with the job's own, so what is static now must have been the
same then. With transfer learning only the order of a parent's losses is learned from.
"""

from collections.abc import Mapping
from dataclasses import replace

from tuningconsole.engine.search.base import Trial
from tuningconsole.engine.search.space import Space


def inherited(
    trial: Trial, fixed: Mapping[str, str], space: Space, static: Mapping[str, str], scale: int
) -> Trial | None:
    """Return the trial in the space, None if it is none there.

    Args:
        trial: a parent's.
        fixed: its hyperparameters that were not tuned.
        space: where the tuning job looks.
        static: the tuning job's static hyperparameters.
        scale: of the result, as of `Trial`.
    """
    given = {**fixed, **trial.values}
    if trial.loss is None or not all(item.name in given for item in space.ranges):
        return None
    values = {item.name: given[item.name] for item in space.ranges}
    if not space.holds(values):
        return None
    if scale == 0 and any(given.get(name, text) != text for name, text in static.items()):
        return None
    return replace(trial, values=values, is_inherited=True, scale=scale)
