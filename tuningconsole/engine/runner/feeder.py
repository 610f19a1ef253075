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
import stat
import threading
from pathlib import Path

TYPE_CHECKING = False  # To import typing would take a while at each start.
if TYPE_CHECKING:
    from typing import Any

CHUNK = 1_048_576


def open_doors(feeds: list[dict[str, Any]]) -> None:
    """Make the FIFOs of the first epoch, for programs that look for them at once.

    The folders stay open: before the program has begun they are what they seem to be. Later it
    could put a link in the place of one, or of a FIFO.
    """
    for feed in feeds:
        feed["at"] = os.open(feed["folder"], os.O_RDONLY | os.O_DIRECTORY | os.O_CLOEXEC)
        os.mkfifo(name(feed, 0), dir_fd=feed["at"])


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
            os.mkfifo(name(feed, epoch + 1), dir_fd=feed["at"])
            pipe = opened(feed, epoch)
            # A reader that goes early has had enough of the epoch.
            with contextlib.suppress(BrokenPipeError):
                send(feed, epoch, pipe)
            os.close(pipe)
            os.unlink(name(feed, epoch), dir_fd=feed["at"])
    except (OSError, EOFError) as error:
        os.write(2, f"Pipe mode, channel {feed['channel']}: {error}\n".encode())
        os._exit(1)


def name(feed: dict[str, Any], epoch: int) -> str:
    """Return the name of the FIFO of an epoch."""
    return f"{feed['channel']}_{epoch}"


def opened(feed: dict[str, Any], epoch: int) -> int:
    """Return the FIFO of an epoch, open to write; waits for a reader.

    Raises:
        OSError: the program has put something else in its place.
    """
    pipe = os.open(name(feed, epoch), os.O_WRONLY | os.O_NOFOLLOW | os.O_CLOEXEC, dir_fd=feed["at"])
    if not stat.S_ISFIFO(os.fstat(pipe).st_mode):
        raise OSError(f"{name(feed, epoch)} is no FIFO any more")
    return pipe


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
