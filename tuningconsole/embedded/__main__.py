"""``python -m tuningconsole.embedded``: run the embedded stack until Ctrl-C."""

import os
import signal
import sys
from pathlib import Path
from types import FrameType

from tuningconsole.embedded.parts import BASE_DIR
from tuningconsole.embedded.stack import Stack
from tuningconsole.embedded.state import SetUpError


def main() -> int:
    """Start the stack, say where it is, keep it up; return the exit code."""
    for number in (signal.SIGTERM, signal.SIGHUP):
        signal.signal(number, _interrupt)
    stack = None
    try:
        stack = Stack(Path(os.environ.get("TUNINGCONSOLE_VAR", BASE_DIR / "var")), _tell)
        stack.start()
        _welcome(stack)
        stack.keep_up()
    except SetUpError as error:
        sys.stderr.write(f"\nbin/up: {error}\n")
        return 1
    except KeyboardInterrupt:
        _tell("Stopping ...")
        return 0
    finally:
        if stack is not None:
            # A second Ctrl-C must not leave half of it behind.
            signal.signal(signal.SIGINT, signal.SIG_IGN)
            stack.stop()
            _tell("Stopped. Everything is kept in var/; bin/up goes on from there.")
    return 0


def _interrupt(_number: int, _frame: FrameType | None) -> None:
    raise KeyboardInterrupt


def _tell(line: str) -> None:
    sys.stdout.write(f"{line}\n")
    sys.stdout.flush()


def _welcome(stack: Stack) -> None:
    password = stack.state.secret_path("admin-password")
    _tell("")
    _tell(f"  Tuning Console is at {stack.url}")
    if password.exists():
        _tell(f"  Sign in as admin, password {password.read_text().strip()}")
        _tell(f"  (kept in {password})")
    _tell('  AWS clients: eval "$(bin/env)".  Ctrl-C stops everything.')
    _tell("")


if __name__ == "__main__":
    sys.exit(main())
