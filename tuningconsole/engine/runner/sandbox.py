"""What keeps a training program apart: bubblewrap where it works, and a network of its own.

In the sandbox a program sees /opt/ml, /tmp, the system and the images read-only, no other process,
and nothing else of the machine: no state, no secrets. Without it a program runs as the engine's
user with limits only, and docs/howto/add-a-training-image.md says what that means.
"""

import shutil
import sys
from collections.abc import Iterable, Mapping
from functools import cache
from pathlib import Path

from django.conf import settings

from tuningconsole.engine.runner.commands import succeeds
from tuningconsole.engine.runner.process import ROOT

SYSTEM = (
    *("/usr", "/bin", "/sbin", "/lib", "/lib32", "/lib64"),
    *("/etc/ssl", "/etc/ld.so.cache", "/etc/passwd", "/etc/group", "/etc/nsswitch.conf"),
    *("/etc/resolv.conf", "/etc/localtime", "/etc/alternatives", "/etc/mime.types"),
)
"""Of /etc only what programs look for: as root's, a program could read all of it."""
_ISOLATE = """
import sys
sys.path.insert(0, sys.argv[1])
from tuningconsole.engine.runner.isolation import isolate
isolate()
"""


@cache
def bubblewrap() -> str:
    """Return bubblewrap's path, "" where there is none that works; tried once a process."""
    path = shutil.which("bwrap") or ""
    if not settings.ENGINE_SANDBOX or not path:
        return ""
    return path if succeeds(path, *_apart(), *_mounts([]), "--", sys.executable, "-c", "") else ""


@cache
def can_isolate_network() -> bool:
    """Tell whether this machine lets a program have no network; tried once a process."""
    return succeeds(sys.executable, "-I", "-S", "-c", _ISOLATE, str(ROOT))


def command(
    program: Path, folder: Path, names: Path, readable: Iterable[Path], env: Mapping[str, str]
) -> list[str]:
    """Return the command that runs a program in the sandbox.

    Args:
        program: what is run, with the argument `train`.
        folder: its host's; `ml` in it becomes /opt/ml, `tmp` /tmp and `shm` /dev/shm.
        names: what becomes /etc/hosts.
        readable: further folders that it may read.
        env: its environment, all of it; none of it is bubblewrap's, whom it could lead astray.
    """
    given = [item for name, value in env.items() for item in ("--setenv", name, value)]
    return [
        *(bubblewrap(), *_apart(), "--hostname", folder.name),
        # First, because images may lie below /tmp.
        *("--bind", str(folder / "ml"), "/opt/ml", "--bind", str(folder / "tmp"), "/tmp"),  # noqa: S108
        *_mounts(readable),
        *("--bind", str(folder / "shm"), "/dev/shm"),  # noqa: S108
        *("--ro-bind", str(names), "/etc/hosts"),
        # Else both take files, which are memory that nobody counts.
        *("--remount-ro", "/dev", "--remount-ro", "/"),
        *("--chdir", "/opt/ml", "--clearenv", *given, "--", str(program), "train"),
    ]


def _apart() -> list[str]:
    return [
        *("--die-with-parent", "--unshare-user-try", "--unshare-ipc", "--unshare-pid"),
        *("--unshare-uts", "--unshare-cgroup-try", "--cap-drop", "ALL"),
    ]


def _mounts(readable: Iterable[Path]) -> list[str]:
    interpreter = {Path(sys.prefix), Path(sys.base_prefix), Path(sys.executable).resolve().parent}
    seen = [*SYSTEM, *(str(path) for path in (*sorted(interpreter), *readable))]
    return [
        *(item for path in seen for item in ("--ro-bind-try", path, path)),
        *("--proc", "/proc", "--dev", "/dev"),
    ]
