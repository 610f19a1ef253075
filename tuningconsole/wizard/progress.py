"""Where a draft stands: its pages, each done, wrong, current or still to come."""

from dataclasses import dataclass, replace

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from tuningconsole.wizard import checking, definitions, flow, notes, offers
from tuningconsole.wizard.binding.forms import StepForm
from tuningconsole.wizard.binding.values import Answers
from tuningconsole.wizard.checking import Checked
from tuningconsole.wizard.flow import Page
from tuningconsole.wizard.models import Draft
from tuningconsole.wizard.offers import LookedUp, Offers
from tuningconsole.wizard.request import Built, build
from tuningconsole.wizard.steps import JOB, REVIEW, REVIEW_TITLE

REFUSED = gettext_noop("SageMaker answered: {}")


@dataclass(frozen=True, slots=True)
class Place:
    """A line of the page list; state: done, wrong or open."""

    draft: Draft
    id: str
    number: int
    title: str
    state: str
    is_current: bool

    @property
    def address(self) -> str:
        """Where the page is; where places are buttons, nobody asks."""
        return address(self.draft, self.id)


@dataclass(frozen=True, slots=True)
class Group:
    """Lines of the page list under one title; `definition` is the number of theirs, if several."""

    places: list[Place]
    title: str = ""
    definition: int | None = None

    @property
    def is_current(self) -> bool:
        """Whether one of its pages is shown."""
        return any(place.is_current for place in self.places)


class Progress:
    """A draft with what it can choose from and what is wrong with it, each read once."""

    def __init__(self, draft: Draft) -> None:
        self.draft = draft
        self._offers: tuple[LookedUp, Offers] | None = None
        self._built: tuple[Answers, Built] | None = None

    @property
    def offers(self) -> Offers:
        """What the draft can choose from, read anew when the answers look up something else."""
        wanted = offers.looked_up(self.draft.answers)
        if self._offers is None or self._offers[0] != wanted:
            self._offers = wanted, offers.load(self.draft.connection, self.draft.answers)
        return self._offers[1]

    @property
    def built(self) -> Built:
        """The request that the answers make; answers are never changed, only replaced."""
        answers = self.draft.answers
        if self._built is None or self._built[0] is not answers:
            self._built = answers, build(answers, self.offers.algorithms)
        return self._built[1]

    def check(self) -> Checked:
        """Return what is wrong with the answers as they are now; the draft notes on which pages."""
        checked = checking.check(self.built, self.draft.answers, self.offers)
        pages = flow.pages(self.draft.answers)
        self.draft.wrong = [page.id for page in pages if checked.of_page(page)]
        return checked

    @property
    def refused(self) -> dict[str, list[str]]:
        """AWS's words at the inputs whose answers are still those that it refused."""
        return {
            refusal["key"]: [_(REFUSED).format(refusal["message"])]
            for refusal in self.draft.refusals
            if self.draft.answers.get(refusal["key"]) == refusal["answer"]
        }

    def refused_on(self, page: Page) -> dict[str, list[str]]:
        """Return those on the page, with keys as it calls them."""
        return checking.on_page(page, self.refused)

    def form(self, page: Page) -> StepForm:
        """Return the page's inputs with the answers as they are."""
        answers = self.draft.answers
        seen = page.seen(answers)
        its = self.offers.of(seen)
        if page.step == JOB and self.offers.parents:
            its = replace(its, unfit=notes.unfit(self.built, self.offers))
        return StepForm(page.step, seen, its)

    def groups(self, current: str) -> list[Group]:
        """Return the list of pages; of several definitions each is a group of its own.

        What is wrong on a page is what the last check found.
        """
        answers = self.draft.answers
        is_several = definitions.count(answers) > 1
        groups: list[Group] = []
        pages = flow.pages(answers)
        for number, page in enumerate(pages, start=1):
            place = Place(
                self.draft,
                page.id,
                number,
                _(page.step.title),
                self._state(page),
                page.id == current,
            )
            definition = page.number if is_several and page.is_of_definition else None
            if not groups or groups[-1].definition != definition:
                title = "" if definition is None else flow.title_of(definition, answers)
                groups.append(Group([], title, definition))
            groups[-1].places.append(place)
        title = _(REVIEW_TITLE)
        last = Place(self.draft, REVIEW, len(pages) + 1, title, "open", current == REVIEW)
        groups[-1].places.append(last)
        return groups

    def at(self, page_id: str) -> str:
        """Return the address of a page of this draft."""
        return address(self.draft, page_id)

    def _state(self, page: Page) -> str:
        if self.refused_on(page):
            return "wrong"
        if page.id not in self.draft.visited:
            return "open"
        return "wrong" if page.id in self.draft.wrong else "done"


def address(draft: Draft, page_id: str) -> str:
    """Return the address of a page of the draft."""
    if page_id == REVIEW:
        return reverse("wizard:review", args=[draft.uuid])
    return reverse("wizard:step", args=[draft.uuid, page_id])
