"""Two windows on one draft: what the other one changed on a page meanwhile (`ui.windows`).

In conflict are the inputs that were changed after the page was drawn, and those that the page has
no more because rows were removed or the hyperparameters got their other form, where something else
is posted than what the draft has.
"""

from django.http import QueryDict
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from tuningconsole.catalog.authoring import drafts
from tuningconsole.catalog.authoring.declarations import Specification, Step
from tuningconsole.catalog.authoring.forms import Page
from tuningconsole.catalog.authoring.keys import JSON, ROWS
from tuningconsole.catalog.authoring.values import Answers
from tuningconsole.catalog.models import AlgorithmDraft
from tuningconsole.ui.windows import GONE, VERSION, Conflict, Difference, version, words

_FORMS = {ROWS: gettext_noop("Rows"), JSON: "JSON"}


def find(draft: AlgorithmDraft, step: Step, posted: QueryDict) -> Conflict | None:
    """Return what is in conflict on a page, None where nothing is.

    Args:
        draft: as it is stored.
        step: the page.
        posted: what it sent; without a version in it, every change counts as later.
    """
    since = version(posted.get(VERSION, ""))
    forms = _forms(step, posted)
    drawn = Page(step, {**draft.answers, **{name: posted[name] for name in posted}, **forms})
    here = Page(step, draft.answers).fields
    taken = {**drafts.taken(draft.answers, drawn.fields, posted), **forms}
    later = {key for key, changed_in in draft.changes.items() if changed_in > since}
    mine = {
        key: taken.get(key)
        for key in [*forms, *drawn.fields]
        if (key not in here or key in later)
        and (taken.get(key) or "") != (draft.answers.get(key) or "")
    }
    if not mine:
        return None
    stored = {key: draft.answers[key] for key in mine if key in draft.answers}
    names = {**drawn.names, **dict.fromkeys(forms, _("Form of the hyperparameters"))}
    differences = [
        Difference(key, names[key], _said(draft.answers, key), _said(mine, key)) for key in mine
    ]
    return Conflict(differences, mine, stored, since)


def _forms(step: Step, posted: QueryDict) -> dict[str, str]:
    """Return in which form the page was drawn: the key of a form -> rows or JSON."""
    keys = [part.form.path for part in step.parts if isinstance(part, Specification)]
    return {key: str(posted[key]) for key in keys if posted.get(key) in _FORMS}


def _said(answers: Answers, key: str) -> str:
    if key not in answers:
        return str(GONE)
    forms = {value: _(label) for value, label in _FORMS.items()} if key.endswith(":form") else {}
    return words(answers[key], forms)
