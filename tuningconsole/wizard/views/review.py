"""The review, the creation, and the way back after AWS refused."""

from dataclasses import replace
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.db import transaction
from django.db.models import Q
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from tuningconsole.jobs import exporting, submission
from tuningconsole.jobs.models import TuningJob
from tuningconsole.spec.canonical import collapse, to_expanded
from tuningconsole.teams.access import membership
from tuningconsole.ui.windows import VERSION
from tuningconsole.wizard import checking, drafts, flow
from tuningconsole.wizard.binding.forms import Entry
from tuningconsole.wizard.checking import Checked
from tuningconsole.wizard.models import Draft
from tuningconsole.wizard.progress import Progress
from tuningconsole.wizard.review import groups
from tuningconsole.wizard.steps import NAME, REVIEW, REVIEW_TITLE

CHANGED = gettext_lazy(
    "In another window the draft was changed after this review was shown. Look through it again;"
    " nothing was created."
)


@require_safe
def review(request: HttpRequest, uuid: UUID) -> HttpResponse:
    """Show every value and the request; nothing is created yet."""
    draft = drafts.load(request.user, uuid)
    if draft.job:
        return redirect("jobs:detail", draft.job)
    progress = Progress(draft)
    checked = progress.check()
    if exporting.DOWNLOAD in request.GET:
        asked = collapse(checked.built.request)
        return exporting.download(exporting.shown(asked, request.GET))
    return _page(request, progress, checked)


@require_http_methods(["GET", "HEAD", "POST"])
def create(request: HttpRequest, uuid: UUID) -> HttpResponse:
    """Submit the draft's job, once: whoever comes second is led to the job of the first.

    Whoever had to sign in first comes with GET, and is shown the review again.
    """
    if request.method != "POST":
        return redirect("wizard:review", uuid)
    with transaction.atomic():
        draft = drafts.load(request.user, uuid, for_update=True)
        if draft.job:
            return redirect("jobs:detail", draft.job)
        if request.POST.get("key") != str(draft.key):
            return redirect("wizard:review", draft.uuid)
        if request.POST.get(VERSION, str(draft.version)) != str(draft.version):
            messages.warning(request, CHANGED)
            return redirect("wizard:review", draft.uuid)
        return _create(request, draft)


def _create(request: HttpRequest, draft: Draft) -> HttpResponse:
    progress = Progress(draft)
    checked = progress.check()
    for page in flow.pages(draft.answers):
        draft.leave(page.id)
    draft.save(update_fields=["visited", "saved_at"])
    if checked.problems:
        return _page(request, progress, checked, status=422)
    try:
        job = submission.submit(
            user=membership(request).user,
            team=draft.team,
            connection=draft.connection,
            request=collapse(checked.built.request),
            key=draft.key,
        )
    except submission.NameTaken:
        taken = Checked(checked.built, {NAME: [_(submission.TAKEN)]})
        return _page(request, progress, taken, status=422)
    draft.mark_submitted(job.uuid)
    return redirect("jobs:detail", job.uuid)


@require_POST
def reopen(request: HttpRequest, job: UUID) -> HttpResponse:
    """Open the draft of a job that AWS refused, at the first step that AWS complained about."""
    with transaction.atomic():
        mine = drafts.of(request.user).select_for_update(of=("self",))
        draft = get_object_or_404(mine, Q(job=job) | Q(refused_job=job))
        if draft.job == job:
            refused = get_object_or_404(TuningJob.objects.held_as_invalid(), uuid=job)
            _take_back(draft, refused)
    if draft.job:
        return redirect("jobs:detail", draft.job)
    progress = Progress(draft)
    pages = flow.pages(draft.answers)
    wrong = next((page for page in pages if progress.refused_on(page)), None)
    return redirect(progress.at(wrong.id if wrong else REVIEW))


def _take_back(draft: Draft, job: TuningJob) -> None:
    progress = Progress(draft)
    built = progress.built
    refusals = []
    for problem in job.problems:
        key = built.key_of(to_expanded(problem["path"]))
        answer = draft.answers.get(key)
        refusals.append({"key": key, "message": problem["message"], "answer": answer})
    draft.reopen(refusals)


def _page(
    request: HttpRequest, progress: Progress, checked: Checked, *, status: int = 200
) -> HttpResponse:
    draft = progress.draft
    pages = progress.groups(REVIEW)
    number = sum(len(group.places) for group in pages)
    entries, warnings = _entries(progress, checked)
    context: dict[str, Any] = {
        "draft": draft,
        "groups": pages,
        "number": number,
        "number_of_pages": number,
        "previous": progress.at(flow.beside(REVIEW, -1, draft.answers)),
        "shown": exporting.shown(collapse(checked.built.request), request.GET),
        "sections": groups(draft, progress.offers),
        "summary": entries,
        "title": _(REVIEW_TITLE),
        "warnings": warnings,
    }
    return render(request, "wizard/review.html", context, status=status)


def _entries(progress: Progress, checked: Checked) -> tuple[list[Entry], list[Entry]]:
    """Return all problems of the draft and all warnings, each with the address of its input."""
    answers = progress.draft.answers
    general = [*checked.elsewhere(answers), *progress.refused.get("", ())]
    problems = [Entry("", "", message) for message in general]
    warnings: list[Entry] = []
    for page in flow.pages(answers):
        wrong, unwise = checked.of_page(page), checking.on_page(page, checked.warnings)
        refused = progress.refused_on(page)
        if not (wrong or unwise or refused):
            continue
        form = progress.form(page)
        form.show(wrong)
        form.show(refused)
        form.warn(unwise)
        at = f"{progress.at(page.id)}?from=review"
        problems += [replace(entry, target=at + entry.target) for entry in form.summary]
        warnings += [replace(entry, target=at + entry.target) for entry in form.warnings]
    return problems, warnings
