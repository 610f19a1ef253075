"""Note what happens to jobs, and for whom: in the transaction that learns of it."""

from collections.abc import Iterator, Mapping
from datetime import timedelta
from typing import Any

from django.utils import timezone

from tuningconsole.jobs import wakeup
from tuningconsole.jobs.models import TuningJob
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
            _tell(event, job)


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


def _tell(event: Event, job: TuningJob) -> None:
    """Give the event to everybody in the team, and to every receiver, who wants it."""
    members = set(Membership.objects.filter(team=job.team_id).values_list("user", flat=True))
    chosen = {one.user_id: one for one in Preference.objects.filter(team=job.team_id)}
    Notice.objects.bulk_create(
        Notice(event=event, user_id=member, team_id=job.team_id, created_at=event.at)
        for member in sorted(members)
        if (chosen.get(member) or Preference(user_id=member)).wants(event.kind, job.creator_id)
    )
    receivers = [
        one
        for one in Receiver.objects.filter(team=job.team_id)
        if one.wants(event.kind, job.creator_id) and one.owner_id in {None, *members}
    ]
    due_at = event.at if event.kind == Kind.BEST else event.at + SETTLING
    deliveries = Delivery.objects.bulk_create(
        Delivery(receiver=one, event=event, due_at=due_at, created_at=event.at) for one in receivers
    )
    for delivery in deliveries:
        if delivery.due_at <= event.at:
            wakeup.on_commit(wakeup.NOTIFY, delivery.pk)
