"""Whatever has rows on a page, whatever they are stored as: how many, one more, one less."""

from typing import Any

from tuningconsole.wizard import hyperparameters
from tuningconsole.wizard.binding import pairs, rows
from tuningconsole.wizard.binding.declarations import Hyperparameters, Pairs, Part, Rows
from tuningconsole.wizard.binding.values import Answers

WithRows = Rows | Pairs | Hyperparameters


def at(parts: tuple[Part, ...], path: str) -> WithRows | None:
    """Return the list of a page with this path."""
    found = (part for part in parts if isinstance(part, WithRows) and part.path == path)
    return next(found, None)


def count(part: WithRows, answers: Answers) -> int:
    """Return how many rows there are; of hyperparameters, how many were added."""
    match part:
        case Rows():
            return rows.count(part, answers)
        case Pairs():
            return pairs.count(part, answers)
        case _:
            return hyperparameters.count(answers)


def first_input(part: WithRows, number: int) -> str:
    """Return the name of the first input of a row."""
    match part:
        case Rows():
            return rows.key(part.fields[0], number)
        case Pairs():
            return pairs.key(part, number) + pairs.NAME
        case _:
            return f"{hyperparameters.OWN}.{number}:name"


def added(part: WithRows, answers: Answers) -> dict[str, Any]:
    """Return the answers with one row more; the same when it is full."""
    match part:
        case Rows():
            return rows.added(part, answers)
        case Pairs():
            return pairs.added(part, answers)
        case _:
            return hyperparameters.added(answers)


def removed(part: WithRows, answers: Answers, number: int) -> dict[str, Any]:
    """Return the answers without that row; those after it move up."""
    match part:
        case Rows():
            return rows.removed(part, answers, number)
        case Pairs():
            return pairs.removed(part, answers, number)
        case _:
            return hyperparameters.removed(answers, number)
