"""How the search loop hears at once that there is something to do: PostgreSQL's NOTIFY.

A wake-up may be lost; the loop looks by itself every second.
"""

from collections.abc import Iterator

import psycopg
from django.db import connection

CHANNEL = "engine_search"


def notify() -> None:
    """Wake the search loop, once the transaction around this has committed."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_notify(%s, '')", [CHANNEL])


def wakeups(interval_s: float) -> Iterator[None]:
    """Yield at once, then at each notification, and after `interval_s` without one.

    Raises:
        psycopg.OperationalError: the database went away.
    """
    parameters = connection.get_connection_params()
    wanted = {
        name: parameters[name]
        for name in ("dbname", "user", "password", "host", "port")
        if name in parameters
    }
    with psycopg.connect(**wanted, autocommit=True) as listener:
        listener.execute(f"LISTEN {CHANNEL}")
        while True:
            yield
            # Returns as soon as one is there, with all that came together.
            for _ in listener.notifies(timeout=interval_s, stop_after=1):
                pass
