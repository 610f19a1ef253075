"""The pages of the steps."""

from collections.abc import Callable
from urllib.parse import urlencode
from uuid import UUID

from django.contrib import messages
from django.db import transaction
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import dateformat
from django.views.decorators.http import require_http_methods

from tuningconsole.wizard import drafts, hyperparameters
from tuningconsole.wizard.binding import rows
from tuningconsole.wizard.binding.declarations import Hyperparameters, Rows, Step
from tuningconsole.wizard.binding.forms import StepForm
from tuningconsole.wizard.models import Draft
from tuningconsole.wizard.progress import Progress, address, beside
from tuningconsole.wizard.steps import FLOW, REVIEW, ROLE, step_of

CREATE_ROLE = "create-role"


@require_http_methods(["GET", "HEAD", "POST"])
def step(request: HttpRequest, uuid: UUID, step_id: str) -> HttpResponse:
    """Show a step, or keep what was typed on it and go where the pressed button leads."""
    page = step_of(step_id)
    if page is None:
        raise Http404
    if request.method == "POST":
        return _save(request, uuid, page)
    draft = drafts.load(request.user, uuid)
    if draft.job:
        return redirect("jobs:detail", draft.job)
    if role := request.GET.get("role", ""):
        draft.answers = {**draft.answers, ROLE: role[: drafts.LONGEST_ANSWER].replace("\x00", "")}
    return _page(request, draft, page, is_checked=page.id in draft.visited)


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
    "_go": _go,
    "_previous": _previous,
    "_cancel": _cancel,
    "_next": _next,
    "_save": _saved,
}
"""Name of the pressed button -> what it does after everything typed was taken over."""


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
