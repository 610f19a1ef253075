"""Stands between a trainer and the programs of one training job; process.py starts it.

Of ours it imports only modules that stand by themselves, and no packages of others: it lives on
when its trainer is killed, costs little memory, and starts at once. It reads FOLDER/run.json (see
workspace.py), runs one program a host, and leaves

- started.json: {"pid", "start_time", "boot_id"} of the shim itself, which name it for ever;
- <host>/log: the program's stdout and stderr;
- spent: for how many seconds the programs have run by now;
- usage: what they used, a line of JSON a minute and host (watching.py);
- exit.json: {"code", "cause", "host"}, when no process of the training is left. The code is a
  shell's: 128 + n after signal n; of several programs the first that failed tells it. The cause is
  "" (they ended by themselves), "Stopped" (a file named `stop` asked for it), "MaxRuntimeExceeded",
  "MaxWaitTimeExceeded", "Interrupted" (the shim was told to end, with no such file), a limit
  (watching.py), "NotIsolated" or "NotFed".

As subreaper it inherits whatever a program starts and leaves behind, sessions of their own
included, and kills it all before it writes exit.json.
"""

from __future__ import annotations

import contextlib
import ctypes
import json
import os
import signal
import time
from functools import partial
from pathlib import Path

from tuningconsole.engine.runner import limits, tree
from tuningconsole.engine.runner.pump import Pump
from tuningconsole.engine.runner.watching import Watcher

TYPE_CHECKING = False  # To import typing would take a while at each start.
if TYPE_CHECKING:
    from collections.abc import Callable, Mapping
    from typing import Any

PR_SET_PDEATHSIG = 1
PR_SET_CHILD_SUBREAPER = 36
PR_SET_NO_NEW_PRIVS = 38
SHORT_GRACE_S = 5.0
TICK_S = 1.0
SHORTEST_WAIT_S = 0.05
WAITED_FOR = {signal.SIGCHLD, signal.SIGTERM}
A_HOST_FAILED = "HostFailed"
_prctl = ctypes.CDLL(None, use_errno=True).prctl


def main(folder: Path) -> None:
    """Run the programs of the folder to their end, and write how they ended."""
    _prctl(PR_SET_CHILD_SUBREAPER, 1, 0, 0, 0)
    signal.pthread_sigmask(signal.SIG_BLOCK, WAITED_FOR)
    run = json.loads((folder / "run.json").read_text())
    write(folder / "started.json", identity())
    training = Training(folder, run)
    try:
        training.start()
    except OSError as error:
        os.write(2, f"The training cannot be isolated: {error}\n".encode())
        training.cause, training.code = "NotIsolated", 1
    else:
        training.watch()
    training.clean_up()
    cause = "" if training.cause == A_HOST_FAILED else training.cause or ""
    write(folder / "exit.json", {"code": training.code, "cause": cause, "host": training.host})


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


