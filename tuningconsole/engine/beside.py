"""Small steps that a process does beside its work, each in a thread of its own.

A step that fails is done again; it stops neither the process nor another step. They are not parts
of the stack: a Python process more for a query a second would be dear.
"""

import logging
import threading
from collections.abc import Callable

from django.db import OperationalError, close_old_connections, connections

log = logging.getLogger(__name__)

EVERY_S = 0.5


def start(name: str, step: Callable[[], object]) -> None:
    """Do the step now and again every EVERY_S seconds, until the process ends."""
    threading.Thread(target=_run, args=(name, step), name=name, daemon=True).start()


def _run(name: str, step: Callable[[], object]) -> None:
    tick = threading.Event()
    while True:
        try:
            close_old_connections()
            step()
        except OperationalError:
            log.warning("%s: PostgreSQL does not answer; next try soon", name)
            connections.close_all()
        except Exception:
            log.exception("%s: a step failed", name)
        tick.wait(EVERY_S)
