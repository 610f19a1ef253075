"""Typed text <-> values of a request. What does not convert stays text.

The service model's own check then says so at the input ("Enter a whole number.").
"""

import json
from collections.abc import Iterator, Mapping
from typing import Any

from django.utils.translation import gettext as _

from tuningconsole.catalog.authoring.declarations import Control, Field

Answers = Mapping[str, Any]
TRUE, FALSE = "true", "false"


class NotJsonError(ValueError):
    """The text is no JSON document; the message says where and why."""


def text(answers: Answers, key: str) -> str:
    """Return what was typed, without spaces around it; "" where nothing was."""
    found = answers.get(key, "")
    return found.strip() if isinstance(found, str) else ""


def ticked(answers: Answers, key: str) -> list[str]:
    """Return what is ticked of a list, each once."""
    found = answers.get(key, ())
    items = found if isinstance(found, list | tuple) else ()
    return list(dict.fromkeys(item for item in items if isinstance(item, str)))


def lines(answers: Answers, key: str) -> list[str]:
    """Return the lines in which something stands, without spaces around it."""
    return [line.strip() for line in text(answers, key).splitlines() if line.strip()]


def is_blank(field: Field, answers: Answers, key: str) -> bool:
    """Tell whether nothing was typed; what has a choice from the start tells nothing."""
    return field.control not in _TYPED or not text(answers, key)


def value(field: Field, answers: Answers, key: str) -> Any:
    """Return the member's value in the request, `None` where nothing was entered."""
    match field.control:
        case Control.MANY:
            return ticked(answers, key) or None
        case Control.LINES:
            return lines(answers, key) or None
        case Control.BOX:
            return bool(text(answers, key))
        case Control.RADIO:
            return {TRUE: True, FALSE: False}.get(text(answers, key))
        case Control.JSON:
            return _json_or_text(text(answers, key))
        case _:
            return text(answers, key) or None


def typed(field: Field, given: Any) -> str | list[str]:
    """Return what to type for a value, so that `value` gives it back where that is possible."""
    match field.control:
        case Control.MANY:
            return _texts(given)
        case Control.LINES:
            return "\n".join(_texts(given))
        case Control.BOX:
            return "on" if given is True else ""
        case Control.RADIO:
            return TRUE if given is True else FALSE
        case Control.JSON:
            return written(given)
        case _:
            return given if isinstance(given, str) else written(given)


def parsed(typed_text: str) -> Any:
    """Return the document that the text is.

    Raises:
        NotJsonError: it is none.
    """
    try:
        document = json.loads(typed_text, parse_constant=_refused, object_pairs_hook=_once)
        if "\\u0000" in (again := written(document)) or not is_storable(again):
            raise NotJsonError(_("It has a character that is none, such as \\u0000."))
        return document
    except json.JSONDecodeError as error:
        place = {"line": error.lineno, "column": error.colno, "reason": error.msg}
        message = _("Line {line}, column {column}: {reason}.").format(**place)
        raise NotJsonError(message) from error
    except RecursionError as error:
        raise NotJsonError(_("It is nested too deeply.")) from error
    except ValueError as error:
        raise NotJsonError(str(error)) from error


def is_storable(given: str) -> bool:
    """Tell whether the text is one that a database and a page can hold."""
    return kept(given) == given


def kept(given: str) -> str:
    """Return the text with what no database or page can hold replaced: NUL, half characters."""
    return given.replace("\x00", "\ufffd").encode("utf-8", "replace").decode()


def written(document: Any) -> str:
    """Return the document as JSON that people read and edit."""
    return json.dumps(document, indent=2, ensure_ascii=False)


def _json_or_text(typed_text: str) -> Any:
    if not typed_text:
        return None
    try:
        return parsed(typed_text)
    except NotJsonError:
        return typed_text


def _refused(constant: str) -> Any:
    raise NotJsonError(_("{text} is no number of JSON.").format(text=constant))


def _once(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    found: dict[str, Any] = {}
    for name, item in pairs:
        if name in found:
            raise NotJsonError(_("{name} stands twice in one object.").format(name=name))
        found[name] = item
    return found


def _texts(given: Any) -> list[str]:
    """Return the strings of a list; what else it holds has no input."""
    return [item for item in given if isinstance(item, str)] if isinstance(given, list) else []


def problems_of_json(fields: Iterator[tuple[Field, str]], answers: Answers) -> dict[str, list[str]]:
    """Return key -> message for every JSON input whose text is no JSON."""
    found: dict[str, list[str]] = {}
    for field, key in fields:
        if field.control is Control.JSON and (given := text(answers, key)):
            try:
                parsed(given)
            except NotJsonError as error:
                found[key] = [_("Enter JSON. {reason}").format(reason=error)]
    return found


_TYPED = frozenset({Control.TEXT, Control.AREA, Control.LINES, Control.JSON})
