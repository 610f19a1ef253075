"""Training images of a container runtime: podman or docker, whichever answers first.

An image is used as the machine has it: nothing is pulled. Further arguments of `run` come from
ENGINE_CONTAINER_ARGUMENTS.
"""

import hashlib
import os
import shlex
import shutil
from collections.abc import Mapping, Sequence
from functools import cache
from pathlib import Path

from django.conf import settings

from tuningconsole.engine.runner.commands import succeeds

RUNTIMES = ("podman", "docker")
OWN_VARIABLES = ("XDG_RUNTIME_DIR", "DOCKER_HOST", "DOCKER_CONFIG", "CONTAINER_HOST")


@cache
def runtime() -> str:
    """Return the path of the runtime, "" where none answers; looked for once a process."""
    for name in RUNTIMES:
        path = shutil.which(name)
        if path and succeeds(path, "info"):
            return path
    return ""


def has_image(path: str, image: str) -> bool:
    """Tell whether the runtime has the image on this machine."""
    return not image.startswith("-") and succeeds(path, "image", "inspect", image)


def name(folder: Path) -> str:
    """Return the container's name for a host's folder; no other engine of this machine has it."""
    digest = hashlib.sha256(str(folder).encode()).hexdigest()[:12]
    return f"{folder.parent.name}-{folder.name}-{digest}"


def variables() -> dict[str, str]:
    """Return what the runtime needs of the engine's environment: its tools, its service."""
    found = {key: os.environ[key] for key in OWN_VARIABLES if key in os.environ}
    return found | {"PATH": f"{settings.ENGINE_PROGRAM_PATH}:/usr/local/sbin:/usr/sbin:/sbin"}


def command(
    path: str, image: str, folder: Path, variables: Mapping[str, str], network: Sequence[str]
) -> list[str]:
    """Return the command that runs a host's program in the foreground.

    Args:
        path: the runtime's.
        image: the training image.
        folder: the host's; `ml` in it is /opt/ml.
        variables: all that the program's environment has beside the image's own.
        network: arguments about it.
    """
    given = [item for key, value in variables.items() for item in ("--env", f"{key}={value}")]
    return [
        *(path, "run", "--rm", "--name", name(folder), "--hostname", folder.name),
        *("--volume", f"{folder / 'ml'}:/opt/ml", "--security-opt", "no-new-privileges"),
        *(
            "--memory",
            f"{settings.ENGINE_MEMORY_MB}m",
            "--pids-limit",
            str(settings.ENGINE_PROCESSES),
        ),
        *network,
        *given,
        *shlex.split(settings.ENGINE_CONTAINER_ARGUMENTS),
        *(image, "train"),
    ]


def removal(path: str, folder: Path) -> list[str]:
    """Return the command that ends a host's container, if there is one."""
    return [path, "rm", "--force", name(folder)]


def remove(path: str, folder: Path) -> None:
    """End a host's container, if there is one."""
    succeeds(path, *removal(path, folder)[1:])
