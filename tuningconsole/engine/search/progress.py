"""How far a tuning job is, and how it ends: domain-rules.md 3.6."""

from collections import Counter
from dataclasses import dataclass

from django.db.models import Count

from tuningconsole.engine.models import LIVE, TuningJob
from tuningconsole.spec.states import ObjectiveStatus, TrainingJobStatus, TuningJobStatus

HOPELESS_AFTER = 5
"""So many training jobs that ended and no objective value end a tuning job."""


@dataclass(frozen=True, slots=True)
class Progress:
    """A tuning job's training jobs, counted.

    Attributes:
        statuses: by status.
        made: by the place of their definition, from 0.
        evaluated: those with an objective value.
    """

    statuses: Counter[str]
    made: Counter[int]
    evaluated: int

    @property
    def total(self) -> int:
        """All that were ever started."""
        return self.statuses.total()

    @property
    def live(self) -> int:
        """Those that have not ended."""
        return sum(self.statuses[status] for status in LIVE)

    @property
    def is_hopeless(self) -> bool:
        """Nothing but failures, or nothing but training without an objective, and enough of it."""
        failed = self.statuses[TrainingJobStatus.FAILED]
        completed = self.statuses[TrainingJobStatus.COMPLETED]
        return not self.evaluated and (
            completed >= HOPELESS_AFTER or (failed >= HOPELESS_AFTER and not completed)
        )


def of(job: TuningJob) -> Progress:
    """Return the tuning job's progress, by one query."""
    groups = job.training_jobs.values_list("status", "objective_status", "definition_number")
    statuses: Counter[str] = Counter()
    made: Counter[int] = Counter()
    evaluated = 0
    for status, objective_status, number, count in groups.annotate(count=Count("id")).order_by():
        statuses[status] += count
        made[number] += count
        evaluated += count if objective_status == ObjectiveStatus.SUCCEEDED else 0
    return Progress(statuses, made, evaluated)


def verdict(progress: Progress) -> tuple[str, str]:
    """Return final status and failure reason of a tuning job whose training jobs all have ended."""
    if progress.evaluated:
        return TuningJobStatus.COMPLETED, ""
    if progress.statuses[TrainingJobStatus.COMPLETED]:
        return TuningJobStatus.FAILED, (
            f"No objective metrics found after running {progress.total} training jobs. Please"
            " ensure that the custom algorithm is emitting the objective metric as defined by the"
            " regular expression provided."
        )
    if failed := progress.statuses[TrainingJobStatus.FAILED]:
        return TuningJobStatus.FAILED, (
            f"No training job succeeded after {failed} attempts. For additional details, please"
            " take a look at the training job failures by listing training jobs for the"
            " hyperparameter tuning job."
        )
    return TuningJobStatus.STOPPED, ""
