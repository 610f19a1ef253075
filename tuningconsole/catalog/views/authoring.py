"""The pages of an algorithm's draft."""

from collections.abc import Callable
from uuid import UUID

from django.contrib import messages
from django.db import transaction
from django.http import Http404, HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.utils import dateformat
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from tuningconsole.aws import access
from tuningconsole.catalog.authoring import (
    conflicts,
    drafts,
    examples,
    hyperparameters,
    rows,
    values,
)
from tuningconsole.catalog.authoring.declarations import Rows, Specification, Step
from tuningconsole.catalog.authoring.forms import Page
from tuningconsole.catalog.authoring.keys import JSON, REVIEW, ROWS
from tuningconsole.catalog.authoring.pages import STEPS, rows_of, step_of
from tuningconsole.catalog.authoring.progress import Progress, beside
from tuningconsole.catalog.models import AlgorithmDraft
from tuningconsole.teams import access as teams
from tuningconsole.teams.lost_session import take, takes_over
from tuningconsole.ui.windows import MINE, Conflict, pressed

KEPT = gettext_noop("You were signed out. What you had entered here is kept.")
Answer = Callable[[HttpRequest, Progress, Step], HttpResponse]


def created(request: HttpRequest, draft: AlgorithmDraft) -> HttpResponse:
    """Go to what was created from the draft, in its own team and connection."""
    request.session[access.SESSION_KEY] = draft.connection_id
    request.session[teams.SESSION_KEY] = draft.team_id
    return redirect("catalog:algorithm", draft.algorithm_id)


@takes_over
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def author(request: HttpRequest, uuid: UUID, step_id: str) -> HttpResponse:
    """Show a page, or keep what was typed on it and go where the pressed button leads."""
    page = step_of(step_id)
    if page is None:
        raise Http404
    if request.method == "POST":
        return _save(request, uuid, page)
    if sent := take(request):
        return _take(request, uuid, page, sent.typed)
    draft = drafts.load(request.user, uuid)
    if draft.algorithm_id:
        return created(request, draft)
    return _page(request, Progress(draft), page, is_checked=page.id in draft.visited)


@transaction.atomic
def _save(request: HttpRequest, uuid: UUID, page: Step) -> HttpResponse:
    draft = drafts.load(request.user, uuid, for_update=True)
    if draft.algorithm_id:
        return created(request, draft)
    progress = Progress(draft)
    if conflict := _saved_work(draft, page, request.POST):
        return _page(request, progress, page, is_checked=False, conflict=conflict)
    was = draft.answers
    name = next((name for name in _ACTIONS if name in request.POST), "_refresh")
    answer = _ACTIONS[name](request, progress, page)
    draft.save_work(was)
    answer["X-Saved-At"] = dateformat.format(draft.saved_at, "U.u")
    answer["X-Version"] = str(draft.version)
    return answer


@transaction.atomic
def _take(request: HttpRequest, uuid: UUID, page: Step, typed: QueryDict) -> HttpResponse:
    """Take over what was typed and sent when the session was over; show the page."""
    draft = drafts.load(request.user, uuid, for_update=True)
    if draft.algorithm_id:
        return created(request, draft)
    conflict = _saved_work(draft, page, typed)
    messages.info(request, _(KEPT))
    return _page(request, Progress(draft), page, is_checked=False, conflict=conflict)


def _saved_work(draft: AlgorithmDraft, page: Step, posted: QueryDict) -> Conflict | None:
    """Take over what was typed and save it, with the row locked.

    Returns:
        what is in conflict and not settled by a button: then nothing is saved, and the draft in
        memory has the answers as they were posted.
    """
    was = draft.answers
    conflict = conflicts.find(draft, page, posted)
    button = pressed(posted, draft.version)
    draft.answers = drafts.taken(was, Page(page, was).fields, posted)
    if conflict:
        draft.answers = conflict.settled(draft.answers, button or MINE)
    if conflict and not button:
        return conflict
    draft.save_work(was)
    return None


def _next(request: HttpRequest, progress: Progress, page: Step) -> HttpResponse:
    progress.draft.leave(page.id)
    if progress.checked.of_step(page):
        return _page(request, progress, page, is_checked=True, status=422)
    return redirect(progress.at(beside(page.id, 1)))


def _previous(request: HttpRequest, progress: Progress, page: Step) -> HttpResponse:
    progress.draft.leave(page.id)
    return redirect(progress.at(beside(page.id, -1)))


