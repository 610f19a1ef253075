"""Questions about tuning jobs."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING

from django.db import models
from django.db.models import Q

from tuningconsole.jobs.models.states import Reason, State
from tuningconsole.spec.states import TuningJobStatus

if TYPE_CHECKING:
    from tuningconsole.jobs.models.tuning_job import TuningJob  # noqa: F401  A name in quotes below.

ALIVE = (TuningJobStatus.INPROGRESS, TuningJobStatus.STOPPING)


class TuningJobQuerySet(models.QuerySet["TuningJob"]):
    """Questions about tuning jobs."""

    def listed(self) -> TuningJobQuerySet:
        """Return them with what a list shows: without the long documents."""
        return self.select_related("creator").defer("request", "description", "tags", "problems")

    def alive(self) -> TuningJobQuerySet:
        """Return those that AWS was last seen working on."""
        return self.filter(state=State.CREATED, status__in=ALIVE)

    def may_exist(self) -> TuningJobQuerySet:
        """Return those that AWS has, or may come to have."""
        nowhere = Q(state__in=[State.GONE, State.CANCELLED])
        held = [reason for reason in Reason if not reason.may_exist]
        return self.exclude(nowhere | Q(state=State.HELD, reason__in=held))

    def held_as_invalid(self) -> TuningJobQuerySet:
        """Return those that AWS refused for what they ask for."""
        return self.filter(state=State.HELD, reason__in=[Reason.INVALID, Reason.NAME_TAKEN])

    def to_send(self, now: datetime) -> TuningJobQuerySet:
        """Return those whose submission has something to do now, or whose worker was lost."""
        return self.filter(
            Q(state__in=[State.READY, State.UNSURE], due_at__lte=now)
            | Q(state=State.SENDING, lease_until__lt=now)
        )

    def to_refresh(self, now: datetime) -> TuningJobQuerySet:
        """Return those that are to be described now."""
        return self.filter(state=State.CREATED, refresh_due_at__lte=now)

    def to_tag(self, now: datetime) -> TuningJobQuerySet:
        """Return those with tags that AWS is to be given now."""
        return self.filter(tags_due_at__lte=now)

    def to_stop(self, now: datetime) -> TuningJobQuerySet:
        """Return those whose stop is asked for and not seen yet."""
        return self.filter(
            stop_requested_at__isnull=False, stop_confirmed_at__isnull=True, stop_due_at__lte=now
        )

    def named(self, account: str, region: str, name: str) -> TuningJobQuerySet:
        """Return those of a name in an account and Region; AWS takes no notice of case."""
        return self.filter(account=account, region=region, name_key=name.lower())
