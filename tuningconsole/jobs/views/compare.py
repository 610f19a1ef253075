"""Two to five training jobs, or tuning jobs, side by side; the address holds which."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from tuningconsole.jobs import comparing
from tuningconsole.jobs.views.curves import NAME, addresses, chosen
from tuningconsole.jobs.views.live import job_of, jobs_of
from tuningconsole.ui import keys

JOB = "job"
"""In the address: the key of a tuning job, several times."""
ONLY = "only"
"""In the address: only what differs is wanted."""


@require_safe
def training_jobs(request: HttpRequest, uuid: UUID) -> HttpResponse:
    """Show training jobs of one tuning job side by side, and their learning curves together."""
    job = job_of(request, uuid)
    names = dict.fromkeys(request.GET.getlist(NAME))
    rows = chosen(request, job, fewest=0) if len(names) <= comparing.MOST else []
    if len(rows) < comparing.FEWEST:
        messages.warning(request, _("Select 2 to 5 training jobs to compare."))
        return redirect("jobs:training-jobs", uuid)
    now = timezone.now()
    told = [comparing.of_training_job(row, now) for row in rows]
    context = {
        **addresses(job, rows),
        "job": job,
        "rows": rows,
        "only": ONLY in request.GET,
        "sections": comparing.side_by_side(told, only_differences=ONLY in request.GET),
        "without_details": [row for row in rows if row.description is None],
    }
    return render(request, "jobs/compare.html", context)


@require_safe
def tuning_jobs(request: HttpRequest) -> HttpResponse:
    """Show tuning jobs of the team side by side."""
    asked = keys.keys(dict.fromkeys(request.GET.getlist(JOB)))
    found = {row.pk: row for row in jobs_of(request).filter(pk__in=asked[: comparing.MOST + 1])}
    if not comparing.FEWEST <= len(found) <= comparing.MOST:
        messages.warning(request, _("Select 2 to 5 hyperparameter tuning jobs to compare."))
        return redirect("jobs:list")
    now = timezone.now()
    jobs = [found[key] for key in asked if key in found]
    told = [comparing.of_tuning_job(job, now) for job in jobs]
    context = {
        "jobs": jobs,
        "keys": [job.pk for job in jobs],
        "only": ONLY in request.GET,
        "sections": comparing.side_by_side(told, only_differences=ONLY in request.GET),
    }
    return render(request, "jobs/compare_jobs.html", context)
