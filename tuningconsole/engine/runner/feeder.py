"""Pipe mode: one FIFO an epoch and channel, fed for as long as the training lasts.

The shim starts it as a process of its own; only the standard library is in it. A channel's data is
in one file beforehand, unpacked and wrapped as the channel asks for; its parts are byte ranges.

A feed is {"folder", "channel", "blob": path, "parts": [[offset, length]], "seed": int or null,
"host": number from 0, "hosts": how many share the parts, 1 when each gets all}.
"""

from __future__ import annotations

import contextlib
import itertools
import os
import random
import threading
from pathlib import Path

TYPE_CHECKING = False  # To import typing would take a while at each start.
if TYPE_CHECKING:
    from typing import Any

CHUNK = 1_048_576


def open_doors(feeds: list[dict[str, Any]]) -> None:
    """Make the FIFOs of the first epoch, for programs that look for them at once."""
    for feed in feeds:
        os.mkfifo(fifo(feed, 0))


def run(feeds: list[dict[str, Any]]) -> None:
    """Feed every channel of every host until this process is killed, or a feed fails."""
    for feed in feeds:
        threading.Thread(target=serve, args=(feed,), daemon=True).start()
    threading.Event().wait()


def serve(feed: dict[str, Any]) -> None:
    """Feed one channel of one host; a failure ends the whole feeder, which the shim sees."""
    try:
        for epoch in itertools.count():
            # There before the end of this epoch is seen: a program may go on to it at once.
            os.mkfifo(fifo(feed, epoch + 1))
            # Opening waits for a reader. One that goes early has had enough of the epoch.
            with contextlib.suppress(BrokenPipeError), fifo(feed, epoch).open("wb", 0) as pipe:
                send(feed, epoch, pipe.fileno())
            fifo(feed, epoch).unlink()
    except (OSError, EOFError) as error:
        os.write(2, f"Pipe mode, channel {feed['channel']}: {error}\n".encode())
        os._exit(1)


def fifo(feed: dict[str, Any], epoch: int) -> Path:
    """Return the path of the FIFO of an epoch."""
    return Path(feed["folder"]) / f"{feed['channel']}_{epoch}"


def order(feed: dict[str, Any], epoch: int) -> list[list[int]]:
    """Return the parts of an epoch, shuffled and shared out among the hosts as the channel says.

    Shuffled before they are shared out: a host gets other parts in the next epoch.
    """
    parts = list(feed["parts"])
    if feed["seed"] is not None:
        # Not for secrets: the same seed gives the same order.
        random.Random(f"{feed['seed']}:{epoch}").shuffle(parts)  # noqa: S311
    return parts[feed["host"] :: feed["hosts"]]


def send(feed: dict[str, Any], epoch: int, pipe: int) -> None:
    """Write the parts of an epoch to an open FIFO."""
    with Path(feed["blob"]).open("rb", 0) as blob:
        for offset, length in order(feed, epoch):
            position, end = offset, offset + length
            while position < end:
                chunk = os.pread(blob.fileno(), min(CHUNK, end - position), position)
                if not chunk:
                    raise EOFError("the data is shorter than it was")
                position += len(chunk)
                while chunk:
                    chunk = chunk[os.write(pipe, chunk) :]
