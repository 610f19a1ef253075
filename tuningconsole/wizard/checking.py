"""What is wrong with a draft, and at which input."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field

from tuningconsole.spec import reading, rules, shapes
from tuningconsole.spec.constraints import violations
from tuningconsole.spec.problems import Problem
from tuningconsole.wizard import definitions, hyperparameters
from tuningconsole.wizard.binding.conditions import active_fields
from tuningconsole.wizard.binding.declarations import (
    Control,
    Field,
    Hyperparameters,
    Pairs,
    Part,
    Rows,
    Step,
    Switch,
)
from tuningconsole.wizard.binding.values import Answers, value
from tuningconsole.wizard.flow import Page, pages
from tuningconsole.wizard.offers import Offers
from tuningconsole.wizard.request import Built, algorithm_of, build
from tuningconsole.wizard.steps import ALGORITHM_NAME, OF_DEFINITION, OF_JOB

UNKNOWN_ALGORITHM = "This algorithm is not known here. Choose another one."

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


def check(answers: Answers, offers: Offers) -> Checked:
    """Return everything that is wrong with the answers, each message once at its input."""
    built = build(answers, offers.algorithms)
    found: dict[str, list[str]] = dict(_missing(answers, offers))
    missing = set(found)
    shape = shapes.shape(shapes.CREATE_TUNING_JOB)
    context = offers.context()
    warnings: dict[str, list[str]] = {}
    for problem in (*violations(shape, built.request), *rules.findings(built.request, context)):
        key = built.key_of(problem.path)
        if problem.severity == "warning":
            _add(warnings, key, problem)
        elif key not in missing:
            _add(found, key, problem)
    return Checked(built, found, warnings)


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


def _missing(answers: Answers, offers: Offers) -> Iterable[tuple[str, list[str]]]:
    every = definitions.each(answers)
    yield from _missing_of(OF_JOB, every[0])
    for number, seen in enumerate(every):
        algorithm = algorithm_of(seen, offers.algorithms)
        unclear = hyperparameters.unclear(seen, algorithm)
        for key, messages in (
            *_missing_of(OF_DEFINITION, seen),
            *((key, [message]) for key, message in unclear.items()),
        ):
            yield definitions.full_key(key, number), messages
        named = reading.text(seen, ALGORITHM_NAME)
        if named and named not in offers.algorithms:
            yield definitions.full_key(ALGORITHM_NAME, number), [UNKNOWN_ALGORITHM]


def _missing_of(parts: Iterable[Part], seen: Answers) -> Iterator[tuple[str, list[str]]]:
    for part in parts:
        for item, key in active_fields(part, seen):
            if item.is_required and value(item, seen, key) is None:
                yield key, [_enter(item)]


def _enter(item: Field) -> str:
    match item.control:
        case Control.MANY:
            return "Choose at least one."
        case Control.RADIO:
            return "Choose one."
        case Control.PICK | Control.SELECT:
            return "Choose or enter a value."
        case _:
            return "Enter a value."


def _add(found: dict[str, list[str]], key: str, problem: Problem) -> None:
    """Add what is new: of one input, one shape constraint is enough."""
    messages = found.setdefault(key, [])
    if problem.message not in messages and not (messages and problem.constraint == "pattern"):
        messages.append(problem.message)
