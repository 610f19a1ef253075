"""What a notice says: on a page in the reader's language, and wherever it is sent in English."""

from dataclasses import dataclass
from datetime import date

from django.conf import settings
from django.urls import reverse
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from tuningconsole.jobs.models import TuningJob
from tuningconsole.jobs.outcome import Hold
from tuningconsole.jobs.spending_budget import Use
from tuningconsole.notices.models import Event, Kind
from tuningconsole.ui import wording

_SAYS = {
    Kind.COMPLETED: gettext_noop("{} has completed"),
    Kind.FAILED: gettext_noop("{} has failed"),
    Kind.STOPPED: gettext_noop("{} was stopped"),
    Kind.BEST: gettext_noop("{} has a new best training job"),
    Kind.REJECTED: gettext_noop("AWS rejected {}"),
    Kind.HELD: gettext_noop("{} is held and waits for somebody to decide"),
    Kind.DELAYED: gettext_noop("{} could not be sent to AWS yet"),
}


@dataclass(frozen=True, slots=True)
class Text:
    """A title of one line, what there is to say more, and the page where it can be seen.

    Attributes:
        path: the page, within the console.
        address: the same with the console's address, "" where that is not known.
    """

    title: str
    detail: str
    path: str = ""
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
    if event.job is None:
        month, percent = event.subject.split()
        says = _("{team} has used {percent} % of its budget for {month} (estimate)")
        title = says.format(team=event.team, percent=percent, month=_month(month))
        return _text(title, event.detail, reverse("jobs:budget"))
    title = _(_SAYS[Kind(event.kind)]).format(event.job.name)
    path = reverse("jobs:detail", args=[event.job.uuid])
    return _text(title, _detail(event, event.job), path)


def of_budget(use: Use) -> str:
    """Return what there is to say of a budget of which so much is used up."""
    parts = [
        f"Spent in {use.month} so far, by estimate: {use.spent.written} of {use.written}.",
        "It is an estimate by the team's prices, not AWS's bill. No job is stopped.",
    ]
    if use.spent.unpriced:
        parts.insert(1, "Instance types without a price are not in it.")
    return " ".join(parts)


def of_submission(job: TuningJob, hold: Hold | None) -> str:
    """Return why a submission waits, and what is to be done about it."""
    said = f"“{job.message}”" if hold and hold.is_quoted else job.message
    if hold is None:
        goes_on = "It is tried again by itself until it has waited for 24 hours."
        return f"{said.rstrip('.')}. Nothing is lost. {goes_on}"
    return f"{hold.title}: {said} {hold.remedy}"


def _text(title: str, detail: str, path: str) -> Text:
    address = f"{settings.CONSOLE_URL.rstrip('/')}{path}" if settings.CONSOLE_URL else ""
    return Text(title, detail, path, address)


def _month(key: str) -> str:
    """Return a month as people read it: "2026-12" is "December 2026"."""
    return date_format(date.fromisoformat(f"{key}-01"), "F Y")


def _detail(event: Event, job: TuningJob) -> str:
    """Return what was noted; else the reason of a failure, or the best training job."""
    if event.detail:
        return event.detail
    if event.kind == Kind.FAILED and job.failure_reason:
        return job.failure_reason
    if event.kind == Kind.BEST:
        value = wording.NOTHING if event.value is None else wording.number(event.value)
        return f"{event.subject}: {value}"
    if job.best_name and job.best_value is not None:
        best = _("Best: {value} by {name}")
        return best.format(value=wording.number(job.best_value), name=job.best_name)
    return ""
