"""Starting processes so that none is left behind, however this one ends."""

import ctypes
import os
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Mapping, Sequence
from contextlib import suppress
from pathlib import Path

PR_SET_PDEATHSIG = 1
PR_SET_CHILD_SUBREAPER = 36
_prctl = ctypes.CDLL(None, use_errno=True).prctl


def adopt_orphans() -> None:
    """Make this process the parent of whatever its descendants leave behind."""
    _prctl(PR_SET_CHILD_SUBREAPER, 1, 0, 0, 0)


def end_with_parent() -> None:
    """Have SIGTERM sent to this process when the thread that forked it ends."""
    _prctl(PR_SET_PDEATHSIG, signal.SIGTERM, 0, 0, 0)


class Process:
    """A part of the stack that runs; its lines go to our output, each with the part's name.

    Attributes:
        started_at: on the monotonic clock, in seconds.
    """

    def __init__(
        self,
        name: str,
        command: Sequence[str],
        environment: Mapping[str, str],
        folder: Path,
        *,
        stop_signal: int = signal.SIGTERM,
        is_quiet: bool = False,
    ) -> None:
        self.name = name
        self._stop_signal = stop_signal
        self._is_quiet = is_quiet
        self.started_at = time.monotonic()
        self.popen = subprocess.Popen(
            command,
            env=dict(environment),
            cwd=folder,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            # A session of its own: Ctrl-C in the terminal is ours to pass on, in our order.
            start_new_session=True,
            # Sent when the thread that starts it ends: the main thread starts them all.
            preexec_fn=end_with_parent,
        )
        self.last_line = ""
        self._reader = threading.Thread(target=self._relay, name=f"log of {name}", daemon=True)
        self._reader.start()

    def has_ended(self) -> bool:
        """Tell whether it has ended by now."""
        return self.popen.poll() is not None

    def terminate(self) -> None:
        """Ask it to end; returns at once."""
        with suppress(ProcessLookupError):
            self.popen.send_signal(self._stop_signal)

    def wait(self, timeout_s: float) -> None:
        """Return when it has ended, by force after `timeout_s`."""
        try:
            self.popen.wait(timeout_s)
        except subprocess.TimeoutExpired:
            self.popen.kill()
            self.popen.wait()
        self._reader.join(timeout=1)

    def end_orphans(self) -> None:
        """Kill what an ended process left behind in its session, such as a worker with its port.

        What its descendants started in sessions of their own, trainings above all, runs on.
        """
        for pid in _children():
            with suppress(ProcessLookupError, ChildProcessError):
                if os.getpgid(pid) == self.popen.pid:
                    os.kill(pid, signal.SIGKILL)
                    os.waitpid(pid, 0)

    def _relay(self) -> None:
        assert self.popen.stdout is not None  # noqa: S101  We asked for a pipe.
        for raw in self.popen.stdout:
            line = raw.decode(errors="replace").rstrip()
            if not line:
                continue
            self.last_line = line
            if not self._is_quiet:
                # Our own output may be gone, with its terminal; the part must not block on us.
                with suppress(OSError, ValueError):
                    sys.stdout.write(f"{self.name:<9}| {line}\n")
                    sys.stdout.flush()


def run(
    command: Sequence[str], environment: Mapping[str, str], folder: Path
) -> subprocess.CompletedProcess[str]:
    """Run a command to its end and return it with its output, stdout and stderr as one."""
    return subprocess.run(
        command,
        env=dict(environment),
        cwd=folder,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        check=False,
        preexec_fn=end_with_parent,
    )


def end_descendants(grace_s: float, *, keep: set[int]) -> None:
    """End every child of this process but those to keep, orphans that came to us included."""
    deadline = time.monotonic() + grace_s
    asked: set[int] = set()
    while children := _children() - keep:
        is_late = time.monotonic() >= deadline
        for pid in children:
            with suppress(ProcessLookupError):
                if is_late:
                    os.kill(pid, signal.SIGKILL)
                elif pid not in asked:
                    os.kill(pid, signal.SIGTERM)
            asked.add(pid)
            with suppress(ChildProcessError):
                os.waitpid(pid, os.WNOHANG)
        time.sleep(0.05)


def reap(*, keep: set[int]) -> None:
    """Collect the orphans that came to us and have ended; a dead one looks alive until then."""
    for pid in _children() - keep:
        with suppress(ChildProcessError):
            os.waitpid(pid, os.WNOHANG)


def _children() -> set[int]:
    found: set[int] = set()
    for path in Path("/proc/self/task").glob("*/children"):
        found |= {int(pid) for pid in path.read_text().split()}
    return found
