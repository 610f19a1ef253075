"""A tuning job's request as text for elsewhere."""

from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from tuningconsole.jobs import exporting
from tuningconsole.jobs.views.live import job_of


@require_safe
def export(request: HttpRequest, uuid: UUID) -> HttpResponse:
    """Show the job's request in the format of the address, or give its file."""
    job = job_of(request, uuid)
    asked = exporting.request_of(job)
    shown = exporting.shown(asked or {}, request.GET)
    if exporting.DOWNLOAD not in request.GET:
        context = {"job": job, "shown": shown if asked else None}
        return render(request, "export/job.html", context)
    if asked is None:
        raise Http404
    return exporting.download(shown)
