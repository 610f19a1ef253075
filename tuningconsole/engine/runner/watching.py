"""What a training uses, and when it is too much; the shim's, so only the standard library.

Causes of an end: "OutOfMemory", "OutOfDisk" (more than its volume), "DiskReserve" (the machine's
own disk is almost full), "TooManyProcesses".

A line of FOLDER/usage is {"host", "at": seconds since 1970, "cpu": per cent of one core,
"memory": bytes, "disk": bytes}: over a minute, or less at the end.
"""

from __future__ import annotations

import json
import os
import time
from pathlib import Path

from tuningconsole.engine.runner import tree

TYPE_CHECKING = False  # To import typing would take a while at each start.
if TYPE_CHECKING:
    from collections.abc import Mapping

LOOK_EVERY_S = 0.9
LINE_EVERY_S = 60.0
PATIENCE = 20
"""A walk over the disk is followed by a rest so many times as long."""


class Watcher:
    """Looks at everything below the shim, once a second."""

    def __init__(self, folder: Path, limits: Mapping[str, int]) -> None:
        self._folder = folder
        self._limits = limits
        self._line_due = time.monotonic() + LINE_EVERY_S
        self._line_began = time.monotonic()
        self._look_due = 0.0
        self._walk_due = 0.0
        self._disk: dict[str, int] = {}
        self._memory: dict[str, int] = {}
        self._cpu: dict[str, float] = {}
        self._cpu_before: dict[str, float] = {}

    def look(self, roots: Mapping[int, str]) -> str | None:
        """Return which limit is passed, None when none is.

        Args:
            roots: the first process of each host -> the host's name.
        """
        if time.monotonic() < self._look_due:
            return None
        self._look_due = time.monotonic() + LOOK_EVERY_S
        everything = tree.descendants(os.getpid())
        if len(everything) > self._limits["processes"]:
            return "TooManyProcesses"
        for pid, host in roots.items():
            of_host = [pid, *tree.descendants(pid)]
            # What a process used goes to the parent that collects it.
            self._cpu[host] = max(self._cpu.get(host, 0.0), tree.cpu_s(of_host))
            self._memory[host] = tree.memory(of_host, self._limits["memory"])
        if time.monotonic() >= self._line_due:
            self.write_usage()
        if any(used > self._limits["memory"] for used in self._memory.values()):
            return "OutOfMemory"
        return self._look_at_disk(roots)

    def _look_at_disk(self, roots: Mapping[int, str]) -> str | None:
        began = time.monotonic()
        if began < self._walk_due:
            return None
        for host in roots.values():
            self._disk[host] = tree.disk(self._folder / host)
        self._walk_due = time.monotonic() + (time.monotonic() - began) * PATIENCE
        if any(size > self._limits["volume"] for size in self._disk.values()):
            return "OutOfDisk"
        found = os.statvfs(self._folder)
        return "DiskReserve" if found.f_bavail * found.f_frsize < self._limits["reserve"] else None

    def write_usage(self) -> None:
        """Write what each host used since the last time."""
        now = time.monotonic()
        span_s = max(now - self._line_began, 0.001)
        with (self._folder / "usage").open("a") as file:
            for host, cpu_s in self._cpu.items():
                line = {
                    "host": host,
                    "at": time.time(),
                    "cpu": 100 * (cpu_s - self._cpu_before.get(host, 0.0)) / span_s,
                    "memory": self._memory.get(host, 0),
                    "disk": self._disk.get(host, 0),
                }
                file.write(json.dumps(line) + "\n")
        self._cpu_before = dict(self._cpu)
        self._line_began, self._line_due = now, now + LINE_EVERY_S
