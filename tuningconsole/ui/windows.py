"""Two windows on one thing: what differs, and which of the two is kept.

A page posts the version that it was drawn with back in the hidden input `version`. Where another
window has saved something else meanwhile, `ui/_conflict.html` asks.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.http import QueryDict
from django.utils.translation import gettext_lazy as _

from tuningconsole.ui import wording

VERSION = "version"
"""The hidden input: the version that the page was drawn with."""
MINE = "_mine"
"""The button that keeps what is posted; its value is the version whose answers it was shown."""
STORED = "_stored"
"""The button that takes what is stored where the two differ."""
GONE = _("Removed")
"""What is said of an input that is not stored any more."""
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
    mine: Mapping[str, Any]
    stored: Mapping[str, Any]
    since: int

    def settled(self, taken: Mapping[str, Any], pressed: str) -> dict[str, Any]:
        """Return the answers after MINE or STORED was pressed.

        Args:
            taken: the page's answers with everything that is posted.
            pressed: which of them.
        """
        if pressed == MINE:
            return {**taken, **self.mine}
        agreed = {key: answer for key, answer in taken.items() if key not in self.mine}
        return {**agreed, **self.stored}


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


def words(answer: Any, choices: Mapping[Any, Any]) -> str:
    """Return an answer as a page says it. `choices`: value -> label."""
    if isinstance(answer, list):
        return ", ".join(str(choices.get(item, item)) for item in answer) or wording.NOTHING
    return str(choices.get(answer, answer or "")) or wording.NOTHING
