"""Program images of one's own: a folder is copied, its requirements get an environment of theirs.

    <state>/images/<name>/            a copy of the folder, `train` in it, as images.py finds it
    <state>/environments/<name>-<digest>/     made once for the text of a requirements.txt

The environment sees no packages but those the file names, whatever the engine itself uses: what
trains here trains elsewhere. A folder without the file runs in the engine's environment, which has
NumPy and scikit-learn.
"""

import hashlib
import os
import re
import shutil
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path

from django.conf import settings

from tuningconsole.engine.runner.images import ENVIRONMENT

NAME = re.compile(r"[a-z0-9](?:[a-z0-9._-]{0,126}[a-z0-9])?")
NOT_COPIED = (".git", ".venv", "__pycache__", ENVIRONMENT)
WHOLE = ".whole"


class RegistrationError(Exception):
    """The folder cannot be an image; the message says what to do."""


@dataclass(frozen=True, slots=True)
class Image:
    """A registered image: its name, and what it is."""

    name: str
    kind: str


def add(source: Path, name: str = "") -> str:
    """Register a folder, in place of one registered before; return the image's name.

    Raises:
        RegistrationError: it cannot be one; what was registered before stays.
    """
    folder = source.resolve()
    name = name or folder.name.lower()
    _check(folder, name)
    environment = _environment(folder, name)
    shelf = _shelf()
    shelf.mkdir(parents=True, exist_ok=True)
    scratch, old = shelf / f".{name}.new", shelf / f".{name}.old"
    for path in (scratch, old):
        shutil.rmtree(path, ignore_errors=True)
    shutil.copytree(folder, scratch, ignore=shutil.ignore_patterns(*NOT_COPIED), symlinks=True)
    if environment:
        (scratch / ENVIRONMENT).write_text(str(environment))
    if (shelf / name).exists():
        (shelf / name).rename(old)
    scratch.rename(shelf / name)
    shutil.rmtree(old, ignore_errors=True)
    return name


def registered() -> list[Image]:
    """Return the images by name, samples too."""
    found = {}
    for shelf in reversed(settings.ENGINE_IMAGE_DIRS):
        for program in shelf.glob("[!.]*/train"):
            kind = "sample" if shelf != _shelf() else "of your own"
            has_own = (program.parent / ENVIRONMENT).exists()
            found[program.parent.name] = kind + (", with its own environment" if has_own else "")
    return [Image(name, kind) for name, kind in sorted(found.items())]


def remove(name: str) -> None:
    """Forget an image, and its environments.

    Raises:
        RegistrationError: there is none of this name.
    """
    folder = _shelf() / name
    if not NAME.fullmatch(name) or not folder.is_dir():
        raise RegistrationError(f"There is no image of your own named {name}. See: bin/image list")
    shutil.rmtree(folder)
    for environment in _environments().glob(f"{name}-*"):
        if re.fullmatch(r"[0-9a-f]{12}", environment.name.removeprefix(f"{name}-")):
            shutil.rmtree(environment)


def _check(folder: Path, name: str) -> None:
    program = folder / "train"
    if not program.is_file():
        raise RegistrationError(f"{folder} has no program named train. Add one, then try again.")
    if not os.access(program, os.X_OK):
        raise RegistrationError(f"{program} cannot be run. Make it executable: chmod +x {program}")
    if not NAME.fullmatch(name):
        raise RegistrationError(
            f"An image cannot be named {name}. Give it a name with --name: lower-case letters,"
            " digits, dots, hyphens, underscores."
        )
    if any((shelf / name).exists() for shelf in settings.ENGINE_IMAGE_DIRS if shelf != _shelf()):
        raise RegistrationError(f"{name} is a sample's name. Choose another one with --name.")


def _environment(folder: Path, name: str) -> Path | None:
    """Return the environment of the folder's requirements, made if there is none yet."""
    requirements = folder / "requirements.txt"
    if not requirements.is_file():
        return None
    seed = requirements.read_bytes() + sys.version.encode()
    path = _environments() / f"{name}-{hashlib.sha256(seed).hexdigest()[:12]}"
    if (path / WHOLE).exists():
        return path
    shutil.rmtree(path, ignore_errors=True)
    for command in (
        [sys.executable, "-m", "venv", str(path)],
        [str(path / "bin/python"), "-m", "pip", "install", "--no-input", "-r", str(requirements)],
    ):
        if subprocess.run(command, cwd=folder, env=_plain(), check=False).returncode:
            shutil.rmtree(path, ignore_errors=True)
            raise RegistrationError(
                "The requirements could not be installed; the lines above say why. Nothing was"
                " registered."
            )
    (path / WHOLE).touch()
    return path


def _plain() -> dict[str, str]:
    """Return the caller's environment without what sends Python and pip elsewhere."""
    astray = ("PYTHONPATH", "PYTHONHOME", "PIP_TARGET", "PIP_PREFIX", "PIP_USER")
    return {name: value for name, value in os.environ.items() if name not in astray}


def _shelf() -> Path:
    found: Path = settings.ENGINE_IMAGE_DIRS[-1]
    return found


def _environments() -> Path:
    return _shelf().parent / "environments"
