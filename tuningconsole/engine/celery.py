"""The engine's Celery application: its workers are the trainers.

A message says no more than "look at this training job": the row holds the work, with a lease, and
the search loop says it again when nobody came. So messages may be lost or doubled.
"""

import os

from celery import Celery
from django.conf import settings

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "tuningconsole.settings.engine")

QUEUE = "training"
TRAIN = "engine.train"

app = Celery("tuningconsole.engine", broker=settings.REDIS_URL)
app.conf.update(
    imports=["tuningconsole.engine.runner.tasks"],
    task_ignore_result=True,
    task_default_queue=QUEUE,
    worker_prefetch_multiplier=1,
    worker_enable_remote_control=False,
    worker_hijack_root_logger=False,
    broker_connection_retry_on_startup=True,
    broker_transport_options={
        # Why not: the console's celery.py.
        "ack_emulation": False,
        "socket_timeout": 5,
        "socket_connect_timeout": 2,
    },
)
