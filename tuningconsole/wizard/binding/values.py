"""What was typed -> what the request holds. What does not convert stays text.

The service model's own check then says so at the field ("Enter a whole number.").
"""

import re
from collections.abc import Mapping
from typing import Any

from botocore.model import Shape
from django.utils.translation import gettext_noop

from tuningconsole.spec import ranges
from tuningconsole.wizard.binding.declarations import Control, Field

Answers = Mapping[str, Any]

OTHER = ":other"
"""A list's choice "none of these", and the end of the key of what is typed instead."""
UNIT = ":unit"
UNITS = {
    gettext_noop("seconds"): 1,
    gettext_noop("minutes"): 60,
    gettext_noop("hours"): 3600,
    gettext_noop("days"): 86_400,
}


def text(answers: Answers, key: str) -> str:
    """Return what was entered, "" where nothing was or where it is a list."""
    found = answers.get(key, "")
    return found if isinstance(found, str) else ""


def chosen(answers: Answers, key: str) -> str:
    """Return the choice from a list, or what was typed instead of one."""
    found = text(answers, key)
    return text(answers, key + OTHER) if found == OTHER else found


def several(answers: Answers, key: str) -> list[str]:
    """Return what was ticked, then what was typed beside it, each once."""
    ticked = answers.get(key, [])
    typed = re.split(r"[\s,]+", text(answers, key + OTHER))
    both = [*(ticked if isinstance(ticked, list) else [ticked]), *typed]
    return list(dict.fromkeys(filter(None, both)))


def lines(answers: Answers, key: str) -> list[str]:
    """Return what was typed a line each, blank ones left out; or the list as it is."""
    found = answers.get(key, "")
    return list(filter(None, found.split("\n"))) if isinstance(found, str) else list(found)


def value(field: Field, answers: Answers, key: str) -> Any:
    """Return the member's value in the request, `None` where nothing was entered."""
    if field.control is Control.MANY:
        found = several(answers, key)
        return [{field.item: item} if field.item else item for item in found] or None
    if field.control is Control.LINES:
        return lines(answers, key) or None
    given = chosen(answers, key)
    if not given:
        return "" if field.keep_empty else None
    if field.control is Control.DURATION:
        return _seconds(given, text(answers, key + UNIT))
    return converted(field.member.shape, given)


def converted(shape: Shape, given: str) -> Any:
    """Return the text as a value of the shape; the text itself where it is none."""
    plain = given.strip()
    match shape.type_name:
        case "integer" | "long" if re.fullmatch(r"-?[0-9]{1,20}", plain):
            return int(plain)
        case "float" | "double" if ranges.is_number("Continuous", plain):
            return float(plain)
        case "boolean" if plain in {"true", "false"}:
            return plain == "true"
        case _:
            return given


def _seconds(given: str, unit: str) -> Any:
    """Return a number of seconds; 1.5 hours are whole seconds, a third of a second is not."""
    try:
        seconds = ranges.continuous(given.strip()) * UNITS[unit]
    except (ranges.NotANumberError, KeyError):
        return given
    return int(seconds) if seconds == seconds.to_integral_value() else given


def typed(field: Field, member: Any) -> dict[str, Any]:
    """Return the answers that make this value, by the end of their keys: the inverse of `value`."""
    match field.control:
        case Control.MANY:
            items = [item.get(field.item, "") if field.item else item for item in member]
            return {"": [str(item) for item in items if item]}
        case Control.LINES:
            return {"": [str(item) for item in member]}
        case Control.DURATION if isinstance(member, int):
            unit = next(unit for unit, size in reversed(UNITS.items()) if member % size == 0)
            return {"": str(member // UNITS[unit]), UNIT: unit}
        case _ if isinstance(member, bool):
            return {"": str(member).lower()}
        case _:
            return {"": str(member)}
