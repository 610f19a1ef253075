"""Stop, retry, discard: each asks where something is lost, and changes something by POST only."""

from uuid import UUID

from django.contrib import messages
from django.contrib.auth.models import User
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_POST

from tuningconsole.jobs import actions
from tuningconsole.jobs.models import TuningJob
from tuningconsole.jobs.views.live import job_of
from tuningconsole.teams.access import require_editor

_TOO_LATE = gettext_lazy(
    "{name} has changed meanwhile. Nothing was done; what it is now stands below."
)


@require_http_methods(["GET", "HEAD", "POST"])
def stop(request: HttpRequest, uuid: UUID) -> HttpResponse:
    """Ask whether the job is to be stopped; have it stopped."""
    person = require_editor(request).user
    job = job_of(request, uuid)
    if request.method != "POST" and job.may_stop:
        return render(request, "jobs/stop.html", {"job": job})
    is_done = request.method == "POST" and actions.request_stop(job, person)
    told = _("Stopping {name}. Running training jobs are ended; results so far are kept.")
    return _back(request, job, told if is_done else "")


@require_http_methods(["GET", "HEAD", "POST"])
def discard(request: HttpRequest, uuid: UUID) -> HttpResponse:
    """Ask whether the held submission is to be discarded; discard it."""
    person = require_editor(request).user
    job = job_of(request, uuid)
    if request.method != "POST" and job.may_discard:
        return render(request, "jobs/discard.html", {"job": job})
    is_done = request.method == "POST" and actions.discard(job, person)
    return _back(request, job, _("{name} was discarded.") if is_done else "")


@require_POST
def retry(request: HttpRequest, uuid: UUID) -> HttpResponse:
    """Have the held submission go on."""
    person: User = require_editor(request).user
    job = job_of(request, uuid)
    is_done = actions.retry(job, person)
    return _back(request, job, _("{name} is submitted again.") if is_done else "")


def _back(request: HttpRequest, job: TuningJob, told: str) -> HttpResponse:
    """Return to the job and say what was done; that nothing was, where nothing is told."""
    if told:
        messages.info(request, told.format(name=job.name))
    else:
        messages.warning(request, _TOO_LATE.format(name=job.name))
    return redirect("jobs:detail", job.uuid)
