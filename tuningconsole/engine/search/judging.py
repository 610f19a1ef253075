"""Which running training jobs are stopped early: by the median rule, or by Hyperband.

Each value of an objective metric is judged once, as soon as the search loop sees it; how far that
is stands in the training job's row. A loop that dies in between judges again, to the same end.
"""

from collections.abc import Callable, Sequence
from datetime import datetime

from tuningconsole.engine.models import TrainingJob, TuningJob
from tuningconsole.engine.search import early_stopping, history, hyperband
from tuningconsole.engine.search.observations import Curve, objectives

Rule = Callable[[Curve, int, Sequence[Curve]], bool]
"""(curve, epoch, all curves of its definition) -> whether the training job is to be stopped."""


def judge(job: TuningJob, now: datetime) -> None:
    """Stop the training jobs that the tuning job's rule gives up."""
    for number, objective in enumerate(objectives(job.definitions)):
        rule = _rule(job, number)
        if rule is None:
            continue
        if not (waiting := history.unjudged(job, number, objective.metric)):
            continue
        known = history.curves(job, number, objective)
        for child in waiting:
            _judge(child, known[child.pk], rule, list(known.values()), now)


def _judge(
    child: TrainingJob, curve: Curve, rule: Rule, known: Sequence[Curve], now: datetime
) -> None:
    epochs = range(child.judged_epochs + 1, len(curve.losses) + 1)
    if any(rule(curve, epoch, known) for epoch in epochs):
        child.request_stop(now)
    TrainingJob.objects.filter(pk=child.pk).update(judged_epochs=len(curve.losses))


def _rule(job: TuningJob, number: int) -> Rule | None:
    if job.config["Strategy"] == "Hyperband":
        return hyperband.read(job.config, job.definitions[number], job.seed).is_to_stop
    if job.config["TrainingJobEarlyStoppingType"] == "Auto":
        return early_stopping.is_to_stop
    return None
