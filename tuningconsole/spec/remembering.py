"""Many readers of one request: what one of them has found out, the next one need not."""

from collections.abc import Callable, Hashable, Mapping
from typing import Any, TypeVar

Found = TypeVar("Found")


class Remembering(dict[str, Any]):
    """A request that keeps what was found in it. Nobody changes it, nor the context, meanwhile."""

    def __init__(self, request: Mapping[str, Any]) -> None:
        super().__init__(request)
        self.found: dict[Hashable, Any] = {}


def once(request: Mapping[str, Any], key: Hashable, find: Callable[[], Found]) -> Found:
    """Return what `find` returns; a `Remembering` request has it find each key only once."""
    if not isinstance(request, Remembering):
        return find()
    if key not in request.found:
        request.found[key] = find()
    found: Found = request.found[key]
    return found
