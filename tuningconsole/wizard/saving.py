"""Keep what a page sends, unless another window has saved something else meanwhile."""

from typing import Any

from django.http import QueryDict

from tuningconsole.ui.windows import MINE, Conflict, pressed
from tuningconsole.wizard import conflicts, drafts
from tuningconsole.wizard.flow import Page
from tuningconsole.wizard.progress import Progress


def save(progress: Progress, page: Page, posted: QueryDict, user: Any) -> Conflict | None:
    """Take over what was typed and save it, with the row locked.

    Returns:
        what is in conflict and not settled by a button: then nothing is saved, and the draft in
        memory has the answers as they were posted.
    """
    draft = progress.draft
    was = draft.answers
    form = progress.form(page)
    taken = drafts.take(draft, page, form, posted)
    conflict = conflicts.find(form, taken, posted, page.own(draft.changes))
    button = pressed(posted, draft.version)
    if conflict:
        draft.answers = page.kept(draft.answers, conflict.settled(taken, button or MINE))
    if conflict and not button:
        return conflict
    draft.current = page.id
    draft.save_work(user, was)
    return None
