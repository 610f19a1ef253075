"""Two windows on one draft: what the other one changed on a page meanwhile.

A page is drawn with the draft's version in the hidden input `version` and posts it back. The draft
knows for each input the version that changed it last (`Draft.changes`): in conflict are the inputs
that were changed after the page was drawn, to something else than what is posted. What a page was
drawn with is not kept, so an input that only the other window changed is asked about too; two
people on two pages, and one window alone, are never asked.
"""

from collections.abc import Mapping
from typing import Any

from django.forms.widgets import ChoiceWidget
from django.http import QueryDict

from tuningconsole.ui.windows import GONE, VERSION, Conflict, Difference, version, words
from tuningconsole.wizard.binding.forms import StepForm
from tuningconsole.wizard.binding.values import Answers
from tuningconsole.wizard.drafts import kept


def find(
    form: StepForm, taken: Answers, posted: QueryDict, changes: Mapping[str, int]
) -> Conflict | None:
    """Return what is in conflict on a page, None where nothing is.

    Args:
        form: of the stored answers.
        taken: the same answers after `drafts.take`.
        posted: what the page sent; without a version in it, every change counts as later.
        changes: `Draft.changes`, with the page's keys.
    """
    since = version(posted.get(VERSION, ""))
    mine: dict[str, Any] = {}
    for key, changed_in in changes.items():
        is_asked = key in form.fields
        if changed_in > since and (is_asked or key in posted):
            # An input that the page no longer has, such as one of a removed row, is not taken.
            answer = taken.get(key) if is_asked else kept(str(posted[key]))
            if (answer or "") != (form.answers.get(key) or ""):
                mine[key] = answer
    if not mine:
        return None
    stored = {key: form.answers[key] for key in mine if key in form.answers}
    places = {key: place for place, key in enumerate(form.fields)}
    keys = sorted(mine, key=lambda key: (places.get(key, len(places)), key))
    return Conflict([_difference(form, key, mine[key]) for key in keys], mine, stored, since)


def _difference(form: StepForm, key: str, yours: Any) -> Difference:
    widget = form.fields[key].widget if key in form.fields else None
    choices = dict(widget.choices) if isinstance(widget, ChoiceWidget) else {}
    return Difference(
        key=key,
        label=form.names.get(key, key),
        stored=words(form.answers.get(key), choices) if key in form.answers else str(GONE),
        yours=words(yours, choices),
    )
