"""Connections: an account and Region that a team reaches. No secret is ever stored here."""

from django.db import models

from tuningconsole.teams.models import Team


class Connection(models.Model):
    """Where a team's requests go.

    `kind` embedded: the stack that the settings name, endpoints and keys from there; aws: Amazon,
    with boto3's default credential chain, or a profile, or an assumed role.
    """

    class Kind(models.TextChoices):
        EMBEDDED = "embedded"
        AWS = "aws"

    team = models.ForeignKey(Team, models.CASCADE, related_name="connections")
    name = models.CharField(max_length=100)
    kind = models.CharField(max_length=10, choices=Kind.choices)
    region = models.CharField(max_length=32)
    account_id = models.CharField(max_length=12, blank=True)
    profile = models.CharField(max_length=100, blank=True)
    role_arn = models.CharField(max_length=2048, blank=True)
    external_id = models.CharField(max_length=64, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["team", "name"], name="connection_name_is_unique")
        ]

    def __str__(self) -> str:
        return f"{self.name} ({self.region})"
