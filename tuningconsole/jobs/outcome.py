"""What came of a job, in words: the best training job, why it failed, what a held one waits for."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext_noop as _

from tuningconsole.jobs import definition
from tuningconsole.jobs.models import Reason, State, TrainingJob, TuningJob
from tuningconsole.spec.reading import Definition, finite, member, structure, text
from tuningconsole.spec.states import TrainingJobStatus


@dataclass(frozen=True, slots=True)
class Hold:
    """Why a submission waits for a person: what happened, what to do, what is safe.

    The words are English, and translated where they are drawn: notices are kept.

    Attributes:
        is_quoted: the row's message is AWS's own, not the console's.
    """

    title: str
    remedy: str
    is_quoted: bool = False


_HOLDS: Mapping[str, Hold] = {
    Reason.INVALID: Hold(
        _("AWS refused the request"),
        _("Edit the draft and create the job again. Nothing was created at AWS."),
        is_quoted=True,
    ),
    Reason.NAME_TAKEN: Hold(
        _("The name is taken"),
        _("Edit the draft and enter another name. Nothing was created at AWS."),
    ),
    Reason.DENIED: Hold(
        _("AWS did not allow it"),
        _(
            "Correct the connection's credentials or permissions, then retry."
            " Nothing was created at AWS."
        ),
        is_quoted=True,
    ),
    Reason.QUOTA: Hold(
        _("A quota of the account is used up"),
        _(
            "Wait until other jobs have ended, or have AWS raise the quota, then retry."
            " Nothing was created at AWS."
        ),
        is_quoted=True,
    ),
    Reason.STALE: Hold(
        _("It waited too long"),
        _("Retry if the job is still wanted, else discard it. Nothing was created at AWS."),
    ),
    Reason.POISON: Hold(
        _("The console was interrupted again and again while it sent the job"),
        _(
            "Retry to have it looked up by its name first."
            " AWS may have the job, so nothing is sent again without asking you."
        ),
    ),
    Reason.UNPROVEN: Hold(
        _("AWS has a job of this name that may be this one"),
        _(
            "Compare it in AWS. Retry to look again, or discard this submission."
            " AWS may have the job, so nothing is sent again without asking you."
        ),
    ),
}
_UNKNOWN = Hold(
    _("It is held"),
    _(
        "Retry it, or discard it."
        " AWS may have the job, so nothing is sent again without asking you."
    ),
)


def hold(job: TuningJob) -> Hold | None:
    """Return why the submission is held, None when it is not."""
    return _HOLDS.get(job.reason, _UNKNOWN) if job.state == State.HELD else None


@dataclass(frozen=True, slots=True)
class Best:
    """The best training job. `job` is None until the console has read it."""

    name: str
    value: float | None
    job: TrainingJob | None
    hyperparameters: list[tuple[str, str, str]]
    artifact: str


def best(job: TuningJob) -> Best | None:
    """Return the best training job that AWS names, None before there is one."""
    if not job.best_name:
        return None
    found = job.training_jobs.filter(name=job.best_name).defer("description").first()
    used = definition_of(job, found)
    told = _told(job)
    tuned = (found.hyperparameters if found else None) or told.get("TunedHyperParameters") or {}
    return Best(
        name=job.best_name,
        value=job.best_value,
        job=found,
        hyperparameters=hyperparameters(used, tuned),
        artifact=artifact(used, job.best_name),
    )


@dataclass(frozen=True, slots=True)
class OverallBest:
    """The best training job of a tuning job and its parents; `job` is whose it is, if known."""

    name: str
    value: float | None
    tuning_job: str
    job: TuningJob | None


def overall_best(job: TuningJob) -> OverallBest | None:
    """Return what AWS calls OverallBestTrainingJob: only where the data is the same as before."""
    told = structure(job.description, "OverallBestTrainingJob")
    name, parent = text(told, "TrainingJobName"), text(told, "TuningJobName") or job.name
    if not name:
        return None
    value = finite(member(told, "FinalHyperParameterTuningJobObjectiveMetric", "Value"))
    if parent == job.name:
        return OverallBest(name, value, parent, job)
    rows = TuningJob.objects.filter(connection=job.connection_id, name_key=parent.lower())
    return OverallBest(name, value, parent, rows.only("uuid").order_by("-created_at").first())


def _told(job: TuningJob) -> dict[str, Any]:
    found = (job.description or {}).get("BestTrainingJob")
    return found if isinstance(found, dict) else {}


def definition_of(job: TuningJob, training_job: TrainingJob | None) -> Definition | None:
    """Return the definition that a training job was made of: the only one, or that of its name."""
    found = definition.of(asked(job))
    name = text(training_job.description or {}, "TrainingJobDefinitionName") if training_job else ""
    name = name or text(_told(job), "TrainingJobDefinitionName")
    named = (item for item in found if name and text(item.body, "DefinitionName") == name)
    return next(named, found[0] if found else None)


def asked(job: TuningJob) -> dict[str, Any]:
    """Return what the job asks for: as AWS describes it, else as it was submitted."""
    found: dict[str, Any] = job.description or job.request or {}
    return found


def hyperparameters(
    used: Definition | None, tuned: Mapping[str, str]
) -> list[tuple[str, str, str]]:
    """Return (name, type, value) of a training job's hyperparameters, the tuned ones first."""
    kinds = {item.name: item.kind for item in used.ranges} if used else {}
    found = [(name, kinds.get(name, _("Tuned")), value) for name, value in tuned.items()]
    return found + [
        (name, _("Static"), value)
        for name, value in (definition.static(used) if used else {}).items()
        if name not in tuned
    ]


def artifact(used: Definition | None, training_job: str) -> str:
    """Return where a training job's model lies (domain-rules.md 3.3), "" where it is not known."""
    path = text(used.body, "OutputDataConfig", "S3OutputPath") if used else ""
    return f"{path.rstrip('/')}/{training_job}/output/model.tar.gz" if path else ""


def first_failure(job: TuningJob) -> TrainingJob | None:
    """Return the training job that failed first, None when none did."""
    failed = job.training_jobs.filter(status=TrainingJobStatus.FAILED).defer("description")
    return failed.order_by("ended_at", "pk").first()
