"""The processes below a process, as /proc shows them: who they are, what they use.

The shim imports it (shim.py says how), so nothing but the standard library is in it.
"""

from __future__ import annotations

import contextlib
import os
from pathlib import Path

PAGE = os.sysconf("SC_PAGE_SIZE")
TICK_S = 1 / os.sysconf("SC_CLK_TCK")
_CPU = slice(11, 15)
"""utime, stime and those of collected children, among stat's fields after the name."""


def children(pid: int) -> list[int]:
    """Return the children of a process, whichever of its threads started them."""
    found: list[int] = []
    for path in Path(f"/proc/{pid}/task").glob("*/children"):
        with contextlib.suppress(OSError):
            found += [int(child) for child in path.read_text().split()]
    return found


def descendants(pid: int) -> list[int]:
    """Return every process below a process, parents before their children."""
    found: list[int] = []
    to_look_at = [pid]
    while to_look_at:
        below = children(to_look_at.pop())
        found += below
        to_look_at += below
    return found


def cpu_s(pids: list[int]) -> float:
    """Return the processor time of the processes and of what they have collected, in seconds."""
    ticks = 0
    for pid in pids:
        with contextlib.suppress(OSError, ValueError):
            fields = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
            ticks += sum(int(field) for field in fields[_CPU])
    return ticks * TICK_S


def memory(pids: list[int], enough: int = 0) -> int:
    """Return the bytes of memory that the processes hold, what they share counted once.

    That costs a walk over their pages: while the quick sum, which counts it for each, is below
    `enough`, it is returned.
    """
    resident = sum(_resident(pid) for pid in pids)
    return resident if resident < enough else sum(_proportional(pid) for pid in pids)


def signal_all(pids: list[int], number: int) -> None:
    """Send a signal to the processes; those that have ended need none."""
    for pid in pids:
        with contextlib.suppress(ProcessLookupError):
            os.kill(pid, number)


def _resident(pid: int) -> int:
    try:
        return int(Path(f"/proc/{pid}/statm").read_text().split()[1]) * PAGE
    except (OSError, IndexError):
        return 0


def _proportional(pid: int) -> int:
    try:
        lines = Path(f"/proc/{pid}/smaps_rollup").read_text().splitlines()
    except OSError:
        return 0
    return sum(int(line.split()[1]) * 1024 for line in lines if line.startswith("Pss:"))


def disk(folder: Path) -> int:
    """Return the bytes that a folder takes on its disk; links are not followed."""
    total = 0
    to_look_at = [str(folder)]
    while to_look_at:
        with contextlib.suppress(OSError), os.scandir(to_look_at.pop()) as entries:
            for entry in entries:
                with contextlib.suppress(OSError):
                    total += entry.stat(follow_symlinks=False).st_blocks * 512
                    if entry.is_dir(follow_symlinks=False):
                        to_look_at.append(entry.path)
    return total
