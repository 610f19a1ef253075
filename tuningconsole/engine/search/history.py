"""What a tuning job can learn from: its own training jobs, and those of its warm start parents.

All of it is read from the database at each question.
"""

from statistics import fmean, pstdev

from django.db.models import Count, Q

from tuningconsole.engine.models import LIVE, Metric, TrainingJob, TuningJob
from tuningconsole.engine.search.base import Trial
from tuningconsole.engine.search.observations import Curve, Objective, Outcome, objectives
from tuningconsole.engine.search.space import Space
from tuningconsole.spec.states import ObjectiveStatus, TrainingJobStatus


def trials(job: TuningJob, definition_number: int, space: Space) -> list[Trial]:
    """Return all trials of a definition, oldest first, the parents' before the job's own.

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
        number = definition_number if member is job else 0
        own = [trial for trial in _of(member, number) if space.holds(trial.values)]
        found += _standardised(own) if warm.get("WarmStartType") == "TransferLearning" else own
    return found


def _of(job: TuningJob, definition_number: int) -> list[Trial]:
    goal = objectives(job.definitions)[definition_number]
    rows = TrainingJob.objects.filter(tuning_job=job, definition_number=definition_number).order_by(
        "number"
    )
    return [
        Trial(
            values=tuned,
            loss=goal.loss(value)
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


def outcomes(job: TuningJob) -> list[Outcome]:
    """Return the tuning job's outcomes, the first that ended first, by one query."""
    goals = objectives(job.definitions)
    rows = job.training_jobs.filter(objective_status=ObjectiveStatus.SUCCEEDED)
    columns = rows.order_by("ended_at", "id").values_list(
        "ended_at", "definition_number", "objective_value"
    )
    return [
        Outcome(ended_at, goals[number], value)
        for ended_at, number, value in columns
        if ended_at is not None and value is not None
    ]


def unjudged(job: TuningJob, definition_number: int, metric: str) -> list[TrainingJob]:
    """Return the running training jobs with values of the metric that were not judged."""
    running = job.training_jobs.filter(
        definition_number=definition_number, status=TrainingJobStatus.INPROGRESS
    )
    counted = running.annotate(epochs=Count("metrics", filter=Q(metrics__name=metric)))
    return [child for child in counted.defer("definition") if child.epochs > child.judged_epochs]


def curves(job: TuningJob, definition_number: int, objective: Objective) -> dict[int, Curve]:
    """Return the curves of the definition's training jobs, by their ids."""
    children = job.training_jobs.filter(definition_number=definition_number)
    ended = (TrainingJobStatus.COMPLETED, TrainingJobStatus.STOPPED)
    found = {
        key: Curve(number, status in ended)
        for key, number, status in children.values_list("pk", "number", "status")
    }
    rows = Metric.objects.filter(training_job__in=found, name=objective.metric).order_by("id")
    for key, value in rows.values_list("training_job_id", "value"):
        found[key].losses.append(objective.loss(value))
    return found
