"""What a training job leaves: its model, its output data, its reason for failing.

The hosts' folders become one; of two files with the same name the first host's is taken.
Source: domain-rules.md 3.7; OutputDataConfig in the service model.
"""

import os
import stat
import tarfile
from collections.abc import Iterator
from pathlib import Path

from tuningconsole.engine import storage

MAX_REASON = 1024
FOLDERS = {"model": "model", "output": "output/data"}
"""Archive's name -> folder below /opt/ml."""
UNCOMPRESSED = {"model": "model", "output": "data"}


def upload(roots: list[Path], target: str, scratch: Path, *, is_compressed: bool) -> str:
    """Put model and output data to S3, each if there is something; return where the model is.

    Args:
        roots: each host's /opt/ml.
        target: the URI that the names are put below, with its slash.
        scratch: a folder for archives.
        is_compressed: as archives, not as single files.

    Raises:
        storage.StorageError: S3 did not take them.
    """
    artifact = ""
    for name, below in FOLDERS.items():
        folders = [root / below for root in roots if _has_something(root / below)]
        if not folders:
            continue
        if is_compressed:
            uri = f"{target}{name}.tar.gz"
            storage.upload(_packed(folders, scratch / f"{name}.tar.gz"), uri)
        else:
            uri = f"{target}{UNCOMPRESSED[name]}/"
            for path, key in _files(folders):
                storage.upload(path, uri + key)
        artifact = uri if name == "model" else artifact
    return artifact


def failure(ml: Path) -> str:
    """Return what a program left in output/failure, cut to what Describe can say."""
    path = ml / "output/failure"
    try:
        # A pipe would never end.
        if not stat.S_ISREG(path.lstat().st_mode):
            return ""
        with path.open(errors="replace") as file:
            return file.read(MAX_REASON).replace("\0", "")
    except OSError:
        return ""


def _has_something(folder: Path) -> bool:
    # The program may have put anything in its place; a link would lead out of it.
    return not folder.is_symlink() and folder.is_dir() and any(folder.iterdir())


def _packed(folders: list[Path], archive: Path) -> Path:
    names: set[str] = set()
    with tarfile.open(archive, "w:gz", compresslevel=6) as tar:
        for folder in folders:
            for path in _entries(folder):
                name = str(path.relative_to(folder))
                if name not in names:
                    names.add(name)
                    tar.add(path, arcname=name, recursive=False)
    return archive


def _entries(folder: Path) -> Iterator[Path]:
    """Yield all that is below the folder; links are not followed."""
    for below, folders, files in os.walk(folder):
        folders.sort()
        yield from (Path(below) / name for name in (*folders, *sorted(files)))


def _files(folders: list[Path]) -> Iterator[tuple[Path, str]]:
    """Yield regular files and their names, each name once."""
    names: set[str] = set()
    for folder in folders:
        for path in _entries(folder):
            name = str(path.relative_to(folder))
            if name not in names and stat.S_ISREG(path.lstat().st_mode):
                names.add(name)
                yield path, name
