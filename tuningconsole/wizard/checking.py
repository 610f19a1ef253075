"""What is wrong with a draft, and at which input."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace

from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from tuningconsole.spec.problems import Problem
from tuningconsole.wizard import definitions, hyperparameters
from tuningconsole.wizard.binding import pairs
from tuningconsole.wizard.binding.declarations import (
    Hyperparameters,
    Pairs,
    Rows,
    Step,
    Switch,
)
from tuningconsole.wizard.binding.values import UNIT, Answers, chosen, several, text
from tuningconsole.wizard.flow import Page, pages
from tuningconsole.wizard.offers import PARENTS, Offers
from tuningconsole.wizard.request import Built
from tuningconsole.wizard.steps import ALGORITHM_NAME, SOURCE

UNKNOWN_ALGORITHM = gettext_noop("This algorithm is not known here. Choose another one.")
UNKNOWN_PARENT = gettext_noop(
    "No tuning job of the name {} is known here. SageMaker looks for it when the job is created."
)

Messages = Mapping[str, list[str]]
"""Key of an input or of a part -> what to say there."""


@dataclass(frozen=True, slots=True)
class Checked:
    """A draft's request, what is wrong with it, and what is unwise."""

    built: Built
    problems: Messages = field(default_factory=dict)
    warnings: Messages = field(default_factory=dict)

    def of_page(self, page: Page) -> dict[str, list[str]]:
        """Return the problems on the page, with keys as it calls them."""
        return on_page(page, self.problems)

    def elsewhere(self, answers: Answers) -> list[str]:
        """Return the messages that belong to no page."""
        every = pages(answers)
        return [
            message
            for key, found in self.problems.items()
            if not any(on_page(page, {key: found}) for page in every)
            for message in found
        ]


def check(built: Built, answers: Answers, offers: Offers) -> Checked:
    """Return what is wrong with the answers: of each wrong member, the first that is found."""
    found = {key: [message] for key, message in built.unsaid.items()}
    found |= dict(_unknown(answers, offers))
    unsaid = set(found)
    told: dict[str, list[str]] = {}
    context = offers.context()
    warnings = _unknown_parents(answers, offers)
    shapes = [_in_words(problem, built, answers) for problem in built.violations()]
    formed = {problem.path for problem in shapes if problem.constraint == "pattern"}
    # What form a text has says more than how long it is at least.
    shapes = [one for one in shapes if one.constraint != "min" or one.path not in formed]
    for problem in (*shapes, *built.findings(context)):
        key = _key_of(problem, built, answers)
        if problem.severity == "warning":
            _add(warnings, key, problem)
        elif key not in unsaid and not _is_told(problem.path, told.get(key, ())):
            _add(found, key, problem)
            # A part has no answer: all that is missing in it is told.
            if key in answers:
                told.setdefault(key, []).append(problem.path)
    return Checked(built, found, warnings)


def _is_told(path: str, told: Iterable[str]) -> bool:
    """Tell whether something was said of the member, of what it is in, or of what is in it."""
    return any(
        f"{path}.".startswith(f"{other}.") or f"{other}.".startswith(f"{path}.") for other in told
    )


def _in_words(problem: Problem, built: Built, answers: Answers) -> Problem:
    """Return the problem with the unit of its limit, where the input has a choice of units."""
    is_limit = problem.constraint in {"min", "max"}
    if not is_limit or built.key_of(problem.path) + UNIT not in answers:
        return problem
    return replace(problem, message=problem.message.replace(" or ", " seconds or ", 1))


def _key_of(problem: Problem, built: Built, answers: Answers) -> str:
    """Return the key of the problem's input: that of the name, where a map's key is wrong."""
    key = built.key_of(problem.path)
    name = f"{key.removesuffix(pairs.VALUE)}{pairs.NAME}"
    return name if problem.is_key and key.endswith(pairs.VALUE) and name in answers else key


def on_page(page: Page, messages: Messages) -> dict[str, list[str]]:
    """Return the messages of the page's inputs and parts, with keys as it calls them."""
    starts = set(paths(page.step))
    return {
        key: found
        for key, found in page.own(messages).items()
        if not starts.isdisjoint(around(key))
    }


def around(key: str) -> Iterator[str]:
    """Yield the key and every path that it lies below.

    >>> list(around("Tags.0.Key:unit"))
    ['Tags.0.Key:unit', 'Tags.0.Key', 'Tags.0', 'Tags']
    """
    yield key
    while end := max(key.rfind("."), key.rfind(":")):
        if end < 0:
            return
        key = key[:end]
        yield key


def paths(step: Step) -> Iterator[str]:
    """Yield what the keys of the step's inputs begin with."""
    for part in step.parts:
        match part:
            case Hyperparameters(path=path):
                yield path
                yield hyperparameters.OWN
            case Rows(path=path) | Pairs(path=path):
                yield path
            case Switch(path=path, fields=fields):
                yield path
                yield from (item.path for item in fields)
            case _:
                yield from (item.path for item in part.fields)


def _unknown(answers: Answers, offers: Offers) -> Iterator[tuple[str, list[str]]]:
    """Yield the inputs that name an algorithm which nobody knows here."""
    for number in range(definitions.count(answers)):
        key = definitions.full_key(ALGORITHM_NAME, number)
        source = text(answers, definitions.full_key(SOURCE.path, number))
        named = chosen(answers, key)
        if named and source in ("", SOURCE.initial) and named not in offers.algorithms:
            yield key, [_(UNKNOWN_ALGORITHM)]


def _unknown_parents(answers: Answers, offers: Offers) -> dict[str, list[str]]:
    """Return what to say of parents that the console has never seen; another account may have."""
    named = several(answers, PARENTS) if text(answers, "WarmStartConfig") else []
    unknown = [_(UNKNOWN_PARENT).format(name) for name in named if name not in offers.parents]
    return {PARENTS: unknown} if unknown else {}


def _add(found: dict[str, list[str]], key: str, problem: Problem) -> None:
    messages = found.setdefault(key, [])
    if problem.message not in messages:
        messages.append(problem.message)
