"""What a notice says."""

from dataclasses import dataclass

from django.conf import settings
from django.urls import reverse

from tuningconsole.jobs.models import TuningJob
from tuningconsole.notices.models import Event, Kind
from tuningconsole.ui import wording

_SAYS = {
    Kind.COMPLETED: "{} has completed",
    Kind.FAILED: "{} has failed",
    Kind.STOPPED: "{} was stopped",
    Kind.BEST: "{} has a new best training job",
}


@dataclass(frozen=True, slots=True)
class Text:
    """A title of one line, and what there is to say more."""

    title: str
    detail: str
    address: str = ""

    @property
    def body(self) -> str:
        """All of it but the title, as text."""
        return "\n\n".join(part for part in (self.detail, self.address) if part) or self.title


TEST = Text(
    "Test of Tuning Console", "This is what notices look like. Nothing has happened to any job."
)


def of(event: Event) -> Text:
    """Return what there is to say of an event, as much as is known by now."""
    job = event.job
    title = _SAYS[Kind(event.kind)].format(job.name)
    path = reverse("jobs:detail", args=[job.uuid])
    address = f"{settings.CONSOLE_URL.rstrip('/')}{path}" if settings.CONSOLE_URL else ""
    return Text(title, detail(event, job), address)


def detail(event: Event, job: TuningJob) -> str:
    """Return the reason of a failure, else the best training job."""
    if event.kind == Kind.FAILED and job.failure_reason:
        return job.failure_reason
    if event.kind == Kind.BEST:
        value = wording.NOTHING if event.value is None else wording.number(event.value)
        return f"{event.subject}: {value}"
    if job.best_name and job.best_value is not None:
        return f"Best: {wording.number(job.best_value)} by {job.best_name}"
    return ""
