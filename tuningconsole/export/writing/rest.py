"""What of a request is still to be written: a writer takes what it can say, the rest is left out.

A member that nobody thought of can so never be lost silently.
"""

from collections.abc import Iterator, Mapping
from typing import Any


class Rest:
    """A structure of a request, of which members are taken.

    Attributes:
        path: where the structure stands in the request, "" for the request itself.
    """

    def __init__(self, body: dict[str, Any], path: str = "") -> None:
        self._body = body
        self.path = path

    def take(self, path: str) -> Any:
        """Take the member at the dotted path away and return it, None where there is none."""
        *parents, last = path.split(".")
        return self._inside(parents).pop(last, None)

    def peek(self, path: str) -> Any:
        """Return the member at the dotted path and leave it."""
        *parents, last = path.split(".")
        return self._inside(parents).get(last)

    def within(self, path: str) -> "Rest":
        """Return the structure at the dotted path; what is taken of it is taken of this one."""
        return Rest(self._inside(path.split(".")), self.at(path))

    def each(self, path: str) -> list["Rest"]:
        """Return the structures of the list at the dotted path."""
        items = self.peek(path) or []
        return [Rest(item, self.at(f"{path}.{number}")) for number, item in enumerate(items)]

    def at(self, path: str) -> str:
        """Return the whole path of a member of this structure."""
        return f"{self.path}.{path}" if self.path else path

    def left(self) -> Iterator[str]:
        """Yield the paths of what was not taken."""
        yield from leaves(self._body, self.path)

    def _inside(self, names: list[str]) -> dict[str, Any]:
        here: Any = self._body
        for name in names:
            here = here.get(name) if isinstance(here, dict) else None
        return here if isinstance(here, dict) else {}


def leaves(value: Any, path: str) -> Iterator[str]:
    """Yield the path of every value inside; empty structures and lists say nothing.

    A list of scalars is one value.
    """
    match value:
        case Mapping():
            for name, item in value.items():
                yield from leaves(item, f"{path}.{name}" if path else name)
        case list() if any(isinstance(item, Mapping) for item in value):
            for number, item in enumerate(value):
                yield from leaves(item, f"{path}.{number}")
        case list():
            if value:
                yield path
        case _:
            yield path
