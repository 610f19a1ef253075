"""What a training job leaves: its model, its output data, its reason for failing.

The hosts' folders become one; of two files with the same name the first host's is taken.
Source: domain-rules.md 3.7; OutputDataConfig in the service model.
"""

import os
import tarfile
from collections.abc import Iterator
from pathlib import Path

from tuningconsole.engine import storage
from tuningconsole.engine.runner import below

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
    for name, folder in FOLDERS.items():
        found = [root for root in roots if _has_something(root, folder)]
        if not found:
            continue
        if is_compressed:
            uri = f"{target}{name}.tar.gz"
            storage.upload(_packed(found, folder, scratch / f"{name}.tar.gz"), uri)
        else:
            uri = f"{target}{UNCOMPRESSED[name]}/"
            _send(found, folder, uri)
        artifact = uri if name == "model" else artifact
    return artifact


def failure(ml: Path) -> str:
    """Return what a program left in output/failure, cut to what Describe can say."""
    try:
        with below.opened(ml, "output/failure") as file:
            # A character takes four bytes at most.
            text = file.read(MAX_REASON * 4).decode(errors="replace")
    except OSError:
        return ""
    return text[:MAX_REASON].replace("\0", "")


def _has_something(root: Path, folder: str) -> bool:
    return below.is_plain(root, folder) and any((root / folder).iterdir())


def _packed(roots: list[Path], folder: str, archive: Path) -> Path:
    """Return the archive of all that is in the folders; links are in it as links."""
    names: set[str] = set()
    with tarfile.open(archive, "w:gz", compresslevel=6) as tar:
        for root in roots:
            for path in _entries(root / folder):
                name = str(path.relative_to(root / folder))
                if name not in names:
                    names.add(name)
                    tar.add(path, arcname=name, recursive=False)
    return archive


def _entries(folder: Path) -> Iterator[Path]:
    """Yield all that is below the folder; links are not followed."""
    for path, folders, files in os.walk(folder):
        folders.sort()
        yield from (Path(path) / name for name in (*folders, *sorted(files)))


def _send(roots: list[Path], folder: str, uri: str) -> None:
    """Upload the regular files of the folders, each name once."""
    names: set[str] = set()
    for root in roots:
        for name, _ in below.files(root, folder):
            if name not in names:
                names.add(name)
                with below.opened(root, f"{folder}/{name}") as file:
                    storage.upload_open(file, uri + name)
