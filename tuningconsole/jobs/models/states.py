"""How far a submission is, and why one is held.

A submission's states (reliability notes, 3.1)::

    READY ⇄ SENDING → CREATED → GONE
      ↑↓       ↓↑
     HELD ← UNSURE          READY, HELD → CANCELLED

The row is the queue: a message to a worker is a wake-up that may be lost, doubled or late.
"""

from django.db import models
from django.db.models import Q


class State(models.TextChoices):
    """How far a submission is. Only in SENDING, UNSURE and CREATED may AWS have the job."""

    READY = "READY"
    SENDING = "SENDING"
    UNSURE = "UNSURE"
    HELD = "HELD"
    CREATED = "CREATED"
    GONE = "GONE"
    CANCELLED = "CANCELLED"


class Reason(models.TextChoices):
    """Why a submission is held."""

    INVALID = "INVALID"
    NAME_TAKEN = "NAME_TAKEN"
    DENIED = "DENIED"
    QUOTA = "QUOTA"
    STALE = "STALE"
    POISON = "POISON"
    UNPROVEN = "UNPROVEN"

    @property
    def may_exist(self) -> bool:
        """AWS may have the job all the same."""
        return self in {Reason.POISON, Reason.UNPROVEN}


FREES_NAME = Q(state=State.CANCELLED) | Q(
    state=State.HELD, reason__in=[Reason.INVALID, Reason.NAME_TAKEN]
)
"""The submissions that are proven to have made no job, and will make none under their name."""
