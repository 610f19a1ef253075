"""The training job definitions of a draft: how many there are, one of them alone, one more or less.

Pages are declared, drawn and kept for definition 0. The page of another one sees the answers with
that definition in the place of 0 (`focused`), and what it keeps goes back to where it was
(`merged`). So nothing that binds inputs knows that there are several.
"""

from collections import defaultdict
from collections.abc import Mapping
from functools import lru_cache
from typing import Any

from tuningconsole.spec import shapes
from tuningconsole.spec.paths import MOST_DIGITS, without_item
from tuningconsole.wizard.binding.values import Answers, text

LIST = "TrainingJobDefinitions"
FIRST = f"{LIST}.0."
NAME = f"{FIRST}DefinitionName"
MOST_KEYS = 16_384
"""How many keys a process remembers the parts of: those of the three largest drafts, 5 MB."""


def most() -> int:
    """Return how many definitions a tuning job may have."""
    return int(shapes.resolve(LIST).shape.metadata["max"])


def count(answers: Answers) -> int:
    """Return how many definitions there are, one at least; each has an answer for its name."""
    number = 1
    while number < most() and full_key(NAME, number) in answers:
        number += 1
    return number


def each(answers: Answers) -> list[dict[str, Any]]:
    """Return for every definition what `focused` returns, reading the answers once."""
    own: dict[str, Any] = {}
    parts: defaultdict[str, dict[str, Any]] = defaultdict(dict)
    for key, answer in answers.items():
        number, local = _parted(key)
        (parts[number] if number else own)[local] = answer
    return [own | parts[str(number)] for number in range(count(answers))]


@lru_cache(maxsize=MOST_KEYS)
def _parted(key: str) -> tuple[str, str]:
    """Return the number of the key's definition and the key as its pages call it; "" for none."""
    if not key.startswith(f"{LIST}."):
        return "", key
    number, _, rest = key[len(LIST) + 1 :].partition(".")
    return number, FIRST + rest


def focused(answers: Answers, number: int) -> dict[str, Any]:
    """Return the answers as a page of this definition sees them: it stands as 0, alone."""
    seen: dict[str, Any] = {}
    for key, answer in answers.items():
        found, local = _parted(key)
        if found in ("", str(number)):
            seen[local] = answer
    return seen


def merged(answers: Answers, number: int, seen: Answers) -> dict[str, Any]:
    """Return all answers, with what a page of this definition made of those that it saw."""
    others = {
        key: answer for key, answer in answers.items() if _parted(key)[0] not in ("", str(number))
    }
    return {**others, **{full_key(key, number): answer for key, answer in seen.items()}}


def number_of(key: str) -> int | None:
    """Return the number of the definition that the key belongs to, None for the job's own."""
    if not key.startswith(f"{LIST}."):
        return None
    number, _, _ = key[len(LIST) + 1 :].partition(".")
    return int(number) if number.isdecimal() and len(number) <= MOST_DIGITS else None


def full_key(key: str, number: int) -> str:
    """Return the key among all answers of a key on a page of this definition.

    >>> full_key("TrainingJobDefinitions.0.RoleArn", 2)
    'TrainingJobDefinitions.2.RoleArn'
    """
    return f"{LIST}.{number}.{key.removeprefix(FIRST)}" if key.startswith(FIRST) else key


def local_key(key: str, number: int) -> str | None:
    """Return the key on a page of this definition, None for another definition's."""
    found = number_of(key)
    if found is None:
        return key
    return _local(key, number) if found == number else None


def _local(key: str, number: int) -> str:
    return FIRST + key.removeprefix(f"{LIST}.{number}.")


def added(answers: Answers, own: Mapping[str, Any]) -> dict[str, Any]:
    """Return the answers with a definition at the end; the same where it is full.

    Its own answers are as its pages see them. Every definition gets a name that is its own.
    """
    number = count(answers)
    if number >= most():
        return dict(answers)
    its = {full_key(key, number): own[key] for key in own if key.startswith(FIRST)}
    return named({**answers, **its, full_key(NAME, number): ""})


def named(answers: Answers) -> dict[str, Any]:
    """Return the answers with a name for each definition that has none."""
    keys = [full_key(NAME, number) for number in range(count(answers))]
    taken = {text(answers, key) for key in keys}
    free = (
        name for number in range(1, 2 * most()) if (name := f"definition-{number}") not in taken
    )
    return {**answers, **{key: next(free) for key in keys if not text(answers, key)}}


def removed(answers: Answers, number: int) -> dict[str, Any]:
    """Return the answers without the definition; those after it move up. The last one stays.

    One that is alone needs no name, and a warm start would count it as a change (W8).
    """
    if count(answers) == 1:
        return dict(answers)
    kept = without_item(answers, LIST, number)
    return kept if count(kept) > 1 else {**kept, NAME: ""}
