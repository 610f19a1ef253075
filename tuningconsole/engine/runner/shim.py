"""Stands between a trainer and a training program: run as ``python -I -S shim.py FOLDER``.

Nothing of ours is imported: the shim lives on when its trainer is killed, costs little memory, and
starts in some 20 ms. It reads FOLDER/run.json, runs the program, and leaves

- started.json: {"pid", "start_time", "boot_id"} of the shim itself, which name it for ever;
- log: the program's stdout and stderr;
- exit.json: {"code", "cause"}, when no process of the training is left. The code is a shell's:
  128 + n after signal n. The cause is "" (it ended by itself), "Stopped" (a file named `stop` asked
  for it), "MaxRuntimeExceeded", or "Interrupted" (the shim was told to end, with no such file).

As subreaper it inherits whatever the program starts and leaves behind, sessions of their own
included, and kills it all before it writes exit.json.
"""

from __future__ import annotations

import contextlib
import ctypes
import json
import os
import resource
import signal
import sys
import time
from pathlib import Path

TYPE_CHECKING = False  # To import typing would take a while at each start.
if TYPE_CHECKING:
    from collections.abc import Callable, Mapping
    from typing import Any

PR_SET_PDEATHSIG = 1
PR_SET_CHILD_SUBREAPER = 36
PR_SET_NO_NEW_PRIVS = 38
INTERRUPTED_GRACE_S = 5.0
WAITED_FOR = {signal.SIGCHLD, signal.SIGTERM}


def main(folder: Path) -> None:
    """Run the program of the folder to its end, and write how it ended."""
    prctl = ctypes.CDLL(None, use_errno=True).prctl
    prctl(PR_SET_CHILD_SUBREAPER, 1, 0, 0, 0)
    signal.pthread_sigmask(signal.SIG_BLOCK, WAITED_FOR)
    run = json.loads((folder / "run.json").read_text())
    write(folder / "started.json", identity())
    pid = start(run, folder, prctl)
    code, cause = watch(pid, folder, run)
    kill_the_rest()
    write(folder / "exit.json", {"code": code, "cause": cause})


def identity() -> dict[str, int | str]:
    """Return what tells this process from any other one, also after a reboot."""
    # Field 22 of stat, counted after the name, which may hold spaces and brackets.
    fields = Path("/proc/self/stat").read_text().rpartition(")")[2].split()
    boot_id = Path("/proc/sys/kernel/random/boot_id").read_text().strip()
    return {"pid": os.getpid(), "start_time": int(fields[19]), "boot_id": boot_id}


def write(path: Path, value: Mapping[str, object]) -> None:
    """Write a file that is there whole or not at all, whatever happens."""
    scratch = path.with_suffix(".tmp")
    with scratch.open("w") as file:
        json.dump(value, file)
        file.flush()
        os.fsync(file.fileno())
    scratch.replace(path)


def start(run: dict[str, Any], folder: Path, prctl: Callable[..., int]) -> int:
    """Start the program in a session of its own; return its process id."""
    log = os.open(folder / "log", os.O_WRONLY | os.O_CREAT | os.O_APPEND, 0o600)
    pid = os.fork()
    if pid:
        os.close(log)
        return pid
    try:
        os.setsid()
        prctl(PR_SET_PDEATHSIG, signal.SIGKILL, 0, 0, 0)
        prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0)
        resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
        signal.pthread_sigmask(signal.SIG_UNBLOCK, WAITED_FOR)
        os.umask(0o077)
        os.chdir(run["cwd"])
        os.dup2(os.open(os.devnull, os.O_RDONLY), 0)
        os.dup2(log, 1)
        os.dup2(log, 2)
        os.closerange(3, 256)
        os.execve(run["argv"][0], run["argv"], run["env"])  # noqa: S606
    except OSError as error:
        os.write(2, f"{run['argv'][0]} cannot be run: {error}\n".encode())
    os._exit(127)


def watch(pid: int, folder: Path, run: dict[str, Any]) -> tuple[int, str]:
    """Wait for the program's end, bring it about when asked; return its code and the cause."""
    deadline = time.monotonic() + run["max_runtime_s"]
    kill_at: float | None = None
    cause: str | None = None
    while (code := reaped(pid)) is None:
        until = deadline if kill_at is None else kill_at
        arrived = signal.sigtimedwait(WAITED_FOR, min(max(until - time.monotonic(), 0), 3600))
        if cause is None:
            cause = reason_to_stop(folder, arrived, deadline)
            if cause:
                grace = INTERRUPTED_GRACE_S if cause == "Interrupted" else run["grace_s"]
                kill_at = time.monotonic() + grace
                signal_group(pid, signal.SIGTERM)
        elif kill_at is not None and time.monotonic() >= kill_at:
            signal_group(pid, signal.SIGKILL)
            kill_at += 1
    return code, cause or ""


def reason_to_stop(
    folder: Path, arrived: signal.struct_siginfo | None, deadline: float
) -> str | None:
    """Return why the program is to end now, None when it is not."""
    if arrived is not None and arrived.si_signo == signal.SIGTERM:
        return "Stopped" if (folder / "stop").exists() else "Interrupted"
    return "MaxRuntimeExceeded" if time.monotonic() >= deadline else None


def reaped(pid: int) -> int | None:
    """Collect all that has ended; return the program's exit code once it is among them."""
    code = None
    while True:
        try:
            ended, status = os.waitpid(-1, os.WNOHANG)
        except ChildProcessError:
            return code
        if ended == 0:
            return code
        if ended == pid:
            code = os.waitstatus_to_exitcode(status)
            code = code if code >= 0 else 128 - code


def signal_group(pid: int, number: int) -> None:
    """Send a signal to the program and all of its process group."""
    with contextlib.suppress(ProcessLookupError):
        os.killpg(pid, number)


def kill_the_rest() -> None:
    """Kill whatever the program left behind; return when nothing is left."""
    while children := [int(pid) for pid in children_of_us()]:
        for pid in children:
            with contextlib.suppress(ProcessLookupError):
                os.kill(pid, signal.SIGKILL)
        try:
            # Its own children come to us when it is reaped, and are found in the next round.
            os.waitpid(-1, 0)
        except ChildProcessError:
            return


def children_of_us() -> list[str]:
    """Return the process ids of the shim's children."""
    return Path(f"/proc/self/task/{os.getpid()}/children").read_text().split()


if __name__ == "__main__":
    main(Path(sys.argv[1]))
