"""The console's Celery application and its whole beat schedule.

A message is only a wake-up: rows hold the work, so every setting here may lose or double one
(reliability notes: Celery on Redis loses messages under `kill -9`, with and without acks_late).
"""

import os

from celery import Celery
from django.conf import settings

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "tuningconsole.settings.console")
app = Celery("tuningconsole", broker=settings.REDIS_URL)
app.conf.update(
    task_ignore_result=True,
    task_default_queue="poll",
    task_time_limit=60,
    task_soft_time_limit=50,
    worker_prefetch_multiplier=1,
    worker_enable_remote_control=False,
    worker_hijack_root_logger=False,
    broker_connection_retry_on_startup=True,
    broker_transport_options={
        # What is woken is not acknowledged. kombu forgets an acknowledgement that Redis did not
        # get, and a worker all of whose messages are such ones never asks for another.
        "ack_emulation": False,
        "socket_timeout": 5,
        "socket_connect_timeout": 2,
    },
    beat_schedule={
        "wake what is due": {"task": "jobs.tick", "schedule": 1.0, "options": {"expires": 5}},
        "add up what training took": {
            "task": "jobs.count",
            "schedule": 10.0,
            "options": {"expires": 10},
        },
        "wake the notices that are due": {
            "task": "notices.tick",
            "schedule": 5.0,
            "options": {"expires": 5, "queue": "notify"},
        },
        "look at the budgets": {
            "task": "notices.budgets",
            "schedule": 60.0,
            "options": {"expires": 60, "queue": "notify"},
        },
        "forget old notices": {
            "task": "notices.forget",
            "schedule": 3600.0,
            "options": {"expires": 3600, "queue": "notify"},
        },
        "read the catalog again": {
            "task": "tuningconsole.catalog.tasks.refresh_all",
            "schedule": 60.0,
            "options": {"expires": 60},
        },
        # Hourly, as long as a stranger's session lasts (teams.lost_session).
        "clear the sessions that are over": {
            "task": "tuningconsole.teams.tasks.clear_sessions",
            "schedule": 3600.0,
            "options": {"expires": 3600},
        },
    },
)
app.autodiscover_tasks()
