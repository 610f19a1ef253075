"""Connections: an account and Region that a team reaches. No secret is ever stored here."""

from datetime import datetime, timedelta
from typing import Any

from django.db import models
from django.utils.translation import gettext_lazy as _

from tuningconsole.teams.models import Team

PROBE_LASTS = timedelta(seconds=120)
"""A test that has said nothing for so long never will: its worker is lost, or there is none."""


class Connection(models.Model):
    """Where a team's requests go.

    `kind` embedded: the stack that the settings name, endpoints and keys from there; aws: Amazon,
    with boto3's default credential chain, or a profile, or an assumed role. `queue` is the name of
    a queue of SQS in the account, where a rule puts SageMaker's events; "" for none.
    """

    class Kind(models.TextChoices):
        EMBEDDED = "embedded"
        AWS = "aws"

    class Source(models.TextChoices):
        """Where credentials come from."""

        DEFAULT = "default", _("Default credentials of the console's machine")
        PROFILE = "profile", _("A profile on the console's machine")
        ROLE = "role", _("An assumed role")
        EMBEDDED = "embedded", _("The embedded stack")

    team = models.ForeignKey(Team, models.CASCADE, related_name="connections")
    name = models.CharField(max_length=100)
    kind = models.CharField(max_length=10, choices=Kind.choices)
    region = models.CharField(max_length=32)
    account_id = models.CharField(max_length=12, blank=True)
    profile = models.CharField(max_length=100, blank=True)
    role_arn = models.CharField(max_length=2048, blank=True)
    external_id = models.CharField(max_length=64, blank=True)
    queue = models.CharField(max_length=80, blank=True, default="", db_default="")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["team", "name"], name="connection_name_is_unique")
        ]

    def __str__(self) -> str:
        return f"{self.name} ({self.region})"

    @property
    def source(self) -> "Connection.Source":
        """Where its credentials come from."""
        if self.kind == Connection.Kind.EMBEDDED:
            return Connection.Source.EMBEDDED
        if self.role_arn:
            return Connection.Source.ROLE
        return Connection.Source.PROFILE if self.profile else Connection.Source.DEFAULT


class Probe(models.Model):
    """The last test of a connection.

    Attributes:
        asked_at: when somebody asked for it.
        done_at: when a worker had finished it.
        results: [{"action", "use", "state", "detail", "advice"}], in English, see `aws.probing`.
        base: who the worker is before it assumes the connection's role, an ARN; "" not known.
    """

    connection = models.OneToOneField(Connection, models.CASCADE, related_name="probe")
    asked_at = models.DateTimeField()
    done_at = models.DateTimeField(null=True, blank=True)
    results: Any = models.JSONField(default=list)
    base = models.CharField(max_length=2048, blank=True)

    def __str__(self) -> str:
        return f"Test of {self.connection}"

    @property
    def failures(self) -> int:
        """How many calls did not work."""
        return sum(result["state"] == "failed" for result in self.results)

    def is_running(self, now: datetime) -> bool:
        """A worker may still say something."""
        return self.done_at is None and now - self.asked_at < PROBE_LASTS
