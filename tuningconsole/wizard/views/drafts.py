"""The list of drafts, and what is done with them there; only POST changes anything."""

from uuid import UUID

from django.contrib import messages
from django.db import transaction
from django.db.models import Count, Q
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from tuningconsole.aws.access import current_connection
from tuningconsole.teams.access import membership, membership_in
from tuningconsole.ui import paging
from tuningconsole.wizard import drafts as service
from tuningconsole.wizard import listing
from tuningconsole.wizard.forms import RenameForm
from tuningconsole.wizard.models import Draft
from tuningconsole.wizard.progress import address

MOST_DELETED = 100
"""As many drafts can be deleted at once; a page of the list has fewer."""
TEAM, MINE = "team", "mine"
_IS_JOB = gettext_lazy(
    "A job was created from this draft, which is kept with it. Nothing was changed."
)
_NONE_DELETED = gettext_lazy(
    "Nothing was deleted: no draft was chosen, or they are gone, became jobs, or only their owners"
    " and the team's administrators can delete them."
)


@require_safe
def drafts(request: HttpRequest) -> HttpResponse:
    """Show the open drafts at the chosen connection, mine or the whole team's, a page of them.

    Who may edit may resume, rename and duplicate every draft of the team, and delete their own; an
    administrator may delete all. A viewer sees the team's, and can do nothing with them.
    """
    member, connection = membership(request), current_connection(request)
    everything = listing.of(member, connection)
    is_mine = Q(owner=member.user)
    counts = everything.aggregate(mine=Count("pk", filter=is_mine), team=Count("pk"))
    shows_team = request.GET.get("of") == TEAM or not member.may_edit
    found = everything if shows_team else everything.filter(is_mine)
    page = paging.page(
        listing.picked(found), request.GET.get("page", ""), order=listing.LAST_CHANGE
    )
    lines = listing.lines(page.rows, member)
    context = {
        "connection": connection,
        "count": counts[TEAM if shows_team else MINE],
        "counts": counts,
        "lines": lines,
        "may_delete_any": any(line.may_delete for line in lines),
        "may_edit": member.may_edit,
        "page": page,
        "paging_query": f"&of={TEAM}" if shows_team else "",
        "shows_team": shows_team,
        "team": member.team,
    }
    return render(request, "wizard/drafts.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@transaction.atomic
def rename(request: HttpRequest, uuid: UUID) -> HttpResponse:
    """Ask for the draft's name, and give it."""
    draft = service.load(request.user, uuid, for_update=True)
    if draft.job:
        return _to_job(request, draft)
    form = RenameForm(draft, request.POST if request.method == "POST" else None)
    if form.is_valid():
        was, draft.title = str(draft), form.cleaned_data["title"]
        draft.save(update_fields=["title"])
        said = _("Draft {name} is now called {new_name}.").format(name=was, new_name=draft)
        messages.success(request, said)
        return redirect(_list_with(request, draft))
    status = 422 if form.is_bound else 200
    context = {"draft": draft, "form": form, "back": _list_with(request, draft)}
    return render(request, "wizard/rename.html", context, status=status)


@require_POST
@transaction.atomic
def duplicate(request: HttpRequest, uuid: UUID) -> HttpResponse:
    """Make a draft of one's own with the same answers, and open it."""
    draft = service.load(request.user, uuid)
    if draft.job:
        return _to_job(request, draft)
    copy = service.copied(draft, request.user)
    said = _("{name} was duplicated. This is the copy: {copy}.").format(name=draft, copy=copy)
    messages.success(request, said)
    return redirect(address(copy, copy.current))


@require_http_methods(["GET", "HEAD", "POST"])
@transaction.atomic
def delete(request: HttpRequest) -> HttpResponse:
    """Ask whether the chosen drafts are to be deleted, and delete them."""
    given = request.POST if request.method == "POST" else request.GET
    wanted = [key for text in given.getlist("draft")[:MOST_DELETED] if (key := _uuid(text))]
    mine = Draft.objects.of(request.user).open().filter(pk__in=wanted).order_by("pk")
    found = [
        draft
        for draft in mine.select_related("team", "owner", "saved_by").select_for_update(
            of=("self",)
        )
        if draft.may_delete(membership_in(request, draft.team_id))
    ]
    back = _list_with(request, *found)
    if not found:
        messages.warning(request, _NONE_DELETED)
        return redirect(back)
    if request.method != "POST":
        return render(request, "wizard/delete_drafts.html", {"drafts": found, "back": back})
    for draft in found:
        service.delete(draft, request.user)
    said = ngettext(
        "Draft {name} deleted. Nothing was created at AWS.",
        "{number} drafts deleted. Nothing was created at AWS.",
        len(found),
    )
    messages.success(request, said.format(name=found[0], number=len(found)))
    return redirect(back)


def _to_job(request: HttpRequest, draft: Draft) -> HttpResponse:
    messages.warning(request, _IS_JOB)
    return redirect("jobs:detail", draft.job)


def _list_with(request: HttpRequest, *drafts: Draft) -> str:
    """Return the address of the list that shows the drafts: the person's, or the team's."""
    is_mine = all(draft.owner_id == request.user.pk for draft in drafts)
    return reverse("wizard:drafts") + ("" if is_mine else f"?of={TEAM}")


def _uuid(text: str) -> UUID | None:
    try:
        return UUID(text)
    except ValueError:
        return None
