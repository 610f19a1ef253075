"""A training job's programs as processes under a shim: start them, find them again, stop them."""

import json
import os
import select
import signal
import subprocess
import sys
from collections.abc import Iterable
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Self

from tuningconsole.engine.models import TrainingJob
from tuningconsole.engine.runner import containers
from tuningconsole.engine.runner.hosts import Host

ROOT = Path(__file__).resolve().parents[3]
START = """
import sys
sys.path.insert(0, sys.argv[1])
from pathlib import Path
from tuningconsole.engine.runner.shim import main
main(Path(sys.argv[2]))
"""
"""Isolated from environment and packages: none may change what the shim does, nor slow it."""


@dataclass(frozen=True, slots=True)
class Exit:
    """How the programs ended: a shell's exit code, why, and the host that failed (see shim.py)."""

    code: int
    cause: str
    host: str = ""


class Shim:
    """The shim of one training, in its folder; alive or not."""

    def __init__(self, folder: Path, pidfd: int) -> None:
        self._folder = folder
        self._pidfd = pidfd

    @classmethod
    def start(cls, folder: Path) -> Self:
        """Start the programs that the folder's run.json describes."""
        process = subprocess.Popen(
            [sys.executable, "-I", "-S", "-c", START, str(ROOT), str(folder)],
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,
            stderr=(folder / "shim.log").open("ab"),
            start_new_session=True,
            close_fds=True,
            env={},
        )
        shim = cls(folder, os.pidfd_open(process.pid))
        # The shim writes it too, a moment later; whoever takes over in between must find it.
        _write_identity(folder, process.pid)
        return shim

    @classmethod
    def find(cls, folder: Path) -> Self | None:
        """Return the shim that still runs in the folder, None if none does."""
        started = _read(folder / "started.json")
        if started is None or started["boot_id"] != _boot_id():
            return None
        try:
            pidfd = os.pidfd_open(started["pid"])
        except ProcessLookupError:
            return None
        # Looked at after the descriptor is open: the number cannot change hands any more.
        if _start_time(started["pid"]) != started["start_time"]:
            os.close(pidfd)
            return None
        return cls(folder, pidfd)

    def wait(self, timeout_s: float) -> bool:
        """Tell whether the shim has ended, after waiting for it at most so long."""
        poll = select.poll()
        poll.register(self._pidfd, select.POLLIN)
        return bool(poll.poll(timeout_s * 1000))

    def stop(self) -> None:
        """Ask the programs to end: SIGTERM, the grace time, SIGKILL. Returns at once."""
        (self._folder / "stop").touch()
        try:
            signal.pidfd_send_signal(self._pidfd, signal.SIGTERM)
        except ProcessLookupError:
            return

    def close(self) -> None:
        """Let go of the process, which goes on; an ended one of ours is collected."""
        # Another trainer's child is not ours to collect.
        with suppress(ChildProcessError):
            os.waitid(os.P_PIDFD, self._pidfd, os.WEXITED | os.WNOHANG)
        os.close(self._pidfd)


def end_leftovers(job: TrainingJob, hosts: Iterable[Host], folder: Path) -> None:
    """Kill what an attempt left behind whose shim was killed itself; all others clean up.

    Its processes are known by their environment, where the job's name is, its containers by theirs.
    """
    marker = f"TRAINING_JOB_NAME={job.name}".encode()
    for process in Path("/proc").glob("[0-9]*"):
        with suppress(OSError):
            if marker in (process / "environ").read_bytes().split(b"\0"):
                os.kill(int(process.name), signal.SIGKILL)
    if runtime := containers.runtime():
        for host in hosts:
            containers.remove(runtime, folder / host.name)


def exit_of(folder: Path) -> Exit | None:
    """Return how the programs of the folder ended, None when that was not written."""
    found = _read(folder / "exit.json")
    return None if found is None else Exit(found["code"], found["cause"], found["host"])


def _read(path: Path) -> dict[str, Any] | None:
    try:
        found: dict[str, Any] = json.loads(path.read_text())
    except FileNotFoundError:
        return None
    return found


def _write_identity(folder: Path, pid: int) -> None:
    started = {"pid": pid, "start_time": _start_time(pid), "boot_id": _boot_id()}
    scratch = folder / "started.new"
    scratch.write_text(json.dumps(started))
    scratch.replace(folder / "started.json")


def _boot_id() -> str:
    return Path("/proc/sys/kernel/random/boot_id").read_text().strip()


def _start_time(pid: int) -> int | None:
    try:
        fields = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
    except (FileNotFoundError, ProcessLookupError):
        return None
    return int(fields[19])
