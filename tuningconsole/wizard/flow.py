"""The pages of one draft in their order: those of the job, and those of each definition."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _

from tuningconsole.wizard import definitions
from tuningconsole.wizard.binding.declarations import Step
from tuningconsole.wizard.binding.values import Answers, text
from tuningconsole.wizard.steps import ALGORITHM, JOB, OF_FIRST, OF_OTHERS, REVIEW
from tuningconsole.wizard.steps.limits import LIMITS

FIRST_PAGE = JOB.id
DEFINITION_STEP = ALGORITHM
"""Where a new definition is begun."""


@dataclass(frozen=True, slots=True)
class Page:
    """A step, of the definition with this number where it is a definition's."""

    step: Step
    number: int = 0

    @property
    def id(self) -> str:
        """Its name in addresses: "data" of the first definition, "data-2" of the second."""
        return f"{self.step.id}-{self.number + 1}" if self.number else self.step.id

    @property
    def is_of_definition(self) -> bool:
        """Whether it belongs to a training job definition and not to the job."""
        return self.step not in (JOB, LIMITS)

    def seen(self, answers: Answers) -> dict[str, Any]:
        """Return the answers as this page sees them."""
        return definitions.focused(answers, self.number)

    def kept(self, answers: Answers, seen: Answers) -> dict[str, Any]:
        """Return all answers after this page changed what it saw."""
        return definitions.merged(answers, self.number, seen)

    def own(self, keys: Mapping[str, Any]) -> dict[str, Any]:
        """Return those of the keys that this page can have, as it calls them."""
        found = ((definitions.local_key(key, self.number), item) for key, item in keys.items())
        return {key: item for key, item in found if key is not None}


def pages(answers: Answers) -> list[Page]:
    """Return the pages of a draft, the review left out."""
    of_definitions = [
        Page(step, number)
        for number in range(definitions.count(answers))
        for step in (OF_OTHERS if number else OF_FIRST)
    ]
    return [Page(JOB), *of_definitions, Page(LIMITS)]


def page_of(page_id: str, answers: Answers) -> Page | None:
    """Return the page with this id."""
    return next((page for page in pages(answers) if page.id == page_id), None)


def beside(page_id: str, distance: int, answers: Answers) -> str:
    """Return the id of the page so many places further, the first or the last at the ends."""
    ids = [*(page.id for page in pages(answers)), REVIEW]
    place = (ids.index(page_id) if page_id in ids else 0) + distance
    return ids[max(0, min(place, len(ids) - 1))]


def title_of(number: int, answers: Answers) -> str:
    """Return what the definition is called in lists of pages."""
    name = text(answers, definitions.full_key(definitions.NAME, number))
    return name or _("Training job definition {number}").format(number=number + 1)


def without(visited: Sequence[str], number: int, answers: Answers) -> list[str]:
    """Return the ids of visited pages after the definition is removed; later ones move up.

    The answers are those before the removal.
    """
    kept = []
    for page in pages(answers):
        if page.id not in visited or (page.is_of_definition and page.number == number):
            continue
        is_later = page.is_of_definition and page.number > number
        kept.append(Page(page.step, page.number - is_later).id)
    return kept
