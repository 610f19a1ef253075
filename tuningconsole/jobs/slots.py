"""How many threads of this process wait for one connection: one that hangs must not have them all.

A connection that fails shares a few threads with the others that fail, so those that work go on.
"""

import threading
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager

PER_CONNECTION = 3
FAILING = 4
_FAILING = 0
"""Stands for all connections that fail; no row has it as its key."""
_taken: Counter[int] = Counter()
_lock = threading.Lock()


@contextmanager
def slot(connection_pk: int, *, is_failing: bool) -> Iterator[bool]:
    """Give a thread's place while the block runs; False when none is free, and nothing waits."""
    key, most = (_FAILING, FAILING) if is_failing else (connection_pk, PER_CONNECTION)
    with _lock:
        is_free = _taken[key] < most
        _taken[key] += is_free
    try:
        yield is_free
    finally:
        with _lock:
            _taken[key] -= is_free
