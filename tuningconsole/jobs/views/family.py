"""The warm-start family of a tuning job, a part that is loaded after its page."""

from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from tuningconsole.jobs.family import family as found
from tuningconsole.jobs.views.live import job_of, jobs_of, show_part


@require_safe
def family(request: HttpRequest, uuid: UUID) -> HttpResponse:
    """Show whom the job started from and who started from it, generation by generation."""
    job = job_of(request, uuid)
    context = {"job": job, "relatives": found(job, jobs_of(request))}
    return show_part(request, "family", _("Warm start family"), context)
