"""The catalog's Celery tasks. Each may run twice or not at all: the next beat does it again."""

import logging

from celery import shared_task
from django.db import close_old_connections

from tuningconsole.aws.errors import AwsError
from tuningconsole.aws.models import Connection
from tuningconsole.catalog import refresh

log = logging.getLogger(__name__)


@shared_task(ignore_result=True)
def refresh_all() -> None:
    """Wake a refresh for every connection."""
    close_old_connections()
    for pk in Connection.objects.values_list("pk", flat=True):
        refresh_connection.delay(pk)


@shared_task(ignore_result=True)
def refresh_connection(pk: int) -> None:
    """Mirror what the connection offers; one that is gone or out of reach is passed over."""
    close_old_connections()
    if connection := Connection.objects.filter(pk=pk).first():
        try:
            refresh.algorithms(connection)
        except AwsError as error:
            log.warning("The algorithms of %s were not read: %s", connection, error)
        refresh.lookups(connection)
