"""The pages of the steps."""

from collections.abc import Callable
from urllib.parse import urlencode
from uuid import UUID

from django.contrib import messages
from django.db import transaction
from django.http import Http404, HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import dateformat
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from tuningconsole.catalog import algorithms
from tuningconsole.teams.lost_session import take, takes_over
from tuningconsole.ui.windows import Conflict
from tuningconsole.wizard import checking, definitions, drafts, flow, notes, saving
from tuningconsole.wizard.binding.conditions import active_fields
from tuningconsole.wizard.binding.declarations import Control, Hyperparameters
from tuningconsole.wizard.binding.values import Answers, text
from tuningconsole.wizard.flow import Page
from tuningconsole.wizard.models import Draft
from tuningconsole.wizard.notes import Notes
from tuningconsole.wizard.progress import Progress
from tuningconsole.wizard.steps import REVIEW, ROLE
from tuningconsole.wizard.views import changes, removed
from tuningconsole.wizard.views.changes import here, is_from_review

CREATE_ROLE = "create-role"


@takes_over
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def step(request: HttpRequest, uuid: UUID, page_id: str) -> HttpResponse:
    """Show a page, or keep what was typed on it and go where the pressed button leads."""
    if request.method == "POST":
        return _save(request, uuid, page_id)
    if sent := take(request):
        return _take(request, uuid, page_id, sent.typed)
    draft = drafts.load(request.user, uuid)
    if draft.job:
        return redirect("jobs:detail", draft.job)
    page = _page_of(draft, page_id)
    if {"role", "uri"} & request.GET.keys():
        seen = page.seen(draft.answers)
        draft.answers = page.kept(draft.answers, {**seen, **_brought(request, page, seen)})
    return _page(request, Progress(draft), page)


def _page_of(draft: Draft, page_id: str) -> Page:
    page = flow.page_of(page_id, draft.answers)
    if page is None:
        raise Http404
    return page


def _brought(request: HttpRequest, page: Page, seen: Answers) -> dict[str, str]:
    """Return what another page was asked for: the role made there, the S3 location chosen there.

    It is shown and, like all that is typed, kept when the page is left.
    """
    if role := request.GET.get("role", ""):
        return {ROLE: drafts.kept(role)}
    key = request.GET.get("target", "").removeprefix("id_")
    uri = request.GET.get("uri", "")
    return {key: drafts.kept(uri)} if uri and key in _s3_inputs(page, seen) else {}


@transaction.atomic
def _take(request: HttpRequest, uuid: UUID, page_id: str, typed: QueryDict) -> HttpResponse:
    """Take over what was typed and sent when the session was over; show the page."""
    draft = drafts.load(request.user, uuid, for_update=True)
    if draft.job:
        return redirect("jobs:detail", draft.job)
    page, progress = flow.page_of(page_id, draft.answers), Progress(draft)
    if page is None:
        return removed.answer(request, draft, page_id, typed)
    conflict = saving.save(progress, page, typed, request.user)
    messages.info(request, _("You were signed out. What you had entered here is kept."))
    return _page(request, progress, page, conflict=conflict)


@transaction.atomic
def _save(request: HttpRequest, uuid: UUID, page_id: str) -> HttpResponse:
    draft = drafts.load(request.user, uuid, for_update=True)
    if draft.job:
        return redirect("jobs:detail", draft.job)
    page, progress = flow.page_of(page_id, draft.answers), Progress(draft)
    if page is None:
        return removed.answer(request, draft, page_id, request.POST)
    if "_live" in request.POST:
        return _live(request, progress, page)
    if conflict := saving.save(progress, page, request.POST, request.user):
        return _page(request, progress, page, conflict=conflict)
    was = draft.answers
    answer = _answer(request, progress, page)
    draft.save_work(request.user, was)
    answer["X-Saved-At"] = dateformat.format(draft.saved_at, "U.u")
    answer["X-Version"] = str(draft.version)
    return answer


def _live(request: HttpRequest, progress: Progress, page: Page) -> HttpResponse:
    """Answer the script that shows what can be worked out of what is typed; nothing is kept."""
    drafts.take(progress.draft, page, progress.form(page), request.POST)
    return render(request, "wizard/_live.html", {"notes": _notes(progress, page)})


def _notes(progress: Progress, page: Page) -> Notes:
    answers = progress.draft.answers
    if not notes.is_for(page, answers):
        return Notes()
    return notes.of(page, progress.built, answers, progress.offers)


def _answer(request: HttpRequest, progress: Progress, page: Page) -> HttpResponse:
    """Do what the pressed button asks for."""
    name = next((name for name in _ACTIONS if name in request.POST), "_refresh")
    is_asked = name != "_save"
    return (is_asked and _suit(request, progress, page)) or _ACTIONS[name](request, progress, page)


