"""Training images: programs in folders, else images of a container runtime.

A program is `train` in a folder of ENGINE_IMAGE_DIRS; the folder's name is the image's, without
registry, tag and digest. A folder may name a virtual environment of its own in the file
`.environment` (registering.py puts it there).
"""

from dataclasses import dataclass
from pathlib import Path

from django.conf import settings

from tuningconsole.engine.runner import containers

ENVIRONMENT = ".environment"


class ImageError(Exception):
    """The training image is not one that this engine has."""


@dataclass(frozen=True, slots=True)
class Program:
    """A program image.

    Attributes:
        path: what is run, with the argument `train`.
        shelf: the folder of images that it is in.
        environment: its own virtual environment; None when it uses the engine's.
    """

    path: Path
    shelf: Path
    environment: Path | None


@dataclass(frozen=True, slots=True)
class Container:
    """An image of a container runtime, by the name that the request gave it."""

    name: str
    runtime: str


def find(image: str) -> Program | Container:
    """Return what a training image names.

    Raises:
        ImageError: no folder has it, nor a container runtime.
    """
    name = name_of(image)
    for shelf in settings.ENGINE_IMAGE_DIRS:
        program = shelf / name / "train"
        if name not in ("", ".", "..") and program.is_file():
            return Program(program, shelf, _environment(program.parent))
    if (runtime := containers.runtime()) and containers.has_image(runtime, image):
        return Container(image, runtime)
    raise ImageError(f"The training image {image} is not registered with this engine.")


def name_of(image: str) -> str:
    """Return a training image's name without registry, tag and digest."""
    return image.rpartition("/")[2].partition("@")[0].partition(":")[0]


def _environment(folder: Path) -> Path | None:
    path = folder / ENVIRONMENT
    return Path(path.read_text().strip()) if path.is_file() else None
