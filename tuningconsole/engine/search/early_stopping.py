"""TrainingJobEarlyStoppingType Auto: the median rule.

Pure. Source: the guide's page automatic-model-tuning-early-stopping (domain-rules.md 3.5). An epoch
is a value of the objective metric. AWS publishes no least number of previous training jobs; here
it is that of syne-tune's MedianStoppingRule, of the same makers.
"""

from collections.abc import Sequence
from statistics import median

from tuningconsole.engine.search.observations import Curve

MIN_PREVIOUS = 5


def is_to_stop(curve: Curve, epoch: int, others: Sequence[Curve]) -> bool:
    """Tell whether the training job is worse at the epoch than training jobs before it were.

    Its loss is held against the median of the previous ones' running averages up to the epoch.

    Args:
        curve: of the training job.
        epoch: from 1 to the number of its losses.
        others: all training jobs of its definition. Previous ones are those which have ended; they
            count if they got to the epoch.
    """
    averages = [
        sum(loss / epoch for loss in other.losses[:epoch])
        for other in others
        if other.has_ended and len(other.losses) >= epoch
    ]
    return len(averages) >= MIN_PREVIOUS and curve.losses[epoch - 1] > median(averages)
