"""Request -> answers: what the pages hold so that `request.build` gives this request again."""

from collections.abc import Iterator, Mapping
from itertools import islice
from typing import Any

from tuningconsole.spec import canonical, reading
from tuningconsole.spec.paths import parts_of
from tuningconsole.wizard import definitions, hyperparameters
from tuningconsole.wizard.binding import pairs, rows
from tuningconsole.wizard.binding.declarations import (
    Choice,
    Hyperparameters,
    Input,
    Pairs,
    Part,
    Rows,
    Switch,
)
from tuningconsole.wizard.binding.values import typed
from tuningconsole.wizard.offers import OTHER_VPC
from tuningconsole.wizard.request import Algorithms, algorithm_of
from tuningconsole.wizard.steps import ALGORITHM_NAME, OF_DEFINITION, OF_JOB


def read(request: Mapping[str, Any], algorithms: Algorithms) -> dict[str, Any]:
    """Return the answers; members that no page has are left out (`unread` tells which).

    Args:
        request: CreateHyperParameterTuningJob's, in either form.
        algorithms: those that it names, where they are known.
    """
    expanded = canonical.expand(dict(request))
    answers: dict[str, Any] = {}
    for part in OF_JOB:
        answers |= _read(part, expanded, {})
    for number, definition in reading.structures(expanded, definitions.LIST):
        alone = {definitions.LIST: [definition]}
        named = {
            ALGORITHM_NAME: reading.text(definition, "AlgorithmSpecification", "AlgorithmName")
        }
        seen: dict[str, Any] = {}
        for part in OF_DEFINITION:
            seen |= _read(part, alone, algorithm_of(named, algorithms))
        answers |= {definitions.full_key(key, number): answer for key, answer in seen.items()}
    return answers


def _read(part: Part, request: Mapping[str, Any], algorithm: Mapping[str, Any]) -> dict[str, Any]:
    match part:
        case Hyperparameters():
            [definition] = request[definitions.LIST]
            return hyperparameters.read(definition, algorithm)
        case Pairs(path=path):
            answers: dict[str, Any] = {}
            entries = reading.structure(found(request, path)).items()
            for name, value in islice(entries, pairs.most(part)):
                answers = pairs.added(part, answers, str(name), str(value))
            return answers
        case Rows(path=path):
            return dict(_rows(part, request))
        case Switch(path=path):
            is_on = found(request, path) is not None
            state = (OTHER_VPC if part.options else "on") if is_on else ""
            return {path: state, **dict(_fields(part.fields, request))}
        case _:
            return dict(_fields(part.fields, request))


def _rows(part: Rows, request: Mapping[str, Any]) -> Iterator[tuple[str, Any]]:
    items = found(request, part.path)
    for number in range(len(items) if isinstance(items, list) else 0):
        yield from _fields(part.fields, request, number)


def _fields(
    fields: tuple[Input, ...], request: Mapping[str, Any], number: int = 0
) -> Iterator[tuple[str, Any]]:
    for item in fields:
        at = rows.key(item, number)
        if isinstance(item, Choice):
            yield at, _way(item, request, number)
            continue
        member = found(request, at)
        given = {"": ""} if member is None else typed(item, member)
        yield from ((at + end, answer) for end, answer in given.items())


def _way(item: Choice, request: Mapping[str, Any], number: int) -> str:
    """Return the way whose members the request has, the first for none."""
    taken = (
        way.value
        for way in item.ways
        if found(request, rows.numbered(way.start, number)) is not None
    )
    return next(taken, item.initial)


def found(request: Any, path: str) -> Any:
    """Return the member at a path of numbers and names, None where there is none."""
    here = request
    for part in parts_of(path):
        if isinstance(part, int) and isinstance(here, list) and part < len(here):
            here = here[part]
        else:
            here = reading.member(here, str(part))
    return here


def unread(request: Mapping[str, Any], again: Mapping[str, Any]) -> list[str]:
    """Return the paths of what a request has and one that was built from its answers has not so.

    Ranges have no order; what is empty says nothing.
    """
    kept = dict(_leaves(canonical.expand(dict(again))))
    asked = dict(_leaves(canonical.expand(dict(request))))
    return sorted(
        {path for at, (path, leaf) in asked.items() if kept.get(at, ("", None))[1] != leaf}
    )


def _leaves(value: Any, at: str = "", path: str = "") -> Iterator[tuple[str, tuple[str, Any]]]:
    """Yield every scalar: by what tells it from others, its path and itself."""
    if isinstance(value, Mapping):
        named = [(str(name), str(name), item) for name, item in value.items()]
    elif isinstance(value, list):
        has_names = ".HyperParameterRanges." in at
        named = [
            (reading.text(item, "Name") if has_names else str(number), str(number), item)
            for number, item in enumerate(value)
        ]
    else:
        yield at, (path, value)
        return
    for mark, name, item in named:
        yield from _leaves(item, f"{at}.{mark}", f"{path}.{name}" if path else name)
