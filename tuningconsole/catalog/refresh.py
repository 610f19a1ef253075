"""Read again what a connection offers, and mirror it."""

from collections.abc import Callable, Iterable, Mapping
from datetime import timedelta
from typing import Any

from django.utils import timezone

from tuningconsole.aws import algorithms as remote
from tuningconsole.aws import errors
from tuningconsole.aws import lookups as listed
from tuningconsole.aws.models import Connection
from tuningconsole.catalog.algorithms import UNAVAILABLE, keep
from tuningconsole.catalog.models import Algorithm, Lookup
from tuningconsole.spec.states import AlgorithmStatus

_SETTLED = frozenset({AlgorithmStatus.COMPLETED, AlgorithmStatus.FAILED})
"""An algorithm of these statuses never changes again: it can only be deleted."""
_READ: Mapping[str, Callable[[Connection], Iterable[Any]]] = {
    Lookup.Kind.ROLES: listed.roles,
    Lookup.Kind.VPCS: listed.vpcs,
    Lookup.Kind.SUBNETS: listed.subnets,
    Lookup.Kind.SECURITY_GROUPS: listed.security_groups,
    Lookup.Kind.KEYS: listed.keys,
    Lookup.Kind.BUCKETS: listed.buckets,
    Lookup.Kind.QUOTAS: listed.quotas,
}
_LASTS: Mapping[str, timedelta] = {Lookup.Kind.QUOTAS: timedelta(days=1)}
"""What costs many calls and changes once in a while: how long it is good for."""


def algorithms(connection: Connection) -> None:
    """Mirror the account's own algorithms and look at the subscriptions again.

    Costs one list call, and one DescribeAlgorithm for each that is new, unsettled or subscribed.

    Raises:
        AwsError: the list could not be read; what is known stays as it is.
    """
    began = timezone.now()
    own = Algorithm.objects.filter(connection=connection, source=Algorithm.Source.OWN)
    known = dict(own.values_list("arn", "status"))
    summaries = {item["AlgorithmArn"]: item for item in remote.list_own(connection)}
    for arn, summary in summaries.items():
        if known.get(arn) not in _SETTLED or known[arn] != summary["AlgorithmStatus"]:
            _mirror(connection, Algorithm.Source.OWN, arn)
    # What was created since then is not in the list that was read.
    own.filter(seen_at__lt=began).exclude(arn__in=summaries).delete()
    for arn in Algorithm.objects.filter(
        connection=connection, source=Algorithm.Source.SUBSCRIPTION
    ).values_list("arn", flat=True):
        _mirror(connection, Algorithm.Source.SUBSCRIPTION, arn)


def _mirror(connection: Connection, source: Algorithm.Source, arn: str) -> None:
    """Mirror one; one that is not shown any more is kept, but marked so."""
    try:
        keep(connection, source, remote.describe(connection, arn))
    except (errors.NotFound, errors.Denied, errors.Rejected):
        Algorithm.objects.filter(connection=connection, arn=arn).update(
            status=UNAVAILABLE, seen_at=timezone.now()
        )


def lookups(connection: Connection, kinds: Iterable[str] | None = None) -> None:
    """Mirror the pickers' lists; a list that cannot be read keeps its items and says why.

    Args:
        connection: whose lists.
        kinds: which; by default all but those that were read a short while ago and last.
    """
    for kind in kinds if kinds is not None else due(connection):
        try:
            found: dict[str, Any] = {"items": list(_READ[kind](connection)), "error": ""}
            found["seen_at"] = timezone.now()
        except errors.AwsError as error:
            found = {"error": str(error)}
        Lookup.objects.update_or_create(connection=connection, kind=kind, defaults=found)


def due(connection: Connection) -> list[str]:
    """Return the kinds to read now: of those that last, what failed or has grown old."""
    now = timezone.now()
    kept = Lookup.objects.filter(connection=connection, kind__in=_LASTS, error="")
    seen = dict(kept.values_list("kind", "seen_at"))
    return [
        kind
        for kind in _READ
        if kind not in _LASTS or kind not in seen or seen[kind] < now - _LASTS[kind]
    ]
