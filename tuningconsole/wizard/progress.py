"""Where a draft stands: its steps, each done, wrong, current or still to come."""

from dataclasses import dataclass
from functools import cached_property

from django.urls import reverse

from tuningconsole.wizard import checking, offers
from tuningconsole.wizard.binding.declarations import Step
from tuningconsole.wizard.checking import Checked
from tuningconsole.wizard.models import Draft
from tuningconsole.wizard.offers import Offers
from tuningconsole.wizard.steps import FLOW, REVIEW, REVIEW_TITLE

REFUSED = "SageMaker answered: {}"


@dataclass(frozen=True, slots=True)
class Place:
    """A line of the step list; state: done, wrong or open."""

    id: str
    title: str
    state: str
    is_current: bool
    address: str


class Progress:
    """A draft with what it can choose from and what is wrong with it, each read once."""

    def __init__(self, draft: Draft) -> None:
        self.draft = draft

    @cached_property
    def offers(self) -> Offers:
        """What the draft can choose from."""
        return offers.load(self.draft.connection, self.draft.answers)

    @property
    def checked(self) -> Checked:
        """What is wrong with the answers as they are now."""
        return checking.check(self.draft.answers, self.offers)

    @property
    def refused(self) -> dict[str, list[str]]:
        """AWS's words at the inputs whose answers are still those that it refused."""
        return {
            refusal["key"]: [REFUSED.format(refusal["message"])]
            for refusal in self.draft.refusals
            if self.draft.answers.get(refusal["key"]) == refusal["answer"]
        }

    def refused_on(self, step: Step) -> dict[str, list[str]]:
        """Return those on the step's page."""
        return {key: words for key, words in self.refused.items() if checking.is_on(step, key)}

    def places(self, checked: Checked, current: str) -> list[Place]:
        """Return the step list."""
        places = [
            Place(
                step.id,
                step.title,
                self._state(step, checked),
                step.id == current,
                self.at(step.id),
            )
            for step in FLOW
        ]
        last = Place(REVIEW, REVIEW_TITLE, "open", current == REVIEW, self.at(REVIEW))
        return [*places, last]

    def at(self, step_id: str) -> str:
        """Return the address of a step of this draft."""
        return address(self.draft, step_id)

    def _state(self, step: Step, checked: Checked) -> str:
        if self.refused_on(step):
            return "wrong"
        if step.id not in self.draft.visited:
            return "open"
        return "wrong" if checked.of_step(step) else "done"


def address(draft: Draft, step_id: str) -> str:
    """Return the address of a step of the draft."""
    if step_id == REVIEW:
        return reverse("wizard:review", args=[draft.uuid])
    return reverse("wizard:step", args=[draft.uuid, step_id])


def beside(step_id: str, distance: int) -> str:
    """Return the id of the step so many places further, the first or the last at the ends."""
    ids = [*(step.id for step in FLOW), REVIEW]
    place = ids.index(step_id) + distance
    return ids[max(0, min(place, len(ids) - 1))]
