"""The way in and the way out: starting a draft, leaving one."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_http_methods

from tuningconsole.aws.access import current_connection
from tuningconsole.catalog.models import Algorithm
from tuningconsole.teams.access import require_editor
from tuningconsole.wizard import drafts
from tuningconsole.wizard.progress import address

MOST_DRAFTS = 20


@require_http_methods(["GET", "HEAD", "POST"])
def start(request: HttpRequest) -> HttpResponse:
    """Offer the algorithms and the person's drafts, or make a draft for an algorithm."""
    require_editor(request)
    connection = current_connection(request)
    algorithms = Algorithm.objects.filter(connection=connection, status="Completed")
    if request.method == "POST":
        wanted = _number(request.POST.get("algorithm", ""))
        algorithm = get_object_or_404(algorithms, pk=wanted)
        draft = drafts.start(request.user, connection, algorithm)
        return redirect(address(draft, draft.current))
    context = {
        "algorithms": algorithms.order_by("name", "pk"),
        "chosen": _number(request.GET.get("algorithm", "")),
        "drafts": drafts.of(request.user).open().order_by("-saved_at")[:MOST_DRAFTS],
    }
    return render(request, "wizard/start.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def cancel(request: HttpRequest, uuid: UUID) -> HttpResponse:
    """Ask whether to keep the draft, then do it."""
    draft = drafts.load(request.user, uuid)
    if draft.job:
        return redirect("jobs:detail", draft.job)
    if request.method != "POST":
        return render(request, "wizard/cancel.html", {"draft": draft})
    if "discard" in request.POST:
        messages.info(request, f"Draft {draft} discarded. Nothing was created.")
        draft.delete()
    else:
        messages.info(request, f"Draft {draft} kept.")
    return redirect("jobs:list")


def _number(text: str) -> int:
    """Return the id that the text is, 0 where it is none."""
    is_id = text.isascii() and text.isdecimal() and len(text) <= 18
    return int(text) if is_id else 0
