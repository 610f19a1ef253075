"""The algorithms that a connection offers, as the console last saw them."""

import json
from datetime import datetime
from typing import Any

from django.core.serializers.json import DjangoJSONEncoder
from django.db.models import QuerySet
from django.utils import timezone
from django.utils.translation import gettext_noop

from tuningconsole.aws.models import Connection
from tuningconsole.catalog.models import Algorithm

UNAVAILABLE = gettext_noop("Unavailable")
"""The console's own word for a subscription that DescribeAlgorithm does not show any more."""


def for_connection(connection: Connection) -> QuerySet[Algorithm]:
    """Return the connection's algorithms and subscriptions, newest first."""
    return Algorithm.objects.filter(connection=connection).order_by("-created_at", "-pk")


def get(connection: Connection, name_or_arn: str) -> Algorithm | None:
    """Return the algorithm as a request names it: a name means one of the account's own."""
    known = Algorithm.objects.filter(connection=connection)
    if name_or_arn.startswith("arn:"):
        return known.filter(arn=name_or_arn).first()
    return known.filter(name=name_or_arn, source=Algorithm.Source.OWN).first()


def keep(connection: Connection, source: Algorithm.Source, answer: dict[str, Any]) -> Algorithm:
    """Mirror an answer of DescribeAlgorithm; it replaces what was known of the same ARN."""
    described = {name: value for name, value in answer.items() if name != "ResponseMetadata"}
    plain = json.loads(json.dumps(described, cls=DjangoJSONEncoder))
    algorithm, _ = Algorithm.objects.update_or_create(
        connection=connection,
        arn=plain["AlgorithmArn"],
        defaults={
            "source": source,
            "name": plain["AlgorithmName"],
            "status": plain["AlgorithmStatus"],
            "created_at": datetime.fromisoformat(plain["CreationTime"]),
            "description": plain,
            "seen_at": timezone.now(),
        },
    )
    return algorithm
