"""Whether a connection's queue tells what changes; what hears nothing is looked at more often."""

from django.core.cache import cache

from tuningconsole.aws.models import Connection

LASTS_S = 120
"""A queue that could not be read for so long tells nothing."""


def note(connection: Connection) -> None:
    """Note that the connection's queue was read just now."""
    cache.set(_mark(connection), 1, timeout=LASTS_S)


def is_heard(connection: Connection) -> bool:
    """Tell whether the connection's queue was read of late."""
    return bool(connection.queue and cache.get(_mark(connection)))


def _mark(connection: Connection) -> str:
    return f"heard:{connection.pk}:{connection.queue}"
