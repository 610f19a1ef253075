"""What a line of the log is about: ids that go from the click through the queue to the AWS call."""

from collections.abc import Mapping
from contextvars import ContextVar, Token
from types import MappingProxyType

Ids = Mapping[str, str]
_IDS: ContextVar[Ids] = ContextVar("ids", default=MappingProxyType({}))


def current() -> Ids:
    """Return the ids: request, submission, task; those that are known."""
    return _IDS.get()


def begin(**ids: str) -> Token[Ids]:
    """Start anew with these ids; `end` takes the answer."""
    return _IDS.set({name: value for name, value in ids.items() if value})


def note(**ids: str) -> None:
    """Add ids to the current ones, until the request or the task ends."""
    _IDS.set({**_IDS.get(), **ids})


def end(before: Token[Ids]) -> None:
    """Go back to the ids that were there before `begin`."""
    _IDS.reset(before)
