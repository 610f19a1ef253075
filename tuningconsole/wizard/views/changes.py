"""Buttons of a page that change what is on it: rows, hyperparameters, definitions."""

from collections.abc import Callable
from urllib.parse import urlencode

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from tuningconsole.ui import windows
from tuningconsole.wizard import (
    definitions,
    drafts,
    flow,
    hyperparameters,
    lists,
)
from tuningconsole.wizard.binding import rows
from tuningconsole.wizard.binding.values import Answers
from tuningconsole.wizard.flow import Page
from tuningconsole.wizard.models import Draft
from tuningconsole.wizard.offers import own_metrics
from tuningconsole.wizard.progress import Progress
from tuningconsole.wizard.steps import REVIEW
from tuningconsole.wizard.views.removed import fresh

BACK = "from"
"""The query that says where a page was opened from: "review" comes back there."""
DEFINITION_ACTIONS = {"add", "clone", "remove"}
MOVED = gettext_lazy(
    "In another window the training job definitions were changed meanwhile. Look at them again;"
    " none was cloned or removed."
)


def here(request: HttpRequest, progress: Progress, page: Page) -> str:
    """Return the page's own address, with where it was opened from."""
    return progress.at(page.id) + (f"?{BACK}={REVIEW}" if is_from_review(request) else "")


def is_from_review(request: HttpRequest) -> bool:
    """Tell whether the page was opened by an Edit button of the review."""
    return request.GET.get(BACK) == REVIEW


def _change(progress: Progress, page: Page, seen: Answers) -> None:
    """Put the changed answers into the draft; the page shows no errors until it is left again."""
    progress.draft.answers = page.kept(progress.draft.answers, seen)
    progress.draft.return_to(page.id)


def _add(request: HttpRequest, progress: Progress, page: Page) -> HttpResponse:
    """Add a row and go to its first input."""
    seen = page.seen(progress.draft.answers)
    part = _list(page, request.POST["_add"])
    _change(progress, page, lists.added(part, seen))
    first = lists.first_input(part, lists.count(part, seen))
    return redirect(f"{here(request, progress, page)}#id_{first}")


def _remove(request: HttpRequest, progress: Progress, page: Page) -> HttpResponse:
    """Remove a row and go to the button that adds one."""
    seen = page.seen(progress.draft.answers)
    path, _dot, given = request.POST["_remove"].rpartition(".")
    part = _list(page, path)
    number = _number(given, lists.count(part, seen))
    _change(progress, page, lists.removed(part, seen, number))
    messages.info(request, _("{what} removed.").format(what=rows.called(part, number)))
    return redirect(f"{here(request, progress, page)}#add_{part.path}")


def _list(page: Page, path: str) -> lists.WithRows:
    part = lists.at(page.step.parts, path)
    if part is None:
        raise Http404
    return part


def _number(given: str, limit: int) -> int:
    """Return the number of a row or a definition; raises Http404 for none that there is."""
    if not (given.isascii() and given.isdecimal() and len(given) <= 3 and int(given) < limit):
        raise Http404
    return int(given)


def _bulk(request: HttpRequest, progress: Progress, page: Page) -> HttpResponse:
    """Switch all hyperparameters at once."""
    seen = page.seen(progress.draft.answers)
    algorithm = progress.offers.of(seen).algorithm
    if request.POST["_bulk"] == "defaults":
        changed = hyperparameters.initial(algorithm)
    else:
        changed = hyperparameters.switched(algorithm, tuned=request.POST["_bulk"] == "tune")
    _change(progress, page, {**seen, **changed})
    return redirect(here(request, progress, page))


def _static(request: HttpRequest, progress: Progress, page: Page) -> HttpResponse:
    """Make a range of one value the static value that it is."""
    seen = page.seen(progress.draft.answers)
    algorithm = progress.offers.of(seen).algorithm
    every = {item.slot: item for item in hyperparameters.every(seen, algorithm)}
    item = every.get(request.POST["_static"])
    if item is None:
        raise Http404
    _change(progress, page, hyperparameters.pinned(item, seen))
    return redirect(f"{here(request, progress, page)}#id_{item.key('value')}")


def _is_another(request: HttpRequest, draft: Draft, page: Page, number: int) -> bool:
    """Tell whether another window has put another definition in this one's place.

    On the page that has the name, `saving` has asked for it already.
    """
    if page == Page(flow.DEFINITION_STEP, number):
        return False
    changed_in = draft.changes.get(definitions.full_key(definitions.NAME, number), 0)
    return int(changed_in) > windows.version(request.POST.get(windows.VERSION, ""))


def _test_metrics(request: HttpRequest, progress: Progress, page: Page) -> HttpResponse:
    """Go to the metric tester with the metrics of the page, or those that its algorithm has."""
    seen = page.seen(progress.draft.answers)
    asked: list[tuple[str, str]] = [("next", here(request, progress, page))]
    own = [pair for pair in own_metrics(seen) if any(pair)]
    if own:
        asked += [
            (key, entered) for pair in own for key, entered in zip(_TESTED, pair, strict=True)
        ]
    elif algorithm := drafts.algorithm_row(progress.draft.connection, seen):
        asked.append(("algorithm", str(algorithm.pk)))
    return redirect(f"{reverse('jobs:metric-tester')}?{urlencode(asked)[:LONGEST_QUERY]}")


def _definition(request: HttpRequest, progress: Progress, page: Page) -> HttpResponse:
    """Add a training job definition, a fresh one or a copy, or remove one; go where it is.

    A fresh one has the role and the network of the first, whose page it would else begin with.
    """
    draft = progress.draft
    action, _dot, given = request.POST["_definition"].partition(".")
    every = definitions.each(draft.answers)
    number = _number(given, len(every))
    name = flow.title_of(number, draft.answers)
    if action not in DEFINITION_ACTIONS:
        raise Http404
    if action != "add" and _is_another(request, draft, page, number):
        messages.warning(request, MOVED)
        return redirect(here(request, progress, page))
    if action == "remove":
        draft.visited = flow.without(draft.visited, number, draft.answers)
        draft.answers = definitions.removed(draft.answers, number)
        draft.current = flow.FIRST_PAGE
        messages.info(request, _("{what} removed.").format(what=name))
        return redirect(progress.at(flow.FIRST_PAGE))
    own: Answers = every[number]
    if action == "add":
        own = fresh(draft, own)
    draft.answers = definitions.added(draft.answers, own)
    draft.leave(page.id)
    last = definitions.count(draft.answers) - 1
    draft.current = flow.Page(flow.DEFINITION_STEP, last).id
    messages.info(request, _("{what} added.").format(what=flow.title_of(last, draft.answers)))
    return redirect(progress.at(draft.current))


_TESTED = ("name", "regex")
LONGEST_QUERY = 3500
"""Servers take an address of some 4,000 characters; the tester shows what fits."""
ACTIONS: dict[str, Callable[[HttpRequest, Progress, Page], HttpResponse]] = {
    "_add": _add,
    "_remove": _remove,
    "_bulk": _bulk,
    "_static": _static,
    "_test_metrics": _test_metrics,
    "_definition": _definition,
}
"""Name of the pressed button -> what it does after everything typed was taken over."""