def _go(request: HttpRequest, progress: Progress, page: Step) -> HttpResponse:
    wanted = request.POST["_go"]
    if wanted != REVIEW and step_of(wanted) is None:
        raise Http404
    progress.draft.leave(page.id)
    return redirect(progress.at(wanted))


def _cancel(request: HttpRequest, progress: Progress, page: Step) -> HttpResponse:
    return redirect("catalog:discard", progress.draft.uuid)


def _add(request: HttpRequest, progress: Progress, page: Step) -> HttpResponse:
    """Add a row and go to its first input."""
    draft, part = progress.draft, _list(page, request.POST["_add"])
    number = rows.count(part, draft.answers)
    draft.answers = rows.added(part, draft.answers)
    draft.return_to(page.id)
    return redirect(f"{progress.at(page.id)}#id_{part.fields[0].key(number)}")


def _remove(request: HttpRequest, progress: Progress, page: Step) -> HttpResponse:
    """Remove a row and go to the button that adds one."""
    path, _dot, number = request.POST["_remove"].rpartition(".")
    draft, part = progress.draft, _list(page, path)
    is_number = number.isascii() and number.isdecimal() and len(number) <= 3
    if not is_number or int(number) >= rows.count(part, draft.answers):
        raise Http404
    draft.answers = rows.removed(part, draft.answers, int(number))
    called = f"{capfirst(rows.called(part))} {int(number) + 1}"
    messages.info(request, _("{what} removed.").format(what=called))
    draft.return_to(page.id)
    return redirect(f"{progress.at(page.id)}#add_{part.path}")


def _form(request: HttpRequest, progress: Progress, page: Step) -> HttpResponse:
    """Show the hyperparameters in the other form; what cannot be shown so says where."""
    draft, wanted = progress.draft, request.POST["_form"]
    part = next((part for part in page.parts if isinstance(part, Specification)), None)
    if part is None or wanted not in {ROWS, JSON}:
        raise Http404
    try:
        draft.answers = drafts.switched(part, draft.answers, wanted)
    except (values.NotJsonError, hyperparameters.NotRowsError) as error:
        shown = progress.page(page, {part.json.path: [str(error)]})
        return _drawn(request, progress, page, shown, status=422)
    draft.return_to(page.id)
    return redirect(f"{progress.at(page.id)}#id_{part.path}")


def _example(request: HttpRequest, progress: Progress, page: Step) -> HttpResponse:
    """Put an example where nothing is typed."""
    draft, key = progress.draft, request.POST["_example"]
    found = examples.example(draft.answers, key)
    if not found or key not in progress.page(page, {}).fields:
        raise Http404
    if not values.text(draft.answers, key):
        draft.answers = {**draft.answers, key: found}
    draft.return_to(page.id)
    return redirect(f"{progress.at(page.id)}#id_{key}")


def _saved(request: HttpRequest, progress: Progress, page: Step) -> HttpResponse:
    """Answer the script that saves from time to time."""
    return HttpResponse(status=204)


def _refresh(request: HttpRequest, progress: Progress, page: Step) -> HttpResponse:
    """Show the page with what was kept of two windows' entries."""
    return redirect(progress.at(page.id))


_ACTIONS: dict[str, Answer] = {
    "_add": _add,
    "_remove": _remove,
    "_form": _form,
    "_example": _example,
    "_go": _go,
    "_previous": _previous,
    "_cancel": _cancel,
    "_next": _next,
    "_refresh": _refresh,
    "_save": _saved,
}
"""Name of the pressed button -> what it does after everything typed was taken over."""


def _list(page: Step, path: str) -> Rows:
    if part := rows_of(page, path):
        return part
    raise Http404


def _page(
    request: HttpRequest,
    progress: Progress,
    page: Step,
    *,
    is_checked: bool,
    conflict: Conflict | None = None,
    status: int = 200,
) -> HttpResponse:
    problems = progress.checked.of_step(page) if is_checked else {}
    shown = progress.page(page, problems)
    status = 409 if conflict else status
    return _drawn(request, progress, page, shown, conflict=conflict, status=status)


def _drawn(
    request: HttpRequest,
    progress: Progress,
    step: Step,
    page: object,
    *,
    conflict: Conflict | None = None,
    status: int,
) -> HttpResponse:
    context = {
        "conflict": conflict,
        "draft": progress.draft,
        "number": STEPS.index(step) + 1,
        "page": page,
        "progress": progress.places(progress.checked, step.id),
        "step": step,
        "title": _(step.title),
        # What is in conflict is so until it is settled.
        "version": conflict.since if conflict else progress.draft.version,
    }
    return render(request, "catalog/authoring/step.html", context, status=status)
