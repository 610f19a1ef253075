"""Make, change, test and remove receivers. Each change is audited, never with the address."""

from collections.abc import Mapping
from typing import Any

from django.contrib.auth.models import User
from django.db import transaction
from django.db.models import Q, QuerySet
from django.utils import timezone

from tuningconsole.audit.log import record
from tuningconsole.jobs import wakeup
from tuningconsole.notices.addresses import Address
from tuningconsole.notices.models import Delivery, Receiver
from tuningconsole.notices.sealing import seal
from tuningconsole.teams.models import Membership

MOST = 20
"""Receivers a person, and a team: each event goes to all that want it."""
MOST_TESTS = 5
"""Tests of a receiver that wait."""


def seen_by(member: Membership) -> QuerySet[Receiver]:
    """Return the receivers that a member sees: their own, and the team's."""
    whose = Q(owner=member.user_id) | Q(owner__isnull=True)
    return Receiver.objects.filter(whose, team=member.team_id).order_by("name", "pk")


def may_change(member: Membership, receiver: Receiver) -> bool:
    """Tell whether the member may change it: their own; the team's, as an administrator."""
    if receiver.owner_id is None:
        return member.may_administer
    return receiver.owner_id == member.user_id


def has_room(member: Membership, *, is_team: bool) -> bool:
    """Tell whether there may be one more."""
    owner = None if is_team else member.user_id
    return Receiver.objects.filter(team=member.team_id, owner=owner).count() < MOST


@transaction.atomic
def create(
    member: Membership, name: str, address: Address, wanted: Mapping[str, Any], *, is_team: bool
) -> Receiver:
    """Make a receiver of the member's, or of the team's."""
    receiver = Receiver.objects.create(
        team=member.team,
        owner=None if is_team else member.user,
        name=name,
        is_mail=address.is_mail,
        sealed=seal(address.text),
        shown=address.shown,
        created_at=timezone.now(),
        **wanted,
    )
    _record(member, "created receiver", receiver)
    return receiver


@transaction.atomic
def change(member: Membership, receiver: Receiver, name: str, wanted: Mapping[str, Any]) -> None:
    """Give the receiver another name, and what it wants."""
    Receiver.objects.filter(pk=receiver.pk).update(name=name, **wanted)
    _record(member, "changed receiver", receiver)


@transaction.atomic
def remove(member: Membership, receiver: Receiver) -> None:
    """Delete the receiver, with what is on its way to it."""
    _record(member, "removed receiver", receiver)
    receiver.delete()


@transaction.atomic
def test(member: Membership, receiver: Receiver) -> bool:
    """Send a test on its way; return False where enough of them wait already."""
    waiting = receiver.deliveries.filter(event=None, state=Delivery.State.WAITING)
    if waiting.count() >= MOST_TESTS:
        return False
    now = timezone.now()
    delivery = Delivery.objects.create(receiver=receiver, due_at=now, created_at=now)
    _record(member, "tested receiver", receiver)
    wakeup.on_commit(wakeup.NOTIFY, delivery.pk)
    return True


def _record(member: Membership, verb: str, receiver: Receiver) -> None:
    person: User = member.user
    record(person, verb, receiver, team_name=member.team.name, to=receiver.shown)
