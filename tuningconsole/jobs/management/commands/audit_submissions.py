"""``manage.py audit_submissions``: is anything lost, doubled or stuck?"""

from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from tuningconsole.jobs import invariants
from tuningconsole.jobs.models import TuningJob


class Command(BaseCommand):
    """Checks what must hold of every submission; fails when something does not."""

    help = "Check that no submission is lost, doubled or stuck; exits with 1 when one is."

    def handle(self, *_: Any, **__: Any) -> None:
        """Print what does not hold, a line each.

        Raises:
            CommandError: something does not.
        """
        found = list(invariants.broken(timezone.now()))
        for item in found:
            self.stdout.write(str(item))
        for job in invariants.unknown():
            self.stdout.write(f"Note: {job.name}: another console's, or newer than a backup.")
        number = TuningJob.objects.filter(key__isnull=False).count()
        if found:
            raise CommandError(f"{len(found)} of {number} submissions are not in order.")
        self.stdout.write(f"{number} submissions are in order.")
