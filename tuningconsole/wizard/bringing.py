"""Drafts that begin with a request: of a document, or of a tuning job that there is."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from tuningconsole import importing
from tuningconsole.aws.models import Connection
from tuningconsole.importing.members import UNKEPT
from tuningconsole.jobs import exporting
from tuningconsole.jobs.models import TuningJob
from tuningconsole.spec import canonical, reading, rules, shapes
from tuningconsole.spec.constraints import violations
from tuningconsole.wizard import definitions, drafts, flow, offers
from tuningconsole.wizard.models import Draft
from tuningconsole.wizard.offers import PARENTS, algorithms_of
from tuningconsole.wizard.progress import Progress
from tuningconsole.wizard.reading import read, unread
from tuningconsole.wizard.request import build
from tuningconsole.wizard.steps import NAME

WARM_START = "WarmStartConfig"
WARM_START_TYPE = f"{WARM_START}.WarmStartType"
MOST = 500
"""Remarks that are listed; the largest legal request with something wrong in each row has fewer."""
EMPTY = gettext_noop("Enter a request: no member of one is filled in.")
NOT_KEPT = gettext_noop("No page has this member. It is left out of the draft.")
NOT_SENT = gettext_noop(
    "The rest of the document makes no use of this. The draft keeps it, and does not send it."
)


@dataclass(frozen=True, slots=True)
class Remark:
    """What there is to say of a document at a path of its request; "" for all of it."""

    path: str
    message: str


@dataclass(frozen=True, slots=True)
class Brought:
    """A document as a draft could begin with it.

    Attributes:
        answers: what the pages would hold; empty where nothing could be read.
        problems: what prevents the job, or what of the document is not understood; MOST at most.
        notes: what was read otherwise than it stands, or is unwise; MOST at most.
        number_of_problems: with those that are not listed.
        number_of_notes: with those that are not listed.
    """

    answers: dict[str, Any]
    problems: list[Remark]
    notes: list[Remark]
    number_of_problems: int
    number_of_notes: int


def document(connection: Connection, text: bytes | str) -> Brought:
    """Read a document and tell everything that is wrong with it; never raises."""
    imported = importing.read(text)
    problems = [Remark(problem.path, problem.message) for problem in imported.problems]
    notes = [Remark(note.path, note.message) for note in imported.notes]
    if not imported.request:
        return _brought({}, problems or [Remark("", _(EMPTY))], notes)
    asked = kept(imported.request)
    request = canonical.expand(asked)
    answers = read(request, _algorithms(connection, request))
    known = offers.load(connection, answers)
    again = build(answers, known.algorithms).request
    is_singular = "TrainingJobDefinition" in imported.request
    notes += [
        Remark(_said(path, is_singular=is_singular), _(NOT_SENT if answers.get(path) else NOT_KEPT))
        for path in unread(request, again)
    ]
    # The shapes are checked as the document has them: it may have two places for one member.
    found = [(one.path, one) for one in violations(shapes.shape(shapes.CREATE_TUNING_JOB), asked)]
    found += [
        (_said(one.path, is_singular=is_singular), one)
        for one in rules.findings(request, known.context())
    ]
    told = {problem.path for problem in imported.problems}
    for path, problem in found:
        if path not in told:
            remarks = problems if problem.severity == "error" else notes
            remarks.append(Remark(path, problem.message))
    return _brought(answers, problems, notes)


def _brought(answers: dict[str, Any], problems: list[Remark], notes: list[Remark]) -> Brought:
    return Brought(answers, problems[:MOST], notes[:MOST], len(problems), len(notes))


def _said(path: str, *, is_singular: bool) -> str:
    """Return a path of the expanded form as the document has it."""
    return canonical.to_singular(path) if is_singular else path


def kept(value: Any) -> Any:
    """Return the value as PostgreSQL can hold it; the document's problems name what is replaced."""
    match value:
        case str():
            return UNKEPT.sub("\ufffd", value)
        case dict():
            return {kept(name): kept(item) for name, item in value.items()}
        case list():
            return [kept(item) for item in value]
        case _:
            return value


def from_document(user: Any, connection: Connection, brought: Brought) -> Draft:
    """Make a draft of what was read; without a name it gets a free one."""
    name = str(brought.answers.get(NAME, "")) or drafts.free_name("tuning", connection)
    return _create(user, connection, {**brought.answers, NAME: name})


def from_job(user: Any, job: TuningJob, *, is_parent: bool = False) -> Draft | None:
    """Make a draft with everything that a job has but its name; None where nothing was read yet.

    Args:
        user: who the draft belongs to.
        job: made by the console or elsewhere.
        is_parent: the new job starts from what this one has learned.
    """
    request = exporting.request_of(job)
    if request is None:
        return None
    answers = read(request, _algorithms(job.connection, request))
    answers[NAME] = drafts.another_name(job.name, job.connection)
    if is_parent:
        answers |= {
            WARM_START: "on",
            WARM_START_TYPE: "IdenticalDataAndAlgorithm",
            PARENTS: [job.name],
        }
    return _create(user, job.connection, answers)


@transaction.atomic
def _create(user: Any, connection: Connection, answers: Mapping[str, Any]) -> Draft:
    """Keep the draft; all of its pages count as seen, and as checked."""
    draft = drafts.create(user, connection, answers)
    draft.visited = [page.id for page in flow.pages(answers)]
    Progress(draft).check()
    draft.save(update_fields=["visited", "wrong"])
    return draft


def _algorithms(connection: Connection, request: Mapping[str, Any]) -> dict[str, dict[str, Any]]:
    return algorithms_of(connection, _named(request))


def _named(request: Mapping[str, Any]) -> Iterator[str]:
    expanded = canonical.expand(dict(request))
    for _number, definition in reading.structures(expanded, definitions.LIST):
        yield reading.text(definition, "AlgorithmSpecification", "AlgorithmName")
