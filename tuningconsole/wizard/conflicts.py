"""Two windows on one draft: what the other one changed on a page meanwhile.

A page is drawn with the draft's version in the hidden input `version` and posts it back. The draft
knows for each input the version that changed it last (`Draft.changes`): in conflict are the inputs
that were changed after the page was drawn, to something else than what is posted. What a page was
drawn with is not kept, so an input that only the other window changed is asked about too; two
people on two pages, and one window alone, are never asked.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.forms.widgets import ChoiceWidget
from django.http import QueryDict

from tuningconsole.ui import wording
from tuningconsole.wizard.binding.forms import StepForm
from tuningconsole.wizard.binding.values import Answers
from tuningconsole.wizard.drafts import kept

VERSION = "version"
"""The hidden input: the version that the page was drawn with."""
MINE = "_mine"
"""The button that keeps what is posted; its value is the version whose answers it was shown."""
STORED = "_stored"
"""The button that takes what the draft has where the two differ."""
_GONE = "Removed"
_LARGEST = 2**31 - 1


@dataclass(frozen=True, slots=True)
class Difference:
    """An input in conflict; `stored` and `yours` are in the words of the page."""

    key: str
    label: str
    stored: str
    yours: str


@dataclass(frozen=True, slots=True)
class Conflict:
    """The inputs of a page that another window changed to something else than what is posted.

    Attributes:
        mine: key -> the posted answer.
        stored: key -> the draft's answer; an input that is gone has none.
        since: the version that the page was drawn with, which it keeps until a button is pressed.
    """

    differences: list[Difference]
    mine: Answers
    stored: Answers
    since: int

    def settled(self, taken: Answers, pressed: str) -> dict[str, Any]:
        """Return the answers after MINE or STORED was pressed.

        Args:
            taken: the page's answers with everything that is posted.
            pressed: which of them.
        """
        if pressed == MINE:
            return {**taken, **self.mine}
        agreed = {key: answer for key, answer in taken.items() if key not in self.mine}
        return {**agreed, **self.stored}


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


def version(text: str) -> int:
    """Return the version that the text is, 0 where it is none."""
    is_number = text.isascii() and text.isdecimal() and len(text) <= len(str(_LARGEST))
    return int(text) if is_number else 0


def pressed(posted: QueryDict, current: int) -> str:
    """Return the button that settles a conflict, "" where none was pressed.

    MINE counts only for the version that it was shown with: what changed after is still to be seen.
    """
    if STORED in posted:
        return STORED
    return MINE if version(posted.get(MINE, "")) == current else ""


def _difference(form: StepForm, key: str, yours: Any) -> Difference:
    widget = form.fields[key].widget if key in form.fields else None
    choices = dict(widget.choices) if isinstance(widget, ChoiceWidget) else {}
    return Difference(
        key=key,
        label=form.names.get(key, key),
        stored=_words(form.answers.get(key), choices) if key in form.answers else _GONE,
        yours=_words(yours, choices),
    )


def _words(answer: Any, choices: Mapping[Any, Any]) -> str:
    """Return the answer as the page says it."""
    if isinstance(answer, list):
        return ", ".join(str(choices.get(item, item)) for item in answer) or wording.NOTHING
    return str(choices.get(answer, answer or "")) or wording.NOTHING
