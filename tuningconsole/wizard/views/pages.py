"""The pages of the steps."""

from collections.abc import Callable
from urllib.parse import urlencode
from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.contrib.auth.views import redirect_to_login
from django.db import transaction
from django.http import Http404, HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import dateformat
from django.views.decorators.http import require_http_methods

from tuningconsole.wizard import drafts, hyperparameters, lost_session
from tuningconsole.wizard.binding import rows
from tuningconsole.wizard.binding.declarations import Control, Hyperparameters, Rows, Step
from tuningconsole.wizard.binding.forms import StepForm
from tuningconsole.wizard.binding.values import text
from tuningconsole.wizard.models import Draft
from tuningconsole.wizard.progress import Progress, address, beside
from tuningconsole.wizard.request import active_fields
from tuningconsole.wizard.steps import FLOW, REVIEW, ROLE, step_of

CREATE_ROLE = "create-role"


@login_not_required
@require_http_methods(["GET", "HEAD", "POST"])
def step(request: HttpRequest, uuid: UUID, step_id: str) -> HttpResponse:
    """Show a step, or keep what was typed on it and go where the pressed button leads."""
    page = step_of(step_id)
    if not request.user.is_authenticated:
        lost_session.keep(request)
        return redirect_to_login(request.path)
    if page is None:
        raise Http404
    if request.method == "POST":
        return _save(request, uuid, page)
    if typed := lost_session.take(request):
        _take(request, uuid, page, typed)
    draft = drafts.load(request.user, uuid)
    if draft.job:
        return redirect("jobs:detail", draft.job)
    draft.answers = {**draft.answers, **_brought(request, draft, page)}
    return _page(request, draft, page, is_checked=page.id in draft.visited)


def _brought(request: HttpRequest, draft: Draft, page: Step) -> dict[str, str]:
    """Return what another page was asked for: the role made there, the S3 location chosen there.

    It is shown and, like all that is typed, kept when the page is left.
    """
    if role := request.GET.get("role", ""):
        return {ROLE: drafts.kept(role)}
    key = request.GET.get("target", "").removeprefix("id_")
    uri = request.GET.get("uri", "")
    return {key: drafts.kept(uri)} if uri and key in _s3_inputs(page, draft) else {}


@transaction.atomic
def _take(request: HttpRequest, uuid: UUID, page: Step, typed: QueryDict) -> None:
    """Take over what was typed and sent when the session was over."""
    draft = drafts.load(request.user, uuid, for_update=True)
    if not draft.job:
        drafts.take(draft, StepForm(page, draft.answers, Progress(draft).offers), typed)
        draft.save(update_fields=["answers", "saved_at"])
        messages.info(request, "You were signed out. What you had entered here is kept.")


@transaction.atomic
def _save(request: HttpRequest, uuid: UUID, page: Step) -> HttpResponse:
    draft = drafts.load(request.user, uuid, for_update=True)
    if draft.job:
        return redirect("jobs:detail", draft.job)
    progress = Progress(draft)
    drafts.take(draft, StepForm(page, draft.answers, progress.offers), request.POST)
    draft.current = page.id
    name = next((name for name in _ACTIONS if name in request.POST), "_save")
    answer = _ACTIONS[name](request, progress, page)
    draft.save(update_fields=["answers", "current", "visited", "saved_at"])
    answer["X-Saved-At"] = dateformat.format(draft.saved_at, "U.u")
    return answer


def _next(request: HttpRequest, progress: Progress, page: Step) -> HttpResponse:
    progress.draft.leave(page.id)
    if progress.checked.of_step(page):
        return _page(request, progress.draft, page, is_checked=True, status=422)
    return redirect(progress.at(beside(page.id, 1)))


def _previous(request: HttpRequest, progress: Progress, page: Step) -> HttpResponse:
    progress.draft.leave(page.id)
    return redirect(progress.at(beside(page.id, -1)))


def _go(request: HttpRequest, progress: Progress, page: Step) -> HttpResponse:
    """Go to another step, or to the page that creates a role and comes back here."""
    wanted = request.POST["_go"]
    if wanted == CREATE_ROLE:
        back = urlencode({"next": progress.at(page.id)})
        return redirect(f"{reverse('catalog:create-role')}?{back}")
    if wanted != REVIEW and step_of(wanted) is None:
        raise Http404
    progress.draft.leave(page.id)
    return redirect(progress.at(wanted))