class Training:
    """The programs of one training job, by process id, and how they end."""

    def __init__(self, folder: Path, run: dict[str, Any]) -> None:
        self.code = 0
        self.host = ""
        self.cause: str | None = None
        self._run = run
        self._programs: dict[int, dict[str, Any]] = {}
        self._feeder = 0
        self._pumps: list[Pump] = []
        self._kill_at = 0.0
        self._folder = folder
        self._began = self._attended_at = time.monotonic()
        self._attended = 0
        self._watcher = Watcher(folder, run["limits"])

    def start(self) -> None:
        """Start every program in a session of its own.

        Raises:
            OSError: the kernel allows no isolation.
        """
        # Imported where they are needed: most trainings need neither, and begin the sooner.
        if self._run["is_isolated"]:
            from tuningconsole.engine.runner import isolation

            isolation.isolate()
        pipes = []
        if self._run["feeds"]:
            from tuningconsole.engine.runner import feeder

            feeder.open_doors(self._run["feeds"])
            self._feeder = forked(lambda: feeder.run(self._run["feeds"]))
        for program in self._run["programs"]:
            reader, writer = os.pipe()
            pid = forked(partial(become, program, self._run, writer))
            self._programs[pid] = program
            os.close(writer)
            pipes.append((reader, self._folder / program["host"] / "log"))
        # Threads come after the last fork.
        for reader, log in pipes:
            self._pumps.append(Pump(reader, log, self._run["limits"]["log"]))
            self._pumps[-1].start()

    def watch(self) -> None:
        """Wait for the programs' end; bring it about when asked, when it is time, at a limit."""
        while self._programs:
            next_s = min(after_s for _, after_s in self._run["deadlines"])
            left_s = next_s - (time.monotonic() - self._began)
            arrived = signal.sigtimedwait(WAITED_FOR, min(TICK_S, max(left_s, SHORTEST_WAIT_S)))
            self._collect()
            spent_s = time.monotonic() - self._began
            (self._folder / "spent").write_text(str(spent_s))
            if self.cause is None:
                roots = {pid: program["host"] for pid, program in self._programs.items()}
                cause = self._reason_to_stop(arrived, spent_s) or self._watcher.look(roots)
                self._end(cause)
            elif time.monotonic() >= self._kill_at:
                self._signal(signal.SIGKILL)

    def _collect(self) -> None:
        """Collect all that has ended: programs, and orphans that came to us."""
        while True:
            try:
                ended, status = os.waitpid(-1, os.WNOHANG)
            except ChildProcessError:
                return
            if ended == 0:
                return
            if ended == self._feeder:
                self._end("NotFed")
            if program := self._programs.pop(ended, None):
                code = os.waitstatus_to_exitcode(status)
                self._ended(program["host"], code if code >= 0 else 128 - code)

    def _ended(self, host: str, code: int) -> None:
        if code and not self.code:
            self.code, self.host = code, host
            if self._programs:
                self._end(A_HOST_FAILED)

    def _reason_to_stop(self, arrived: signal.struct_siginfo | None, spent_s: float) -> str | None:
        """Return why the programs are to end now, None when they are not."""
        if arrived is not None and arrived.si_signo == signal.SIGTERM:
            return "Stopped" if (self._folder / "stop").exists() else "Interrupted"
        if self._is_alone():
            return "Interrupted"
        after_s, cause = min((after_s, cause) for cause, after_s in self._run["deadlines"])
        return cause if spent_s >= after_s else None

    def _is_alone(self) -> bool:
        """Tell whether no trainer has looked on for so long that another machine may begin anew."""
        if not self._run["alone_s"]:
            return False
        with contextlib.suppress(FileNotFoundError):
            attended = (self._folder / "attended").stat().st_mtime_ns
            if attended != self._attended:
                self._attended, self._attended_at = attended, time.monotonic()
        return time.monotonic() - self._attended_at > float(self._run["alone_s"])

    def _end(self, cause: str | None) -> None:
        """Begin to end the programs for a cause; the first one counts."""
        if self.cause is not None or cause is None:
            return
        self.cause = cause
        graces = {"Interrupted": SHORT_GRACE_S, A_HOST_FAILED: SHORT_GRACE_S}
        patient = ("Stopped", "MaxRuntimeExceeded", "MaxWaitTimeExceeded")
        grace_s = self._run["grace_s"] if cause in patient else graces.get(cause, 0.0)
        self._kill_at = time.monotonic() + grace_s
        self._signal(signal.SIGTERM if grace_s else signal.SIGKILL)

    def _signal(self, number: int) -> None:
        for pid, program in self._programs.items():
            if program["is_sandboxed"] and number != signal.SIGKILL:
                signal_inside(pid, number)
            else:
                with contextlib.suppress(ProcessLookupError):
                    os.killpg(pid, number)
            if program["end"] and number == signal.SIGKILL:
                finished(program["end"], program["env"])

    def clean_up(self) -> None:
        """Kill whatever is left of the training; return when nothing is, and the logs are whole."""
        for program in self._run["programs"]:
            if program["end"]:
                finished(program["end"], program["env"])
        while below := tree.descendants(os.getpid()):
            # Stopped first, so that none starts another one while its turn has not come.
            tree.signal_all(below, signal.SIGSTOP)
            tree.signal_all(below, signal.SIGKILL)
            with contextlib.suppress(ChildProcessError):
                # The children of one that is collected come to us, and have their turn again.
                os.waitpid(-1, 0)
                while os.waitpid(-1, os.WNOHANG)[0]:
                    pass
        for pump in self._pumps:
            pump.join(SHORT_GRACE_S)
        self._watcher.write_usage()


def forked(run: Callable[[], None]) -> int:
    """Run something in a child process that dies with us; return its process id."""
    pid = os.fork()
    if pid:
        return pid
    try:
        os.setsid()
        _prctl(PR_SET_PDEATHSIG, signal.SIGKILL, 0, 0, 0)
        signal.pthread_sigmask(signal.SIG_UNBLOCK, WAITED_FOR)
        run()
    finally:
        os._exit(127)


def become(program: dict[str, Any], run: dict[str, Any], output: int) -> None:
    """Turn this process into a program; when it cannot be run its log says why."""
    try:
        os.dup2(os.open(os.devnull, os.O_RDONLY), 0)
        os.dup2(output, 1)
        os.dup2(output, 2)
        os.closerange(3, 256)
        os.umask(0o077)
        # When the machine has no memory left, this goes before the engine does.
        Path("/proc/self/oom_score_adj").write_text("500")
        os.chdir(program["cwd"])
        if not program["end"]:
            # A container's runtime is no training program, and has limits of its own.
            _prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0)
            limits.apply(run["limits"])
        os.execve(program["argv"][0], program["argv"], program["env"])  # noqa: S606
    except OSError as error:
        os.write(2, f"{program['argv'][0]} cannot be run: {error}\n".encode())


def signal_inside(sandbox: int, number: int) -> None:
    """Send a signal to the program in a sandbox and its group, not to the sandbox itself.

    The sandbox's own two processes do not pass it on: they would end, and all within.
    """
    for pid in tree.descendants(sandbox)[1:]:
        with contextlib.suppress(ProcessLookupError):
            if os.getpgid(pid) == sandbox:
                os.kill(pid, number)


def finished(argv: list[str], env: Mapping[str, str]) -> None:
    """Run a command to its end, its output unseen."""
    pid = os.posix_spawn(
        argv[0],
        argv,
        env,
        file_actions=[
            (os.POSIX_SPAWN_OPEN, number, os.devnull, os.O_RDWR, 0) for number in (0, 1, 2)
        ],
        setsigmask=[],
    )
    with contextlib.suppress(ChildProcessError):
        os.waitpid(pid, 0)
