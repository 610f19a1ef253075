"""What is done about sessions from time to time."""

from importlib import import_module

from celery import shared_task
from django.conf import settings


@shared_task
def clear_sessions() -> None:
    """Delete the sessions that are over; those of strangers hold what they had sent."""
    import_module(settings.SESSION_ENGINE).SessionStore.clear_expired()
