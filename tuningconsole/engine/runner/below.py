"""Files below /opt/ml as the program left them, opened so that no link leads out.

A program in its sandbox can put a link in place of any file and folder, at any moment: whoever
looks from outside would follow it to what the engine's user can read. So every step is taken from
an open folder, and none over a link.
"""

import os
import stat
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import BinaryIO

_FOLDER = os.O_RDONLY | os.O_DIRECTORY | os.O_NOFOLLOW | os.O_CLOEXEC
# A pipe would never open otherwise.
_FILE = os.O_RDONLY | os.O_NONBLOCK | os.O_NOFOLLOW | os.O_CLOEXEC


def files(root: Path, folder: str) -> Iterator[tuple[str, os.stat_result]]:
    """Yield the regular files of a folder below the root, by name in it; nothing for a link."""
    try:
        with _opened(root, folder) as top:
            for path, folders, names, at in os.fwalk(".", dir_fd=top):
                folders.sort()
                for name in sorted(names):
                    try:
                        found = os.stat(name, dir_fd=at, follow_symlinks=False)
                    except FileNotFoundError:
                        continue
                    if stat.S_ISREG(found.st_mode):
                        yield os.path.normpath(f"{path}/{name}"), found
    except OSError:
        return


@contextmanager
def opened(root: Path, path: str) -> Iterator[BinaryIO]:
    """Open a regular file below the root.

    Raises:
        OSError: there is none, or a link is on the way.
    """
    folder, _, name = path.rpartition("/")
    with _opened(root, folder) as at:
        descriptor = os.open(name, _FILE, dir_fd=at)
    with os.fdopen(descriptor, "rb") as file:
        if not stat.S_ISREG(os.fstat(descriptor).st_mode):
            raise OSError(f"{path} is no regular file.")
        yield file


def is_plain(root: Path, folder: str) -> bool:
    """Tell whether a folder is there, and no link on the way to it."""
    try:
        with _opened(root, folder):
            return True
    except OSError:
        return False


@contextmanager
def _opened(root: Path, folder: str) -> Iterator[int]:
    descriptor = os.open(root, os.O_RDONLY | os.O_DIRECTORY | os.O_CLOEXEC)
    try:
        for part in Path(folder).parts:
            inner = os.open(part, _FOLDER, dir_fd=descriptor)
            os.close(descriptor)
            descriptor = inner
        yield descriptor
    finally:
        os.close(descriptor)
