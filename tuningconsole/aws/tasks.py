"""The Celery task that tests a connection. Run twice, it tests twice."""

from celery import shared_task

from tuningconsole.aws import probing
from tuningconsole.aws.models import Connection


@shared_task(ignore_result=True, time_limit=110, soft_time_limit=100)
def probe(pk: int) -> None:
    """Test the connection; one that is gone is passed over."""
    if connection := Connection.objects.filter(pk=pk).first():
        probing.run(connection)
