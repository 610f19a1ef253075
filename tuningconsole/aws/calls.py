"""Count what a block of code sends to SageMaker, attempts that botocore makes again included."""

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass
from typing import Any

from tuningconsole.aws.errors import is_throttling


@dataclass(slots=True)
class Calls:
    """How many requests were sent, and how many of them AWS refused as too many."""

    sent: int = 0
    throttled: int = 0


_counting: ContextVar[Calls | None] = ContextVar("calls", default=None)


@contextmanager
def counted() -> Iterator[Calls]:
    """Count what this thread sends in the block."""
    calls = Calls()
    token = _counting.set(calls)
    try:
        yield calls
    finally:
        _counting.reset(token)


def watch(client: Any) -> None:
    """Have a new client of SageMaker counted."""
    client.meta.events.register("before-send.sagemaker", _sent)
    client.meta.events.register("response-received.sagemaker", _answered)


def _sent(**_: Any) -> None:
    if calls := _counting.get():
        calls.sent += 1


def _answered(parsed_response: dict[str, Any] | None = None, **_: Any) -> None:
    code = (parsed_response or {}).get("Error", {}).get("Code", "")
    if (calls := _counting.get()) and is_throttling(code):
        calls.throttled += 1
