"""What is wrong with a draft, and at which input."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field

from tuningconsole.spec import rules, shapes
from tuningconsole.spec.constraints import violations
from tuningconsole.spec.problems import Problem
from tuningconsole.wizard.binding.declarations import (
    Control,
    Field,
    Hyperparameters,
    Rows,
    Step,
    Switch,
)
from tuningconsole.wizard.binding.values import Answers, value
from tuningconsole.wizard.offers import Offers
from tuningconsole.wizard.request import Built, active_fields, build
from tuningconsole.wizard.steps import ALGORITHM_NAME, FLOW

UNKNOWN_ALGORITHM = "This algorithm is not known any more. Start again from another one."


@dataclass(frozen=True, slots=True)
class Checked:
    """A draft's request and its problems: key of an input or of a part -> messages."""

    built: Built
    problems: Mapping[str, list[str]] = field(default_factory=dict)

    def of_step(self, step: Step) -> dict[str, list[str]]:
        """Return the problems on the step's page."""
        return {key: found for key, found in self.problems.items() if is_on(step, key)}

    def elsewhere(self) -> list[str]:
        """Return the messages that belong to no page."""
        return [
            message
            for key, found in self.problems.items()
            if not any(is_on(step, key) for step in FLOW)
            for message in found
        ]


def check(answers: Answers, offers: Offers) -> Checked:
    """Return everything that is wrong with the answers, each message once at its input."""
    built = build(answers, offers.algorithm)
    name = str(answers.get(ALGORITHM_NAME, ""))
    found: dict[str, list[str]] = dict(_missing(answers))
    if not offers.algorithm:
        found[""] = [UNKNOWN_ALGORITHM]
    missing = set(found)
    shape = shapes.shape(shapes.CREATE_TUNING_JOB)
    for problem in (
        *violations(shape, built.request),
        *rules.check(built.request, offers.context(name)),
    ):
        key = built.key_of(problem.path)
        messages = found.setdefault(key, [])
        if key not in missing and _adds(problem, messages):
            messages.append(problem.message)
    return Checked(built, found)


def is_on(step: Step, key: str) -> bool:
    """Tell whether the input, or the part, is on the step's page."""
    return any(_is_in(path, key) for path in paths(step))


def paths(step: Step) -> Iterator[str]:
    """Yield what the keys of the step's inputs begin with."""
    for part in step.parts:
        match part:
            case Rows(path=path) | Hyperparameters(path=path):
                yield path
            case Switch(path=path, fields=fields):
                yield path
                yield from (item.path for item in fields)
            case _:
                yield from (item.path for item in part.fields)


def _is_in(path: str, key: str) -> bool:
    return key == path or key.startswith((f"{path}.", f"{path}:"))


def _missing(answers: Answers) -> Iterable[tuple[str, list[str]]]:
    for step in FLOW:
        for part in step.parts:
            for item, key in active_fields(part, answers):
                if item.is_required and value(item, answers, key) is None:
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


def _adds(problem: Problem, messages: list[str]) -> bool:
    """Tell whether the message says something new: of one input, one shape constraint is enough."""
    return problem.message not in messages and not (messages and problem.constraint == "pattern")
