"""What charts say: English, which remembers its message, so that a page can say it in German.

Charts know nothing of Django: nothing is translated here. Messages are marked by `said`, imported
as `_`, which is how translators' tools find them (tuningconsole/ui/words.py); views translate.
"""

from collections.abc import Callable, Iterable, Mapping
from typing import Any, Self


class Said(str):
    """An English text, made of a message and of what stands in its places.

    Attributes:
        message: as for `str.format`.
        values: name -> text, which may be a message too, or number.
    """

    message: str
    values: Mapping[str, object]

    def __new__(cls, message: str, values: Mapping[str, object]) -> Self:
        made = super().__new__(cls, message.format(**values))
        made.message, made.values = message, values
        return made


def said(message: str, **values: object) -> Said:
    """Return the message with its values."""
    return Said(message, values)


def joined(separator: str, parts: Iterable[str]) -> Said:
    """Return texts one after the other; each is translated for itself."""
    values = {f"part{number}": part for number, part in enumerate(parts)}
    return Said(separator.join(f"{{{name}}}" for name in values), values)


def translated(value: Any, translate: Callable[[str], str]) -> Any:
    """Return what is said in the words of `translate`, also within lists, tuples and dicts."""
    match value:
        case Said():
            values = {name: translated(part, translate) for name, part in value.values.items()}
            return translate(value.message).format(**values)
        case dict():
            return {name: translated(item, translate) for name, item in value.items()}
        case list() | tuple():
            return [translated(item, translate) for item in value]
        case _:
            return value
