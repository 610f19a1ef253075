"""Write the audit log."""

from typing import Any

from django.contrib.auth.models import User
from django.db.models import Model

from tuningconsole.audit.models import Entry


def record(
    actor: User | None,
    verb: str,
    target: Model,
    *,
    team: Model | None = None,
    team_name: str = "",
    **details: Any,
) -> Entry:
    """Add one entry; call it in the transaction that does what it tells.

    Args:
        actor: who did it; none: the console.
        verb: what was done, in the past: "removed".
        target: what it was done to.
        team: whose entry it is, where the target does not tell by a `team` of its own or of its
            connection.
        team_name: the team's name, where `team` is not given.
        details: what else to keep; JSON.
    """
    return Entry.objects.create(
        actor=actor,
        actor_name=actor.get_username() if actor else "console",
        team_key=team.pk if team else _team_key(target),
        team_name=str(team) if team else team_name,
        verb=verb,
        target_type=type(target).__name__,
        target_id=str(target.pk),
        target_name=str(target)[:256],
        details=details,
    )


def _team_key(target: Model) -> int | None:
    """Return the id of the team that the target belongs to, None where it belongs to none."""
    if type(target).__name__ == "Team":
        return int(target.pk)
    owner = target if hasattr(target, "team_id") else getattr(target, "connection", None)
    found: int | None = getattr(owner, "team_id", None)
    return found
