"""The way in and the way out: starting a draft, leaving one."""

from uuid import UUID

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods

from tuningconsole.aws.access import current_connection
from tuningconsole.catalog.models import Algorithm
from tuningconsole.teams.access import membership_in, require_editor
from tuningconsole.ui.keys import key
from tuningconsole.wizard import drafts, listing
from tuningconsole.wizard.progress import address

OWN_IMAGE = "image"
"""The choice of no algorithm."""
LATEST = 5
"""As many drafts stand on the page that starts one; all are in their list."""
NOT_YOURS = gettext_lazy(
    "Only who began a draft and administrators of its team can delete it. It is kept."
)


@require_http_methods(["GET", "HEAD", "POST"])
def start(request: HttpRequest) -> HttpResponse:
    """Offer the algorithms and the person's latest drafts, or make a draft for an algorithm."""
    member = require_editor(request)
    connection = current_connection(request)
    algorithms = Algorithm.objects.filter(connection=connection, status="Completed")
    if request.method == "POST":
        given = request.POST.get("algorithm", "")
        is_own = given == OWN_IMAGE
        algorithm = None if is_own else get_object_or_404(algorithms, pk=key(given))
        draft = drafts.start(request.user, connection, algorithm)
        return redirect(address(draft, draft.current))
    mine = listing.of(member, connection).filter(owner=member.user)
    latest = listing.picked(mine).order_by("-saved_at", "-pk")[:LATEST]
    context = {
        "algorithms": algorithms.order_by("name", "pk"),
        "chosen": key(request.GET.get("algorithm", "")),
        "lines": listing.lines(latest, member),
        "may_edit": member.may_edit,
    }
    return render(request, "wizard/start.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@transaction.atomic
def cancel(request: HttpRequest, uuid: UUID) -> HttpResponse:
    """Ask whether to keep the draft, then do it."""
    draft = drafts.load(request.user, uuid, for_update=True)
    if draft.job:
        return redirect("jobs:detail", draft.job)
    may_delete = draft.may_delete(membership_in(request, draft.team_id))
    if request.method != "POST":
        context = {"draft": draft, "may_delete": may_delete}
        return render(request, "wizard/cancel.html", context)
    if "discard" in request.POST:
        if not may_delete:
            raise PermissionDenied(str(NOT_YOURS))
        drafts.delete(draft, request.user)
        said = _("Draft {name} deleted. Nothing was created at AWS.")
    else:
        said = _("Draft {name} kept.")
    messages.info(request, said.format(name=draft))
    return redirect("jobs:list")
