"""Characters that a reader cannot see, or that a tool may act on, written as numbers."""

import re
from collections.abc import Callable

_NOT_ASCII = re.compile(r"[^\x00-\x7e]")


def without_invisible(text: str, escape: Callable[[str], str]) -> str:
    """Return the text with every character beyond ASCII that does not print escaped.

    Such as zero-width spaces, marks that turn the direction of writing, and half surrogates.
    """

    def written(match: re.Match[str]) -> str:
        character = match[0]
        return character if character.isprintable() else escape(character)

    return _NOT_ASCII.sub(written, text)


def utf16(character: str) -> str:
    r"""Return the character as JSON escapes it: ``\u200b``, two of them beyond the first plane."""
    units = character.encode("utf-16-be", "surrogatepass").hex()
    return "".join(f"\\u{units[start : start + 4]}" for start in range(0, len(units), 4))
