"""Mirrors of what a connection offers: algorithms, and the lists that pickers show.

Pages read these rows; tasks and page fragments fill them (`catalog.refresh`), so that no page
waits on AWS to render.
"""

from __future__ import annotations

from typing import Any

from django.db import models
from django.utils import timezone

from tuningconsole.aws.models import Connection


class Algorithm(models.Model):
    """An algorithm of the connection's account, or a Marketplace subscription added by its ARN.

    `description` is DescribeAlgorithm's answer, timestamps as ISO text.
    """

    class Source(models.TextChoices):
        OWN = "own"
        SUBSCRIPTION = "subscription"

    connection = models.ForeignKey(Connection, models.CASCADE, related_name="algorithms")
    source = models.CharField(max_length=12, choices=Source.choices)
    name = models.CharField(max_length=63)
    arn = models.CharField(max_length=2048)
    status = models.CharField(max_length=20)
    created_at = models.DateTimeField()
    description: Any = models.JSONField()
    seen_at = models.DateTimeField(default=timezone.now)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["connection", "arn"], name="algorithm_arn_is_unique")
        ]
        indexes = [models.Index(fields=["connection", "source", "-created_at", "-id"])]

    def __str__(self) -> str:
        return self.name


class Lookup(models.Model):
    """A picker's list as last read: `items` is [{"value", "label", "detail"?, "vpc"?}]."""

    class Kind(models.TextChoices):
        ROLES = "roles"
        VPCS = "vpcs"
        SUBNETS = "subnets"
        SECURITY_GROUPS = "security_groups"
        KEYS = "keys"
        BUCKETS = "buckets"

    connection = models.ForeignKey(Connection, models.CASCADE, related_name="lookups")
    kind = models.CharField(max_length=20, choices=Kind.choices)
    items: Any = models.JSONField(default=list)
    error = models.TextField(blank=True)
    seen_at = models.DateTimeField(default=timezone.now)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["connection", "kind"], name="one_lookup_a_kind")
        ]

    def __str__(self) -> str:
        return f"{self.kind} of {self.connection}"
