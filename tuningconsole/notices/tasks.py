"""The notices' Celery tasks, on a queue of their own: who waits for a receiver holds up nobody."""

from datetime import timedelta

from celery import shared_task
from django.db import close_old_connections
from django.utils import timezone

from tuningconsole.jobs import dashboard_spending, wakeup
from tuningconsole.notices import delivering, recording
from tuningconsole.notices.models import Event

KEPT = timedelta(days=90)


@shared_task(name="notices.tick", ignore_result=True)
def tick() -> None:
    """Wake a worker for every delivery that is due."""
    close_old_connections()
    delivering.wake_all(timezone.now())


@shared_task(name=wakeup.NOTIFY, ignore_result=True, time_limit=40, soft_time_limit=30)
def deliver(pk: int) -> None:
    """Try a delivery."""
    close_old_connections()
    wakeup.awake(wakeup.NOTIFY, pk)
    delivering.step(pk, timezone.now())


@shared_task(name="notices.budgets", ignore_result=True)
def budgets() -> None:
    """Note which budgets this month's spending has passed."""
    close_old_connections()
    for use in dashboard_spending.budgets(timezone.now()):
        recording.passed(use)


@shared_task(name="notices.forget", ignore_result=True)
def forget() -> None:
    """Delete what happened long ago."""
    close_old_connections()
    Event.objects.filter(at__lt=timezone.now() - KEPT).delete()
