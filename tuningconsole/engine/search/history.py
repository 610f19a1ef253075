"""What a tuning job can learn from: its own training jobs, and those of its warm start parents."""

from statistics import fmean, pstdev

from tuningconsole.engine.models import LIVE, TrainingJob, TuningJob
from tuningconsole.engine.search.base import Trial
from tuningconsole.engine.search.space import Space
from tuningconsole.spec.states import ObjectiveStatus


def trials(job: TuningJob, space: Space) -> list[Trial]:
    """Return all trials in the space, oldest first, the parents' before the job's own.

    With transfer learning the objectives of two jobs need not be on one scale: each job's losses
    are then given in standard deviations from that job's mean.
    """
    warm = job.request.get("WarmStartConfig", {})
    names = [
        parent["HyperParameterTuningJobName"]
        for parent in warm.get("ParentHyperParameterTuningJobs", ())
    ]
    family = [*TuningJob.objects.named(*names).order_by("created_at"), job] if names else [job]
    found = []
    for member in family:
        own = [trial for trial in _of(member) if space.holds(trial.values)]
        found += _standardised(own) if warm.get("WarmStartType") == "TransferLearning" else own
    return found


def _of(job: TuningJob) -> list[Trial]:
    sign = -1.0 if job.definitions[0]["TuningObjective"]["Type"] == "Maximize" else 1.0
    rows = TrainingJob.objects.filter(tuning_job=job).order_by("number")
    return [
        Trial(
            values=tuned,
            loss=sign * value
            if value is not None and objective_status == ObjectiveStatus.SUCCEEDED
            else None,
            is_pending=status in LIVE,
        )
        for tuned, value, objective_status, status in rows.values_list(
            "tuned", "objective_value", "objective_status", "status"
        )
    ]


def _standardised(trials: list[Trial]) -> list[Trial]:
    losses = [trial.loss for trial in trials if trial.loss is not None]
    if not losses:
        return trials
    mean, deviation = fmean(losses), pstdev(losses) or 1.0
    return [
        Trial(
            trial.values,
            None if trial.loss is None else (trial.loss - mean) / deviation,
            is_pending=trial.is_pending,
        )
        for trial in trials
    ]
