"""What a tuning job can learn from: its own training jobs, and those of its warm start parents.

All of it is read from the database at each question.
"""

from collections.abc import Iterator

from django.db.models import Count, Q

from tuningconsole.engine.models import LIVE, Metric, TrainingJob, TuningJob
from tuningconsole.engine.search import warm_start
from tuningconsole.engine.search.base import Trial
from tuningconsole.engine.search.observations import Curve, Objective, Outcome, objectives
from tuningconsole.engine.search.space import Space
from tuningconsole.spec.states import ObjectiveStatus, TrainingJobStatus


def trials(job: TuningJob, definition_number: int, space: Space) -> list[Trial]:
    """Return all trials of a definition, oldest first, the parents' before the job's own."""
    own = [trial for trial, _ in _tried(job, definition_number) if space.holds(trial.values)]
    warm = job.request.get("WarmStartConfig")
    if not warm:
        return own
    names = [item["HyperParameterTuningJobName"] for item in warm["ParentHyperParameterTuningJobs"]]
    is_identical = warm["WarmStartType"] == "IdenticalDataAndAlgorithm"
    static = job.definitions[definition_number]["StaticHyperParameters"]
    found = []
    for place, parent in enumerate(TuningJob.objects.named(*names).order_by("created_at"), 1):
        for trial, fixed in _tried(parent, 0):
            inherited = warm_start.inherited(
                trial, fixed, space, static, 0 if is_identical else place
            )
            found += [inherited] if inherited else []
    return found + own


def _tried(job: TuningJob, definition_number: int) -> Iterator[tuple[Trial, dict[str, str]]]:
    """Yield the trials of a definition, each with the hyperparameters that were not tuned."""
    definition = job.definitions[definition_number]
    [goal] = objectives([definition])
    rows = job.training_jobs.filter(definition_number=definition_number).order_by("number")
    for tuned, value, objective_status, status in rows.values_list(
        "tuned", "objective_value", "objective_status", "status"
    ):
        is_evaluated = value is not None and objective_status == ObjectiveStatus.SUCCEEDED
        loss = goal.loss(value) if value is not None and is_evaluated else None
        trial = Trial(tuned, loss, is_pending=status in LIVE)
        yield trial, definition["StaticHyperParameters"]


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
