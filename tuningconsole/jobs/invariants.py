"""What must hold of every submission at any time, asked of the rows alone (reliability notes, 3.3).

AWS is not asked: sweeps and descriptions have mirrored every job with its tags, also those that a
lost attempt might have left behind. What a sweep has not seen yet cannot be told here.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from django.db.models import CharField, Exists, OuterRef, Q
from django.db.models.functions import Cast

from tuningconsole.audit.models import Entry
from tuningconsole.jobs import outcome
from tuningconsole.jobs.models import State, TuningJob
from tuningconsole.jobs.models.tuning_job import TuningJobQuerySet
from tuningconsole.jobs.submission import TAG
from tuningconsole.spec.states import TuningJobStatus

OVERDUE = timedelta(seconds=60)
"""Nothing waits longer than this for a worker, while there is one."""


@dataclass(frozen=True, slots=True)
class Broken:
    """A submission of which something does not hold.

    Attributes:
        rule: its key in RULES.
    """

    rule: str
    job: TuningJob

    def __str__(self) -> str:
        return f"{self.rule}: {self.job.name} ({self.job.uuid}): {RULES[self.rule][0]}"


def broken(now: datetime) -> Iterator[Broken]:
    """Yield every submission of which something does not hold, rule by rule."""
    for rule, (_, find) in RULES.items():
        for job in find(now):
            yield Broken(rule, job)


def _jobs() -> TuningJobQuerySet:
    return TuningJob.objects.defer("description", "problems").order_by("pk")


def _found_with_our_tag() -> Mapping[str, TuningJob]:
    """Return the jobs that seem to be made elsewhere and have a submission's tag, by that."""
    found = TuningJob.objects.filter(key__isnull=True, tags__has_key=TAG).only("name", "tags")
    return {job.tags[TAG]: job for job in found}


def _with_another() -> TuningJobQuerySet:
    """Return the submissions of which there is a job that is not their own."""
    return _submissions(_found_with_our_tag())


def _submissions(tags: Iterable[str]) -> TuningJobQuerySet:
    uuids = []
    for tag in tags:
        with suppress(ValueError):
            uuids.append(UUID(tag))
    return _jobs().filter(key__isnull=False, uuid__in=uuids)


def _doubled(_: datetime) -> Iterable[TuningJob]:
    return _with_another().filter(state__in=[State.CREATED, State.GONE])


def _abandoned(_: datetime) -> Iterable[TuningJob]:
    return _with_another().filter(state__in=[State.CANCELLED, State.HELD, State.READY])


def _unstopped(_: datetime) -> Iterable[TuningJob]:
    return _jobs().filter(
        state=State.CREATED,
        status=TuningJobStatus.INPROGRESS,
        stop_confirmed_at__isnull=False,
    )


def _entry(verb: str) -> Exists:
    pk = Cast(OuterRef("pk"), CharField())
    return Exists(Entry.objects.filter(verb=verb, target_type="TuningJob", target_id=pk))


def _unwritten(_: datetime) -> Iterable[TuningJob]:
    submitted = Q(key__isnull=False)
    created = submitted & Q(state__in=[State.CREATED, State.GONE])
    return _jobs().filter(
        submitted & ~Q(_entry("submitted"))
        | created & ~Q(_entry("created"))
        | Q(stop_requested_at__isnull=False) & ~Q(_entry("asked to stop"))
    )


def _helpless(_: datetime) -> Iterator[TuningJob]:
    for job in _jobs().filter(state=State.HELD):
        hold = outcome.hold(job)
        if hold is None or not hold.remedy or not (job.may_retry or job.may_discard):
            yield job


def _overdue(now: datetime) -> Iterable[TuningJob]:
    then = now - OVERDUE
    due = _jobs().to_send(then) | _jobs().to_stop(then)
    return due.filter(Q(lease_until__isnull=True) | Q(lease_until__lt=then))


RULES: Mapping[str, tuple[str, Callable[[datetime], Iterable[TuningJob]]]] = {
    "Q1": ("AWS has another job of this submission.", _doubled),
    "Q2": ("It counts as not sent, and AWS has its job.", _abandoned),
    "Q4": ("Its stop was seen, and it runs.", _unstopped),
    "Q5": ("The audit log misses what happened to it.", _unwritten),
    "Q6": ("It waits for a person, who is not told what to do.", _helpless),
    "Q7": ("It is overdue: no worker takes it.", _overdue),
}
"""Key -> what does not hold, and the jobs of which it does not. Q3, a job at AWS whose submission
nobody knows, is no fault of a submission: `unknown` returns those."""


def unknown() -> list[TuningJob]:
    """Return jobs whose tag names a submission that is not here.

    Another console in the account made them, or this one before its backup was restored.
    """
    found = _found_with_our_tag()
    known = {str(uuid) for uuid in _submissions(found).values_list("uuid", flat=True)}
    return [job for tag, job in found.items() if tag not in known]
