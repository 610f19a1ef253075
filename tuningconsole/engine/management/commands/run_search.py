"""``manage.py run_search``: the search loop as a process."""

import logging
import time
from typing import Any

import psycopg
from django.core.management.base import BaseCommand
from django.db import OperationalError, close_old_connections, connections

from tuningconsole.engine import beside, packages
from tuningconsole.engine.events import sender
from tuningconsole.engine.search import loop
from tuningconsole.engine.search.wakeup import wakeups

log = logging.getLogger(__name__)


class Command(BaseCommand):
    """Looks at the tuning jobs when woken, and every second."""

    help = "Start training jobs for the tuning jobs in progress, until stopped."

    def handle(self, **_options: Any) -> None:
        """Run for ever; a database that went away is waited for."""
        beside.start("packages", packages.look)
        beside.start("events", sender.send)
        self.stdout.write("The search loop runs.")
        while True:
            try:
                for _ in wakeups(interval_s=1.0):
                    close_old_connections()
                    loop.look()
            except (OperationalError, psycopg.OperationalError):
                log.warning("PostgreSQL does not answer; next try in a second", exc_info=True)
                connections.close_all()
                time.sleep(1)
