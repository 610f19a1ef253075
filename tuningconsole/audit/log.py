"""Write the audit log."""

from typing import Any

from django.contrib.auth.models import User
from django.db.models import Model

from tuningconsole.audit.models import Entry


def record(
    actor: User | None, verb: str, target: Model, *, team_name: str = "", **details: Any
) -> Entry:
    """Add one entry; call it in the transaction that does what it tells. No actor: the console."""
    return Entry.objects.create(
        actor=actor,
        actor_name=actor.get_username() if actor else "console",
        team_name=team_name,
        verb=verb,
        target_type=type(target).__name__,
        target_id=str(target.pk),
        target_name=str(target)[:256],
        details=details,
    )
