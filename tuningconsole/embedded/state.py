"""What the embedded stack keeps between two starts: its folder, its lock, its ports and secrets."""

import fcntl
import json
import os
import secrets
import socket
from collections.abc import Mapping
from pathlib import Path

PORTS = {"web": 8000, "sagemaker": 8010, "s3": 8011, "aws": 8012, "redis": 8013}
"""The parts that listen, with the port that each would like; the next free one is taken."""
PORT_VARIABLE = "TUNINGCONSOLE_PORT"
HOST = "127.0.0.1"
MAX_PORT = 65_535
ENDING = "ending"
"""What the lock's file says while the stack that holds it ends."""


class SetUpError(Exception):
    """The stack cannot run; the message is one line that says what to do."""


class State:
    """The folder of one embedded stack, locked for this process.

    Raises:
        SetUpError: another stack runs in the folder, or the folder cannot be written.
    """

    def __init__(self, folder: Path) -> None:
        self.folder = folder.resolve()
        try:
            # Nobody else has a business in it: the databases hold passwords' hashes.
            self.folder.mkdir(mode=0o700, parents=True, exist_ok=True)
            (self.folder / "secrets").mkdir(mode=0o700, exist_ok=True)
            self._lock = (self.folder / "lock").open("a+")
            self._take()
        except OSError as error:
            raise SetUpError(f"{self.folder} cannot be used: {error.strerror}.") from error

    def _take(self) -> None:
        """Take the lock, from a stack that is ending as soon as it has."""
        try:
            fcntl.flock(self._lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError as error:
            self._lock.seek(0)
            if self._lock.read() != ENDING:
                raise SetUpError(
                    f"Another bin/up runs with {self.folder}. Stop it first, or use its console."
                ) from error
            # It takes seconds, and ends by force whatever does not end by itself.
            fcntl.flock(self._lock, fcntl.LOCK_EX)
        self._lock.truncate(0)

    def note_end(self) -> None:
        """Have the next stack wait for this one, which is about to end."""
        self._lock.truncate(0)
        self._lock.write(ENDING)
        self._lock.flush()

    def secret(self, name: str, length: int = 32) -> str:
        """Return the secret of this name, `length` bytes in hex, made at its first use."""
        path = self.secret_path(name)
        if not path.exists():
            self.write_secret(name, secrets.token_hex(length))
        return path.read_text().strip()

    def write_secret(self, name: str, text: str) -> None:
        """Write a file that only the owner can read, whole or not at all."""
        scratch = self.secret_path(f"{name}.new")
        scratch.unlink(missing_ok=True)
        descriptor = os.open(scratch, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        with os.fdopen(descriptor, "w") as file:
            file.write(text)
        scratch.replace(self.secret_path(name))

    def secret_path(self, name: str) -> Path:
        """Return the file of a secret, which need not be there yet."""
        return self.folder / "secrets" / name

    def ports(self, given: Mapping[str, str]) -> dict[str, int]:
        """Return the port of each part that listens, the same at every start.

        Raises:
            SetUpError: a port that was chosen before, or asked for, is taken.
        """
        path = self.folder / "ports.json"
        known: dict[str, int] = json.loads(path.read_text()) if path.exists() else {}
        wanted = _number(given.get(PORT_VARIABLE) or str(PORTS["web"]))
        if wanted and PORT_VARIABLE in given:
            known["web"] = wanted
        for name, port in known.items():
            if not _bind(port):
                raise SetUpError(
                    f"Port {port} ({name}) is taken by another program. Stop that program, or"
                    f" remove {path} to have other ports chosen"
                    f" ({PORT_VARIABLE} sets the console's)."
                )
        for name, first in PORTS.items():
            if name not in known:
                known[name] = _free_port(first if wanted else 0, set(known.values()))
        path.write_text(json.dumps(known, indent=2))
        return known


def _number(text: str) -> int:
    if not text.isdecimal() or int(text) > MAX_PORT:
        raise SetUpError(
            f"{PORT_VARIABLE}={text}: write a port number, 1 to {MAX_PORT}, or 0 for any free ones."
        )
    return int(text)


def _free_port(first: int, taken: set[int]) -> int:
    if not first:
        return _bind(0)
    for port in range(first, MAX_PORT + 1):
        if port not in taken and _bind(port):
            return port
    raise SetUpError("No port is free.")


def _bind(port: int) -> int:
    """Return the port if a server could listen on it now (any free one for 0), else 0."""
    with socket.socket() as probe:
        # As the servers do it: a port whose last connections are still fading away can be had.
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((HOST, port))
        except OSError:
            return 0
        return int(probe.getsockname()[1])
