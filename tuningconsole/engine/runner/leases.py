"""Leases on training jobs: this process's are renewed by one thread, in one query."""

import logging
import threading
import uuid
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta

from django.db import OperationalError, close_old_connections
from django.db.models.functions import Now

from tuningconsole.engine.models import TrainingJob
from tuningconsole.engine.runner import machines

log = logging.getLogger(__name__)

LENGTH = timedelta(seconds=30)
RENEW_EVERY_S = 8.0


class Keeper:
    """Renews the leases of this process until they are given up."""

    def __init__(self) -> None:
        self._held: set[uuid.UUID | None] = set()
        self._lock = threading.Lock()
        self._thread: threading.Thread | None = None

    @contextmanager
    def held(self, job: TrainingJob) -> Iterator[bool]:
        """Claim the job for the length of the block; yield whether it could be had."""
        lease_id = uuid.uuid4()
        with self._lock:
            self._held.add(lease_id)
            if self._thread is None:
                self._thread = threading.Thread(target=self._run, name="leases", daemon=True)
                self._thread.start()
        try:
            yield job.claim(lease_id, LENGTH, machines.free())
        finally:
            self.drop(lease_id)

    def drop(self, lease_id: uuid.UUID | None) -> None:
        """Renew a lease no more."""
        with self._lock:
            self._held.discard(lease_id)

    def renew(self) -> None:
        """Renew every lease that is held."""
        with self._lock:
            held = list(self._held)
        if held:
            rows = TrainingJob.objects.filter(lease_id__in=held, lease_until__isnull=False)
            rows.update(lease_until=Now() + LENGTH)

    def _run(self) -> None:
        tick = threading.Event()
        while not tick.wait(RENEW_EVERY_S):
            try:
                close_old_connections()
                self.renew()
            except OperationalError:
                log.warning("PostgreSQL does not answer; leases wait", exc_info=True)


keeper = Keeper()
