"""Rows' keys as they stand in addresses and forms."""

from collections.abc import Iterable

LARGEST = 2**63 - 1
"""PostgreSQL's bigint."""


def key(text: str) -> int | None:
    """Return the key that the text is, None where it can be none.

    A long text is not read: Python refuses numbers of more than 4,300 digits.
    """
    is_number = text.isascii() and text.isdigit() and len(text) <= len(str(LARGEST))
    found = int(text) if is_number else LARGEST + 1
    return found if found <= LARGEST else None


def keys(texts: Iterable[str]) -> list[int]:
    """Return the keys among the texts, in their order."""
    return [found for text in texts if (found := key(text)) is not None]