def _suit(request: HttpRequest, progress: Progress, page: Page) -> HttpResponse | None:
    """Stay on the page when the definition has got another algorithm: show what that declares."""
    if "algorithm" not in request.POST or not _has_table(page):
        return None
    draft = progress.draft
    seen = page.seen(draft.answers)
    offers = progress.offers.of(seen)
    shown = request.POST["algorithm"]
    if shown == str(offers.algorithm.get("AlgorithmArn", "")):
        return None
    former = algorithms.get(draft.connection, drafts.kept(shown))
    was = former.description if former else {}
    draft.answers = page.kept(draft.answers, drafts.suited(seen, offers, was))
    draft.return_to(page.id)
    name = offers.algorithm.get("AlgorithmName") or _("your own image")
    said = _("The page now shows the hyperparameters of {name}.").format(name=name)
    messages.info(request, said)
    return redirect(here(request, progress, page))


def _has_table(page: Page) -> bool:
    return any(isinstance(part, Hyperparameters) for part in page.step.parts)


def _next(request: HttpRequest, progress: Progress, page: Page) -> HttpResponse:
    progress.draft.leave(page.id)
    if progress.check().of_page(page):
        return _page(request, progress, page, status=422)
    if is_from_review(request):
        return redirect(progress.at(REVIEW))
    return redirect(progress.at(flow.beside(page.id, 1, progress.draft.answers)))


def _previous(request: HttpRequest, progress: Progress, page: Page) -> HttpResponse:
    progress.draft.leave(page.id)
    progress.check()
    return redirect(progress.at(flow.beside(page.id, -1, progress.draft.answers)))


def _go(request: HttpRequest, progress: Progress, page: Page) -> HttpResponse:
    """Go to another page, or to the one that creates a role and comes back here."""
    wanted = request.POST["_go"]
    if wanted == CREATE_ROLE:
        back = urlencode({"next": progress.at(page.id)})
        return redirect(f"{reverse('catalog:create-role')}?{back}")
    if wanted != REVIEW and flow.page_of(wanted, progress.draft.answers) is None:
        raise Http404
    progress.draft.leave(page.id)
    progress.check()
    return redirect(progress.at(wanted))


def _browse(request: HttpRequest, progress: Progress, page: Page) -> HttpResponse:
    """Go to the S3 browser's page, which comes back here with what was chosen."""
    key = request.POST["_browse"]
    seen = page.seen(progress.draft.answers)
    if key not in _s3_inputs(page, seen):
        raise Http404
    asked = {"uri": text(seen, key), "target": f"id_{key}", "next": progress.at(page.id)}
    return redirect(f"{reverse('catalog:s3')}?{urlencode(asked)}")


def _cancel(request: HttpRequest, progress: Progress, page: Page) -> HttpResponse:
    return redirect("wizard:cancel", progress.draft.uuid)


def _saved(request: HttpRequest, progress: Progress, page: Page) -> HttpResponse:
    """Answer the script that saves from time to time."""
    return HttpResponse(status=204)


def _refresh(request: HttpRequest, progress: Progress, page: Page) -> HttpResponse:
    """Draw the page anew: a choice on it has changed what is there."""
    return redirect(here(request, progress, page))


_ACTIONS: dict[str, Callable[[HttpRequest, Progress, Page], HttpResponse]] = {
    **changes.ACTIONS,
    "_browse": _browse,
    "_go": _go,
    "_previous": _previous,
    "_cancel": _cancel,
    "_refresh": _refresh,
    "_next": _next,
    "_save": _saved,
}
"""Name of the pressed button -> what it does after everything typed was taken over."""


def _s3_inputs(page: Page, seen: Answers) -> set[str]:
    """Return the keys of the page's inputs that have a Browse button."""
    return {
        key
        for part in page.step.parts
        for item, key in active_fields(part, seen)
        if item.control is Control.S3
    }


def _page(
    request: HttpRequest,
    progress: Progress,
    page: Page,
    *,
    conflict: Conflict | None = None,
    status: int = 200,
) -> HttpResponse:
    """Draw the page; one that was left before shows what is wrong with it."""
    draft = progress.draft
    form = progress.form(page)
    if page.id in draft.visited:
        checked = progress.check()
        form.show(checked.of_page(page))
        form.warn(checking.on_page(page, checked.warnings))
    form.show(progress.refused_on(page))
    found = _notes(progress, page)
    form.notes = found.beside
    groups = progress.groups(page.id)
    places = [place for group in groups for place in group.places]
    context = {
        "address": here(request, progress, page),
        "algorithm": form.offers.algorithm.get("AlgorithmArn", ""),
        "conflict": conflict,
        "definition": flow.title_of(page.number, draft.answers) if len(groups) > 1 else "",
        "draft": draft,
        "form": form,
        "groups": groups,
        "has_notes": notes.is_for(page, draft.answers),
        "has_table": _has_table(page),
        "is_from_review": is_from_review(request),
        "is_several": len(groups) > 1,
        "may_add_definition": definitions.count(draft.answers) < definitions.most(),
        "notes": found,
        "number": next(place.number for place in places if place.is_current),
        "number_of_pages": len(places),
        "summary": form.summary,
        "title": _(page.step.title),
        # What is in conflict is so until it is settled.
        "version": conflict.since if conflict else draft.version,
        "warnings": form.warnings,
    }
    return render(request, "wizard/step.html", context, status=409 if conflict else status)
