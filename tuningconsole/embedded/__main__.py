"""``python -m tuningconsole.embedded``: run the embedded stack until Ctrl-C.

Two processes look after it, so that whichever is killed, nothing is left behind. The inner one is
the supervisor: it starts and watches the parts, and ends when the outer one does. The outer one
only waits for it; it inherits whatever a killed supervisor leaves, and ends that.
"""

import os
import signal
import sys
from contextlib import suppress
from pathlib import Path
from types import FrameType

from tuningconsole.embedded import processes
from tuningconsole.embedded.parts import BASE_DIR
from tuningconsole.embedded.stack import Stack
from tuningconsole.embedded.state import SetUpError, State

GRACE_S = 10.0
STOP_SIGNALS = (signal.SIGINT, signal.SIGTERM, signal.SIGHUP)


def main() -> int:
    """Lock the state folder and run the two processes; return the exit code."""
    if not sys.platform.startswith("linux"):
        return _complain("It runs on Linux only. Elsewhere use docker compose: see README.md.")
    try:
        state = State(Path(os.environ.get("TUNINGCONSOLE_VAR", BASE_DIR / "var")))
    except SetUpError as error:
        return _complain(str(error))
    outer = os.getpid()
    if inner := os.fork():
        return _wait_for(inner, state)
    # Out of the terminal's reach: what it sends comes by way of the outer one, once.
    os.setsid()
    processes.end_with_parent()
    # The outer one may have ended before that took effect.
    return _supervise(state) if os.getppid() == outer else 1


def _wait_for(inner: int, state: State) -> int:
    def pass_on(number: int, _frame: FrameType | None) -> None:
        with suppress(ProcessLookupError):
            os.kill(inner, number)

    processes.adopt_orphans()
    for number in STOP_SIGNALS:
        signal.signal(number, pass_on)
    _, status = os.waitpid(inner, 0)
    state.note_end()
    processes.end_descendants(GRACE_S, keep=set())
    if os.WIFSIGNALED(status):
        return _complain("The supervisor was killed. All that it had started has been stopped.")
    return os.waitstatus_to_exitcode(status)


def _supervise(state: State) -> int:
    # SIGINT too: where a shell has started us in the background, it is ignored until asked for.
    for number in STOP_SIGNALS:
        signal.signal(number, _interrupt)
    stack, complaint = None, ""
    try:
        stack = Stack(state, _tell)
        stack.start()
        _welcome(stack)
        stack.keep_up()
    except SetUpError as error:
        complaint = str(error)
    except KeyboardInterrupt:
        _tell("Stopping ...")
    finally:
        # Nothing must come between and leave half of it behind.
        for number in STOP_SIGNALS:
            signal.signal(number, signal.SIG_IGN)
        state.note_end()
        if stack is not None:
            stack.stop()
            _tell("Stopped. Everything is kept; bin/up goes on from there.")
    return _complain(complaint) if complaint else 0


def _interrupt(_number: int, _frame: FrameType | None) -> None:
    raise KeyboardInterrupt


def _tell(line: str) -> None:
    # The terminal may be gone; that must not keep us from stopping what we started.
    with suppress(OSError):
        sys.stdout.write(f"{line}\n")
        sys.stdout.flush()


def _complain(line: str) -> int:
    with suppress(OSError):
        sys.stderr.write(f"\nbin/up: {line}\n")
    return 1


def _welcome(stack: Stack) -> None:
    password = stack.state.secret_path("admin-password")
    _tell("")
    _tell(f"  Tuning Console is at {stack.url}")
    if stack.is_first_start and password.exists():
        _tell(f"  Sign in as admin, password {password.read_text().strip()}")
    _tell(f"  The first administrator's password is kept in {password}")
    if os.geteuid() == 0:
        _tell("  It runs as root, and so do training programs. A user of your own is safer.")
    _tell('  AWS clients: eval "$(bin/env)"    Stop everything: Ctrl-C')
    _tell("")


if __name__ == "__main__":
    sys.exit(main())
