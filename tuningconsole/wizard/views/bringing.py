"""Begin a draft with the request of a document, or of a tuning job that there is."""

from uuid import UUID

from django.contrib import messages
from django.core.files.uploadedfile import UploadedFile
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST

from tuningconsole import importing
from tuningconsole.aws.access import current_connection
from tuningconsole.jobs import remedies
from tuningconsole.jobs.models import TuningJob
from tuningconsole.teams.access import require_editor
from tuningconsole.teams.lost_session import take, takes_over
from tuningconsole.wizard import bringing, fixing
from tuningconsole.wizard.progress import address
from tuningconsole.wizard.steps import JOB, REVIEW

KEPT = gettext_lazy(
    "You were signed out. What you had entered or chosen is in the text: import it again."
)
NOT_KEPT = gettext_lazy("You were signed out, and nothing was imported. Choose the file again.")
NOT_READ = gettext_lazy(
    "The console has not read this job yet. Try again in a moment; nothing was created."
)


@takes_over
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def import_request(request: HttpRequest) -> HttpResponse:
    """Ask for a document; make a draft of it, or tell what is wrong with it first."""
    require_editor(request)
    if request.method != "POST":
        return render(request, "wizard/import.html", {"text": _kept(request)})
    connection = current_connection(request)
    text = _document(request)
    brought = bringing.document(connection, text)
    is_clean = not (brought.problems or brought.notes)
    if brought.answers and (is_clean or "anyway" in request.POST):
        draft = bringing.from_document(request.user, connection, brought)
        return redirect(address(draft, REVIEW))
    context = {"brought": brought, "text": _shown(text)}
    return render(request, "wizard/import.html", context, status=422)


def _kept(request: HttpRequest) -> str:
    """Return the document that was sent when the session was over, "" where none was."""
    sent = take(request)
    if sent is None:
        return ""
    text = _shown(sent.files.get("file") or sent.typed.get("text", ""))
    messages.info(request, KEPT if text else NOT_KEPT)
    return text


def _document(request: HttpRequest) -> bytes | str:
    """Return the chosen file, or the text where none is chosen; `ui.uploads` cuts a longer file."""
    chosen = request.FILES.get("file")
    if isinstance(chosen, UploadedFile):
        return bytes(chosen.read())
    return request.POST.get("text", "")


def _shown(document: bytes | str) -> str:
    """Return the document for the text area; one that cannot be read is not shown."""
    try:
        return importing.decoded(document)
    except importing.RefusedError:
        return ""


@require_POST
def clone(request: HttpRequest, job: UUID) -> HttpResponse:
    """Make a draft with everything that the job has, under a free name.

    With `fix`, the draft opens where a failed job is to be changed, and says what to change there.
    """
    return _from_job(request, job, is_parent=False)


@require_POST
def warm_start(request: HttpRequest, job: UUID) -> HttpResponse:
    """Make such a draft whose job starts from what this one has learned."""
    return _from_job(request, job, is_parent=True)


def _from_job(request: HttpRequest, uuid: UUID, *, is_parent: bool) -> HttpResponse:
    member = require_editor(request)
    jobs = TuningJob.objects.select_related("connection")
    job = get_object_or_404(jobs, uuid=uuid, team=member.team_id)
    if is_parent and not job.may_be_parent:
        raise Http404
    draft = bringing.from_job(request.user, job, is_parent=is_parent)
    if draft is None:
        messages.warning(request, NOT_READ)
        return redirect("jobs:detail", job.uuid)
    said = _("This is a draft with everything that {name} has.").format(name=job.name)
    messages.info(request, said)
    if "fix" in request.POST and (remedy := remedies.of(job)):
        said = _("{advice} Nothing of it is changed yet.").format(advice=remedy.said)
        messages.warning(request, said)
        if where := fixing.address_of(draft, remedy):
            return redirect(where)
    return redirect(address(draft, JOB.id if is_parent else REVIEW))