def _browse(request: HttpRequest, progress: Progress, page: Step) -> HttpResponse:
    """Go to the S3 browser's page, which comes back here with what was chosen."""
    key = request.POST["_browse"]
    if key not in _s3_inputs(page, progress.draft):
        raise Http404
    asked = {
        "uri": text(progress.draft.answers, key),
        "target": f"id_{key}",
        "next": progress.at(page.id),
    }
    return redirect(f"{reverse('catalog:s3')}?{urlencode(asked)}")


def _cancel(request: HttpRequest, progress: Progress, page: Step) -> HttpResponse:
    return redirect("wizard:cancel", progress.draft.uuid)


def _add(request: HttpRequest, progress: Progress, page: Step) -> HttpResponse:
    """Add a row and go to its first input."""
    draft = progress.draft
    part = _list(page, request.POST["_add"])
    number = rows.count(part, draft.answers)
    draft.answers = rows.added(part, draft.answers)
    draft.return_to(page.id)
    first = rows.key(part.fields[0], number)
    return redirect(f"{progress.at(page.id)}#id_{first}")


def _remove(request: HttpRequest, progress: Progress, page: Step) -> HttpResponse:
    """Remove a row and go to the button that adds one."""
    draft = progress.draft
    path, _, number = request.POST["_remove"].rpartition(".")
    part = _list(page, path)
    if not (
        number.isdecimal() and len(number) <= 3 and int(number) < rows.count(part, draft.answers)
    ):
        raise Http404
    draft.answers = rows.removed(part, draft.answers, int(number))
    messages.info(request, f"{part.noun.capitalize()} {int(number) + 1} removed.")
    draft.return_to(page.id)
    return redirect(f"{progress.at(page.id)}#add_{part.path}")


def _bulk(request: HttpRequest, progress: Progress, page: Step) -> HttpResponse:
    """Switch all hyperparameters at once."""
    algorithm = progress.offers.algorithm
    draft = progress.draft
    for part in page.parts:
        if isinstance(part, Hyperparameters):
            if request.POST["_bulk"] == "defaults":
                changed = hyperparameters.initial(part.path, algorithm)
            else:
                is_tuned = request.POST["_bulk"] == "tune"
                changed = hyperparameters.switched(part.path, algorithm, tuned=is_tuned)
            draft.answers = {**draft.answers, **changed}
    draft.return_to(page.id)
    return redirect(progress.at(page.id))


def _saved(request: HttpRequest, progress: Progress, page: Step) -> HttpResponse:
    """Answer the script that saves from time to time."""
    return HttpResponse(status=204)


_ACTIONS: dict[str, Callable[[HttpRequest, Progress, Step], HttpResponse]] = {
    "_add": _add,
    "_remove": _remove,
    "_bulk": _bulk,
    "_browse": _browse,
    "_go": _go,
    "_previous": _previous,
    "_cancel": _cancel,
    "_next": _next,
    "_save": _saved,
}
"""Name of the pressed button -> what it does after everything typed was taken over."""


def _s3_inputs(page: Step, draft: Draft) -> set[str]:
    """Return the keys of the page's inputs that have a Browse button."""
    return {
        key
        for part in page.parts
        for item, key in active_fields(part, draft.answers)
        if item.control is Control.S3
    }


def _list(page: Step, path: str) -> Rows:
    for part in page.parts:
        if isinstance(part, Rows) and part.path == path:
            return part
    raise Http404


def _page(
    request: HttpRequest, draft: Draft, page: Step, *, is_checked: bool, status: int = 200
) -> HttpResponse:
    progress = Progress(draft)
    checked = progress.checked
    form = StepForm(page, draft.answers, progress.offers)
    if is_checked:
        form.show(checked.of_step(page))
    form.show(progress.refused_on(page))
    context = {
        "address": address(draft, page.id),
        "draft": draft,
        "form": form,
        "number": FLOW.index(page) + 1,
        "progress": progress.places(checked, page.id),
        "summary": form.summary,
        "title": page.title,
    }
    return render(request, "wizard/step.html", context, status=status)
