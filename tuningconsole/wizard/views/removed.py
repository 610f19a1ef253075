"""A page of a training job definition that another window has removed: what was typed is kept."""

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from tuningconsole.wizard import checking, definitions, drafts
from tuningconsole.wizard.binding.values import Answers
from tuningconsole.wizard.definitions import FIRST
from tuningconsole.wizard.flow import FIRST_PAGE, Page
from tuningconsole.wizard.models import Draft
from tuningconsole.wizard.progress import Progress
from tuningconsole.wizard.steps import ACCESS, OF_OTHERS

AGAIN = "_again"
"""The button that makes a new definition of what was typed."""
_ITS_OWN = ("_", "csrfmiddlewaretoken", "version", "algorithm")
"""How the names begin that a page sends beside what is typed."""


def answer(request: HttpRequest, draft: Draft, page_id: str, posted: QueryDict) -> HttpResponse:
    """Say that the definition is gone and show what was typed, or make a new definition of it.

    Raises:
        Http404: no definition can have such a page.
    """
    page = _page_of(page_id)
    progress = Progress(draft)
    if AGAIN in posted and definitions.count(draft.answers) < definitions.most():
        return _again(request, progress, page, posted)
    typed = {name: posted.getlist(name) for name in posted if not name.startswith(_ITS_OWN)}
    names = _form(progress, draft.answers, page, posted).names
    context = {
        "draft": draft,
        "first": progress.at(FIRST_PAGE),
        "may_add": definitions.count(draft.answers) < definitions.most(),
        "most": definitions.most(),
        "number": page.number + 1,
        "shown": [
            (names[name], given) for name, given in typed.items() if name in names and any(given)
        ],
        "title": _(page.step.title),
        "typed": typed,
    }
    return render(request, "wizard/removed.html", context, status=409)


def _page_of(page_id: str) -> Page:
    step_id, _, number = page_id.rpartition("-")
    step = next((step for step in OF_OTHERS if step.id == step_id), None)
    if step is None or number not in map(str, range(2, definitions.most() + 1)):
        raise Http404
    return Page(step, int(number) - 1)


def _again(request: HttpRequest, progress: Progress, page: Page, posted: QueryDict) -> HttpResponse:
    """Add a definition with what was typed; all else of it is as a new one has it."""
    draft, was = progress.draft, progress.draft.answers
    draft.answers = definitions.added(was, fresh(draft, definitions.each(was)[0]))
    new = Page(page.step, definitions.count(draft.answers) - 1)
    form = _form(progress, draft.answers, new, posted)
    drafts.take(draft, new, form, posted)
    draft.answers = definitions.named(draft.answers)
    draft.current = new.id
    draft.save_work(request.user, was)
    said = _("A training job definition was added with what you had entered.")
    messages.info(request, said)
    return redirect(progress.at(new.id))


def _form(progress: Progress, answers: Answers, page: Page, posted: QueryDict) -> Any:
    """Return the page's form with as many rows as were posted."""
    draft = progress.draft
    rows = {key: drafts.kept(str(posted[key])) for key in posted if key.startswith(FIRST)}
    draft.answers = page.kept(answers, {**page.seen(answers), **rows})
    fields = progress.form(page).fields
    known = {key: answer for key, answer in rows.items() if key in fields}
    draft.answers = page.kept(answers, {**page.seen(answers), **known})
    form = progress.form(page)
    draft.answers = answers
    return form


def fresh(draft: Draft, own: Answers) -> dict[str, Any]:
    """Return the answers of a new definition: algorithm, role and network are those of another."""
    algorithm = drafts.algorithm_row(draft.connection, own)
    shared = checking.on_page(Page(ACCESS), own)
    return {**drafts.new_definition(draft.connection, algorithm), **shared}
