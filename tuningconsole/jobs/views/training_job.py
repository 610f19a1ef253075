"""A training job's page, and its log, which is read live (docs/decisions/0001)."""

import json
from datetime import datetime
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils import timezone
from django.views.decorators.http import require_safe

from tuningconsole.aws import training_jobs
from tuningconsole.aws.errors import AwsError
from tuningconsole.aws.models import Connection
from tuningconsole.jobs import freshness, training, wakeup
from tuningconsole.jobs.models import TrainingJob
from tuningconsole.jobs.polling import BUSY
from tuningconsole.jobs.views.live import jobs_of, show

PART = "part"
"""In a log's address: only the lines are wanted."""


def found(request: HttpRequest, uuid: UUID, name: str) -> TrainingJob:
    """Return the training job of one of the team's tuning jobs.

    Raises:
        Http404: there is none, or it is another team's.
    """
    own = TrainingJob.objects.select_related("tuning_job__connection").filter(
        tuning_job__in=jobs_of(request)
    )
    return get_object_or_404(own, tuning_job__uuid=uuid, name=name)


@require_safe
def training_job(request: HttpRequest, uuid: UUID, name: str) -> HttpResponse:
    """Show a training job; have it described when what is known of it may be old."""
    now = timezone.now()
    job = found(request, uuid, name)
    if _is_to_be_described(job, now):
        wakeup.wake(wakeup.DESCRIBE, job.pk)
    context = {
        "details": training.Details(job),
        "duration": job.duration(now),
        "job": job,
        "tuning_job": job.tuning_job,
        "json": json.dumps(job.description, indent=2, ensure_ascii=False),
    }
    return show(request, "training_job", context, freshness.of_training_job(job, now))


def _is_to_be_described(job: TrainingJob, now: datetime) -> bool:
    if job.described_at is None:
        return True
    if training.Details(job).is_settled:
        return False
    return now - job.described_at >= BUSY[Connection.Kind(job.tuning_job.connection.kind)]


@require_safe
def log(request: HttpRequest, uuid: UUID, name: str) -> HttpResponse:
    """Show a page of the log that `token` names, the last lines without one."""
    job = found(request, uuid, name)
    token = request.GET.get("token", "").replace("\x00", "")
    error, read = "", training_jobs.LogPage([])
    try:
        read = training_jobs.log_events(job.tuning_job.connection, job.name, token)
    except AwsError as failure:
        error = failure.message
    context = {
        "after": read.after or token,
        "before": read.before if read.before != token else "",
        "error": error,
        "is_settled": job.is_settled,
        "job": job,
        "lines": training.log_lines(read.lines),
        "token": token,
        "tuning_job": job.tuning_job,
    }
    template = "jobs/_log.html" if PART in request.GET else "jobs/log.html"
    response = render(request, template, context)
    response["Cache-Control"] = "no-store"
    return response
