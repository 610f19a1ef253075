"""Note what happens to jobs and budgets, and for whom: in the transaction that learns of it."""

from collections.abc import Iterator, Mapping
from datetime import timedelta
from typing import Any

from django.db import transaction
from django.utils import timezone

from tuningconsole.jobs import outcome, wakeup
from tuningconsole.jobs.models import TuningJob
from tuningconsole.jobs.spending_budget import THRESHOLDS, Use
from tuningconsole.notices import wording
from tuningconsole.notices.models import Delivery, Event, Kind, Notice, Preference, Receiver
from tuningconsole.spec.states import TuningJobStatus, is_final
from tuningconsole.teams.models import Membership

ENDS: Mapping[str, Kind] = {
    TuningJobStatus.COMPLETED: Kind.COMPLETED,
    TuningJobStatus.FAILED: Kind.FAILED,
    TuningJobStatus.STOPPED: Kind.STOPPED,
}
SETTLING = timedelta(seconds=5)
"""A list tells that a job has ended before its description tells with what."""


def moved(pk: int, before: Mapping[str, Any], after: Mapping[str, Any], **_more: Any) -> None:
    """Note the events in what a job's row has taken over (`jobs.signals.moved`).

    A job that had ended when it was first seen is history: nobody is told.
    """
    found = list(_events(before, after))
    if not found:
        return
    job = TuningJob.objects.only("team_id", "creator_id").get(pk=pk)
    now = timezone.now()
    for kind, subject, value in found:
        event, is_new = Event.objects.get_or_create(
            job=job, kind=kind, subject=subject, defaults={"value": value, "at": now}
        )
        if is_new:
            _tell(event, job.team_id, job.creator_id)


def held(job: TuningJob, **_more: Any) -> None:
    """Note that a submission has come to wait (`jobs.signals.held`), once a try of a person's."""
    hold = outcome.hold(job)
    kind = Kind.DELAYED
    if hold:
        kind = Kind.REJECTED if job.is_held_as_invalid else Kind.HELD
    event, is_new = Event.objects.get_or_create(
        job=job,
        kind=kind,
        subject=job.submitted_at.isoformat() if job.submitted_at else "",
        defaults={"detail": wording.of_submission(job, hold), "at": timezone.now()},
    )
    if is_new:
        _tell(event, job.team_id, job.creator_id)


def passed(use: Use) -> None:
    """Note the thresholds that a team has passed, each once a month, and tell of the highest.

    A month that is found beyond both is told of once; an estimate that falls again changes nothing.
    """
    thresholds = [each for each in THRESHOLDS if use.percent >= each]
    subjects = {each: f"{use.month_key} {each}" for each in thresholds}
    known = Event.objects.filter(
        team=use.budget.pk, kind=Kind.BUDGET, subject__in=subjects.values()
    ).values_list("subject", flat=True)
    for each in [each for each in thresholds if subjects[each] not in set(known)]:
        with transaction.atomic():
            event, is_new = Event.objects.get_or_create(
                team_id=use.budget.pk,
                kind=Kind.BUDGET,
                subject=subjects[each],
                defaults={"detail": wording.of_budget(use), "at": use.now},
            )
            if is_new and each == thresholds[-1]:
                _tell(event, use.budget.pk, None)


def _events(
    before: Mapping[str, Any], after: Mapping[str, Any]
) -> Iterator[tuple[Kind, str, float | None]]:
    if is_final(before["status"]):
        return
    best = after.get("best_name", "")
    if best and best != before["best_name"]:
        yield Kind.BEST, best, after.get("best_value")
    if kind := ENDS.get(after["status"]):
        yield kind, "", None


def _tell(event: Event, team_id: int, creator_id: int | None) -> None:
    """Give the event to everybody in the team, and to every receiver, who wants it."""
    members = set(Membership.objects.filter(team=team_id).values_list("user", flat=True))
    chosen = {one.user_id: one for one in Preference.objects.filter(team=team_id)}
    Notice.objects.bulk_create(
        Notice(event=event, user_id=member, team_id=team_id, created_at=event.at)
        for member in sorted(members)
        if (chosen.get(member) or Preference(user_id=member)).wants(event.kind, creator_id)
    )
    receivers = [
        one
        for one in Receiver.objects.filter(team=team_id)
        if one.wants(event.kind, creator_id) and one.owner_id in {None, *members}
    ]
    due_at = event.at + SETTLING if event.kind in ENDS.values() else event.at
    deliveries = Delivery.objects.bulk_create(
        Delivery(receiver=one, event=event, due_at=due_at, created_at=event.at) for one in receivers
    )
    for delivery in deliveries:
        if delivery.due_at <= event.at:
            wakeup.on_commit(wakeup.NOTIFY, delivery.pk)
