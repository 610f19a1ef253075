"""The sweeps over what runs at a connection."""

from django.db import models

from tuningconsole.aws.models import Connection


class Sweep(models.Model):
    """When a connection's tuning jobs are listed next, and how it went last.

    Attributes:
        found_until: creation time of the newest job that discovery has seen.
        seen_at: when the lists were last read.
        error: why they could not be read since.
    """

    connection = models.OneToOneField(Connection, models.CASCADE, related_name="sweep")
    due_at = models.DateTimeField(db_index=True)
    discover_due_at = models.DateTimeField()
    found_until = models.DateTimeField(null=True)
    seen_at = models.DateTimeField(null=True)
    failures = models.PositiveIntegerField(default=0)
    error = models.TextField(blank=True)

    def __str__(self) -> str:
        return f"sweep of {self.connection}"
