"""A program's output into its log file, bounded; the shim's, so only the standard library.

CloudWatch Logs counts 26 bytes for an event beside its text, and so does the bound. What is beyond
it is left out but for the last part: the final values of the metrics stand there.
"""

from __future__ import annotations

import contextlib
import os
import threading
from pathlib import Path

TYPE_CHECKING = False  # To import typing would take a while at each start.
if TYPE_CHECKING:
    from collections.abc import Callable

EVENT_OVERHEAD_BYTES = 26
CHUNK = 65_536
TAIL = 262_144


class Pump(threading.Thread):
    """Takes the lines of one program from a pipe to a file until nobody writes any more."""

    def __init__(self, source: int, log: Path, limit: int) -> None:
        super().__init__(name=str(log), daemon=True)
        self._source = source
        self._log = log
        self._left = limit
        self._limit = limit
        self._tail = b""
        self._left_out = 0

    def run(self) -> None:
        """Take everything; a log that cannot be written any more is given up, not the program."""
        with self._log.open("ab", buffering=0) as log:
            while chunk := os.read(self._source, CHUNK):
                with contextlib.suppress(OSError):
                    self._take(chunk, log.write)
            with contextlib.suppress(OSError):
                note = f"\n[{self._left_out} bytes of the log are left out here.]\n"
                log.write((note.encode() if self._left_out else b"") + self._tail)

    def _take(self, chunk: bytes, write: Callable[[bytes], object]) -> None:
        if self._left > 0:
            self._left -= len(chunk) + EVENT_OVERHEAD_BYTES * chunk.count(b"\n")
            write(chunk)
            if self._left <= 0:
                note = f"\n[The log is at its limit of {self._limit} bytes: of what follows,"
                write(note.encode() + b" only the end is kept.]\n")
            return
        tail = self._tail + chunk
        self._tail = tail[-TAIL:]
        self._left_out += len(tail) - len(self._tail)
