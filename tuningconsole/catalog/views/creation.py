"""Begin an algorithm, review it, create it, leave it."""

import json
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from tuningconsole.aws.access import current_connection
from tuningconsole.catalog.authoring import creating, drafts, importing, values
from tuningconsole.catalog.authoring.checking import Checked, step_with
from tuningconsole.catalog.authoring.creating import Created, Refused
from tuningconsole.catalog.authoring.keys import NAME, REVIEW, REVIEW_TITLE
from tuningconsole.catalog.authoring.pages import STEPS
from tuningconsole.catalog.authoring.progress import Progress, address, beside
from tuningconsole.catalog.models import Algorithm, AlgorithmDraft
from tuningconsole.catalog.summary import Summary
from tuningconsole.catalog.views.authoring import created
from tuningconsole.teams.access import require_editor
from tuningconsole.ui.windows import VERSION

MOST_DRAFTS = 20
CHANGED = gettext_noop(
    "The draft was changed in another window after this review was shown. Nothing was created: look"
    " at it again, then choose Create algorithm."
)
_FIRST = STEPS[0].id


@require_http_methods(["GET", "HEAD", "POST"])
def begin(request: HttpRequest) -> HttpResponse:
    """Show how to begin and what was begun; on POST make a draft, empty or of a JSON document."""
    member = require_editor(request)
    connection = current_connection(request)
    typed, error = "", ""
    if request.method == "POST":
        typed = str(request.POST.get("document", ""))[: drafts.LONGEST_JSON]
        if "from_json" not in request.POST:
            return redirect(address(drafts.start(member.user, connection), _FIRST))
        try:
            document = values.parsed(typed)
            if not isinstance(document, dict):
                raise values.NotJsonError(_("It is to be one object with named members."))
        except values.NotJsonError as problem:
            error = _("Enter the JSON of a request or of an answer. {reason}").format(
                reason=problem
            )
        else:
            found = importing.imported(document)
            draft = drafts.start(member.user, connection, found.answers)
            _tell(request, found.left_out)
            return redirect(address(draft, _FIRST))
    own = AlgorithmDraft.objects.of(member.user).open().filter(connection=connection)
    context = {"drafts": own.order_by("-saved_at")[:MOST_DRAFTS], "typed": typed, "error": error}
    return render(request, "catalog/authoring/begin.html", context, status=422 if error else 200)


@require_POST
def copy(request: HttpRequest, pk: int) -> HttpResponse:
    """Make a draft of everything that an algorithm is, under a free name."""
    member = require_editor(request)
    connection = current_connection(request)
    algorithm = get_object_or_404(
        Algorithm, pk=pk, connection=connection, source=Algorithm.Source.OWN
    )
    found = importing.imported(algorithm.description)
    answers = {**found.answers, NAME: drafts.free_name(connection, algorithm.name)}
    _tell(request, found.left_out)
    return redirect(address(drafts.start(member.user, connection, answers), _FIRST))


def _tell(request: HttpRequest, left_out: list[str]) -> None:
    if left_out:
        message = _("These members could not be taken over: {members}.")
        messages.warning(request, message.format(members=", ".join(left_out[:20])))


@require_GET
def review(request: HttpRequest, uuid: UUID) -> HttpResponse:
    """Show everything and the request; nothing is created yet."""
    draft = drafts.load(request.user, uuid)
    if draft.algorithm_id:
        return created(request, draft)
    progress = Progress(draft)
    return _review(request, progress, progress.checked)


@require_POST
def create(request: HttpRequest, uuid: UUID) -> HttpResponse:
    """Create the draft's algorithm, once: whoever comes second is led to what the first made."""
    draft = drafts.load(request.user, uuid)
    if draft.algorithm_id:
        return created(request, draft)
    if request.POST.get("key") != str(draft.key):
        return redirect(address(draft, REVIEW))
    if request.POST.get(VERSION, str(draft.version)) != str(draft.version):
        messages.warning(request, _(CHANGED))
        return redirect(address(draft, REVIEW))
    progress = Progress(draft)
    checked = progress.checked
    draft.visited = [step.id for step in STEPS]
    draft.save(update_fields=["visited", "saved_at"])
    if checked.problems:
        return _review(request, progress, checked, status=422)
    return _answer(request, progress, creating.create(draft, checked.built))


def _answer(
    request: HttpRequest, progress: Progress, outcome: creating.Outcome | None
) -> HttpResponse:
    match outcome:
        case Created(algorithm):
            message = _("Algorithm {name} created.").format(name=algorithm.name)
            messages.success(request, message)
            return created(request, progress.draft)
        case Refused():
            key = next(iter(progress.refused), "")
            step = step_with(key)
            return redirect(progress.at(step.id if step else REVIEW))
        case None:
            messages.info(
                request, _("The algorithm is being created already. Reload the page in a moment.")
            )
        case _:
            messages.error(request, outcome.message)
    return redirect(progress.at(REVIEW))


@require_http_methods(["GET", "HEAD", "POST"])
def discard(request: HttpRequest, uuid: UUID) -> HttpResponse:
    """Ask whether to keep the draft, then do it."""
    draft = drafts.load(request.user, uuid)
    if draft.algorithm_id:
        return created(request, draft)
    if request.method != "POST":
        return render(request, "catalog/authoring/discard.html", {"draft": draft})
    if "discard" in request.POST:
        message = _("Draft {name} discarded. Nothing was created.").format(name=draft)
        messages.info(request, message)
        draft.delete()
    else:
        messages.info(request, _("Draft {name} kept.").format(name=draft))
    return redirect("catalog:algorithms")


def _review(
    request: HttpRequest, progress: Progress, checked: Checked, *, status: int = 200
) -> HttpResponse:
    body: dict[str, Any] = checked.built.request
    context = {
        "draft": progress.draft,
        "edit": {step.id: progress.at(step.id) for step in STEPS},
        "number": len(STEPS) + 1,
        "previous": progress.at(beside(REVIEW, -1)),
        "progress": progress.places(checked, REVIEW),
        "request_json": json.dumps(body, indent=2, ensure_ascii=False),
        "body": body,
        "summary": Summary(body),
        "errors": progress.summary(checked),
        "title": _(REVIEW_TITLE),
    }
    return render(request, "catalog/authoring/review.html", context, status=status)
