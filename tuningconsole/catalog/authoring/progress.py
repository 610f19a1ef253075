"""Where a draft stands: its pages, each done, wrong, or still to come."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property

from django.urls import reverse
from django.utils.translation import gettext as _

from tuningconsole.catalog.authoring import checking, drafts
from tuningconsole.catalog.authoring.checking import Checked
from tuningconsole.catalog.authoring.declarations import Step
from tuningconsole.catalog.authoring.forms import Entry, Page
from tuningconsole.catalog.authoring.keys import REVIEW, REVIEW_TITLE
from tuningconsole.catalog.authoring.pages import STEPS
from tuningconsole.catalog.models import AlgorithmDraft


@dataclass(frozen=True, slots=True)
class Place:
    """A line of the step list; state: done, wrong or open."""

    id: str
    title: str
    state: str
    is_current: bool
    address: str
    is_optional: bool = False


class Progress:
    """A draft with what is wrong with it, read once."""

    def __init__(self, draft: AlgorithmDraft) -> None:
        self.draft = draft

    @cached_property
    def lists(self) -> Mapping[str, list[dict[str, str]]]:
        """What is suggested at inputs."""
        return drafts.lists(self.draft.connection)

    @property
    def checked(self) -> Checked:
        """What is wrong with the answers as they are now."""
        return checking.check(self.draft.answers)

    @property
    def refused(self) -> dict[str, list[str]]:
        """AWS's words, or ours, at the inputs whose answers are still those that it refused."""
        found: dict[str, list[str]] = {}
        for refusal in self.draft.refusals:
            if self.draft.answers.get(refusal["key"]) == refusal["answer"]:
                found.setdefault(refusal["key"], []).append(_(refusal["message"]))
        return found

    def page(self, step: Step, problems: Mapping[str, list[str]]) -> Page:
        """Return the page with these problems and with what AWS refused."""
        together = {key: list(messages) for key, messages in problems.items()}
        for key, messages in self.refused.items():
            together.setdefault(key, []).extend(messages)
        return Page(step, self.draft.answers, self.lists, together)

    def places(self, checked: Checked, current: str) -> list[Place]:
        """Return the step list."""
        places = [
            Place(
                step.id,
                _(step.title),
                self._state(step, checked),
                step.id == current,
                self.at(step.id),
                step.is_optional,
            )
            for step in STEPS
        ]
        last = Place(REVIEW, _(REVIEW_TITLE), "open", current == REVIEW, self.at(REVIEW))
        return [*places, last]

    def summary(self, checked: Checked) -> list[Entry]:
        """Return everything that is wrong on all pages, each with the address of its input."""
        problems = {**checked.problems}
        together = [*self.refused.get("", ()), *problems.get("", ())]
        found = [Entry("", "", message) for message in together]
        for step in STEPS:
            found += [
                Entry(f"{self.at(step.id)}{entry.target}", entry.label, entry.message)
                for entry in self.page(step, problems).summary
            ]
        return found

    def at(self, step_id: str) -> str:
        """Return the address of a page of this draft."""
        return address(self.draft, step_id)

    def _state(self, step: Step, checked: Checked) -> str:
        if any(checking.is_on(step, key) for key in self.refused):
            return "wrong"
        if step.id not in self.draft.visited:
            return "open"
        return "wrong" if checked.of_step(step) else "done"


def address(draft: AlgorithmDraft, step_id: str) -> str:
    """Return the address of a page of the draft."""
    return reverse("catalog:author", args=[draft.uuid, step_id])


def beside(step_id: str, distance: int) -> str:
    """Return the id of the page so many places further, the first or the last at the ends."""
    ids = [*(step.id for step in STEPS), REVIEW]
    place = ids.index(step_id) + distance
    return ids[max(0, min(place, len(ids) - 1))]
