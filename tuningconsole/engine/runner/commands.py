"""Commands that tell something by whether they succeed."""

import subprocess

WITHIN_S = 30.0


def succeeds(*command: str) -> bool:
    """Run a command to its end, its output unseen; tell whether it went well and in time."""
    try:
        done = subprocess.run(
            command,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            timeout=WITHIN_S,
            check=False,
        )
    except (OSError, subprocess.TimeoutExpired):
        return False
    return done.returncode == 0
