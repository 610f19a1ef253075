"""A training job's page, and its log, which is read live (docs/decisions/0001)."""

import json
from datetime import datetime
from itertools import chain
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseBase, StreamingHttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.http import content_disposition_header
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from tuningconsole.aws import training_jobs
from tuningconsole.aws.errors import AwsError
from tuningconsole.aws.models import Connection
from tuningconsole.jobs import freshness, training, wakeup
from tuningconsole.jobs.models import TrainingJob
from tuningconsole.jobs.polling import BUSY
from tuningconsole.jobs.views.curves import addresses
from tuningconsole.jobs.views.live import is_of_scripts, jobs_of, show
from tuningconsole.teams import sessions
from tuningconsole.teams.access import membership

LONGEST_SEARCH = 200
"""Characters; CloudWatch Logs takes patterns of 1,024."""
PART = "part"
"""In a log's address: only the lines are wanted, by scripts."""


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
        **addresses(job.tuning_job, [job]),
        "details": training.Details(job),
        "duration": job.duration(now),
        "job": job,
        "may_edit": membership(request).may_edit,
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
    """Show a page of the log that `token` names, the last lines without one.

    With `q`, show the lines of the whole log that hold it.
    """
    job = found(request, uuid, name)
    token, words = (request.GET.get(key, "").replace("\x00", "") for key in ("token", "q"))
    error, read = "", training_jobs.LogPage([])
    try:
        if words := words.strip()[:LONGEST_SEARCH]:
            read = training_jobs.search_log(job.tuning_job.connection, job.name, words, token)
        else:
            read = training_jobs.log_events(job.tuning_job.connection, job.name, token)
    except AwsError as failure:
        error = failure.message
    context = {
        "after": read.after or ("" if words else token),
        "before": read.before if read.before != token else "",
        "error": error,
        "is_settled": job.is_settled,
        "job": job,
        "lines": training.log_lines(read.lines),
        "token": token,
        "tuning_job": job.tuning_job,
        "words": words,
    }
    is_part = PART in request.GET and is_of_scripts(request)
    if is_part:
        sessions.polled(request)
    template = "jobs/_log.html" if is_part else "jobs/log.html"
    response = render(request, template, context)
    response["Cache-Control"] = "no-store"
    return response


@require_safe
def whole_log(request: HttpRequest, uuid: UUID, name: str) -> HttpResponseBase:
    """Send the whole log as a file while it is read, instance after instance."""
    job = found(request, uuid, name)
    pages = training_jobs.whole_log(job.tuning_job.connection, job.name)
    try:
        # Now, while there is still an answer that can say why it fails.
        first = next(pages, [])
    except AwsError as failure:
        said = _("The log could not be read. AWS: “{said}”").format(said=failure.message)
        messages.error(request, said)
        return redirect("jobs:training-job", uuid, name)
    response = StreamingHttpResponse(
        training.log_text(chain([first], pages)), content_type="text/plain; charset=utf-8"
    )
    saved = content_disposition_header(as_attachment=True, filename=f"{job.name}.log")
    response["Content-Disposition"] = saved or "attachment"
    response["Cache-Control"] = "no-store"
    return response
