"""What is done about sessions from time to time."""

from importlib import import_module

from celery import shared_task
from django.conf import settings
from django.contrib.sessions.models import Session

from tuningconsole.teams.models import Browser


@shared_task
def clear_sessions() -> None:
    """Delete the sessions that are over; those of strangers hold what they had sent."""
    import_module(settings.SESSION_ENGINE).SessionStore.clear_expired()
    Browser.objects.exclude(session_key__in=Session.objects.values("session_key")).delete()
