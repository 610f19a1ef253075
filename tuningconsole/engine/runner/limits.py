"""The limits that the kernel keeps by itself; the shim's, so only the standard library.

watching.py looks after those that it does not.
"""

from __future__ import annotations

import contextlib
import os
import resource
from pathlib import Path

TYPE_CHECKING = False  # To import typing would take a while at each start.
if TYPE_CHECKING:
    from collections.abc import Mapping


def apply(limits: Mapping[str, int]) -> None:
    """Set them for this process and all that it starts."""
    wanted = {
        resource.RLIMIT_CORE: 0,
        resource.RLIMIT_FSIZE: limits["volume"],
        resource.RLIMIT_DATA: limits["memory"],
        # The kernel counts all processes of the user, ours among them; root it does not count.
        resource.RLIMIT_NPROC: limits["processes"] + processes_of(os.getuid()),
    }
    for name, most in wanted.items():
        hard = resource.getrlimit(name)[1]
        most = most if hard == resource.RLIM_INFINITY else min(most, hard)
        resource.setrlimit(name, (most, most))


def processes_of(user: int) -> int:
    """Return how many threads a user has."""
    count = 0
    for task in Path("/proc").glob("[0-9]*/task"):
        with contextlib.suppress(OSError):
            if task.stat().st_uid == user:
                count += len(list(task.iterdir()))
    return count
