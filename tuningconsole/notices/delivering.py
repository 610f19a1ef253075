"""Carry a notice to its receiver, and try again later where it does not get through."""

import logging
from datetime import datetime, timedelta
from smtplib import SMTPException
from typing import Any

from django.conf import settings
from django.core.mail import EmailMessage
from django.db.models import F
from django.utils import translation

from tuningconsole.jobs import wakeup
from tuningconsole.notices import addresses, guarding, wording
from tuningconsole.notices.models import Delivery, Event, Receiver
from tuningconsole.notices.sealing import Unreadable, unseal
from tuningconsole.notices.wording import Text
from tuningconsole.teams.models import Membership

log = logging.getLogger(__name__)

LEASE = timedelta(seconds=60)
"""How long a claim holds; longer than the task may take."""
FIRST = timedelta(seconds=30)
MOST_ATTEMPTS = 8
"""The last one comes an hour after the first; then the notice is in the console alone."""
MOST = 100


class NotDelivered(Exception):  # noqa: N818  An outcome.
    """The receiver did not take it; the message says why."""


def wake_all(now: datetime) -> None:
    """Wake a worker for every delivery that is due."""
    for pk in Delivery.objects.due(now).values_list("pk", flat=True)[:MOST]:
        wakeup.wake(wakeup.NOTIFY, pk)


def step(pk: int, now: datetime) -> Delivery | None:
    """Try a delivery; return its row if it was due and nobody else had it.

    It is tried again after a worker that was lost in between, so a receiver may get it twice.
    """
    due = Delivery.objects.filter(pk=pk, state=Delivery.State.WAITING, due_at__lte=now)
    rows = due.select_related("receiver__team", "event__job", "event__team")
    delivery = rows.first()
    if delivery is None or not due.filter(attempts=delivery.attempts).update(
        due_at=now + LEASE, attempts=F("attempts") + 1
    ):
        return None
    delivery.attempts += 1
    receiver = delivery.receiver
    try:
        if not _is_wanted(receiver):
            raise NotDelivered("Its owner has left the team.")
        _send(receiver, _text(delivery.event))
    except (NotDelivered, Unreadable) as error:
        _failed(delivery, str(error), now)
    else:
        Delivery.objects.filter(pk=pk).update(state=Delivery.State.SENT)
        Receiver.objects.filter(pk=receiver.pk).update(failures=0, error="", delivered_at=now)
    delivery.refresh_from_db()
    return delivery


def _is_wanted(receiver: Receiver) -> bool:
    """Tell whether its owner is still in the team."""
    if receiver.owner_id is None:
        return True
    return Membership.objects.filter(user=receiver.owner_id, team=receiver.team_id).exists()


def _text(event: Event | None) -> Text:
    """Return what to send, in English whoever's language is on: receivers have readers of many."""
    with translation.override("en"):
        return wording.of(event) if event else wording.TEST


def _send(receiver: Receiver, text: Text) -> None:
    address = unseal(receiver.sealed)
    if receiver.is_mail:
        _mail(address, text)
    else:
        _notify(address, text)


def _mail(address: str, text: Text) -> None:
    title = " ".join(text.title.split())
    try:
        EmailMessage(f"[Tuning Console] {title}", text.body, to=[address]).send()
    except (SMTPException, OSError) as error:
        raise NotDelivered(f"The mail server did not take it: {error}") from error


def _notify(address: str, text: Text) -> None:
    service = addresses.service(address)
    if service is None:
        raise NotDelivered("Apprise does not know the service any more.")
    try:
        is_sent = _guarded(service, text)
    except Exception as error:
        raise NotDelivered(f"{service.service_name}: {type(error).__name__}") from error
    if not is_sent:
        raise NotDelivered(f"{service.service_name} did not take it, or is not to be reached.")


def _guarded(service: Any, text: Text) -> bool:
    if settings.NOTICES_ALLOW_PRIVATE:
        return bool(service.notify(body=text.body, title=text.title))
    with guarding.public_only():
        return bool(service.notify(body=text.body, title=text.title))


def _failed(delivery: Delivery, error: str, now: datetime) -> None:
    log.warning("Delivery %s to %s: %s", delivery.pk, delivery.receiver, error)
    is_last = delivery.event is None or delivery.attempts >= MOST_ATTEMPTS
    state = Delivery.State.GIVEN_UP if is_last else Delivery.State.WAITING
    due_at = now + FIRST * 2 ** (delivery.attempts - 1)
    Delivery.objects.filter(pk=delivery.pk).update(state=state, due_at=due_at)
    receivers = Receiver.objects.filter(pk=delivery.receiver_id)
    receivers.update(failures=F("failures") + 1, error=error[:500])
