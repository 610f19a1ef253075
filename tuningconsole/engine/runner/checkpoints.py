"""Checkpoints: each host's folder goes to S3 as it grows, and comes back before a new attempt.

Sources: domain-rules.md 3.7; CheckpointConfig in the service model. A tuning job's training jobs
share one S3 location in its definition; each keeps its own under its name there, or they would
take up each other's work.
"""

import os
import stat
import time
from collections.abc import Iterator
from pathlib import Path

from tuningconsole.engine import storage
from tuningconsole.engine.models import TrainingJob

SYNC_EVERY_S = 2.0
_Seen = tuple[int, int]


def location(job: TrainingJob) -> str:
    """Return where the job's checkpoints are on S3, with the slash; "" when it keeps none."""
    config = job.definition.get("CheckpointConfig")
    if not config:
        return ""
    base = str(config["S3Uri"]).rstrip("/")
    is_tuned = bool(job.tuning_job_id or job.tuning_job_arn)
    return f"{base}/{job.name}/" if is_tuned else f"{base}/"


class Checkpoints:
    """The checkpoint folders of one training job's hosts."""

    def __init__(self, uri: str, folders: list[Path]) -> None:
        self._uri = uri
        self._folders = folders
        self._sent: dict[Path, _Seen] = {}
        self._seen: dict[Path, _Seen] = {}
        self._due = 0.0

    def restore(self) -> None:
        """Fetch what was kept, for every host.

        Raises:
            storage.StorageError: S3 did not give it.
        """
        if not self._uri:
            return
        prefix = storage.locate(self._uri).key
        for at in storage.keys(self._uri):
            for folder in self._folders:
                path = (folder / at.key.removeprefix(prefix)).resolve()
                if path.is_relative_to(folder.resolve()):
                    storage.fetch(at, path)
        self._sent = dict(self._found())

    def sync(self, *, is_last: bool = False) -> None:
        """Send what has changed; while the program runs, only files that rest since the last look.

        Raises:
            storage.StorageError: S3 did not take it.
        """
        if not self._uri or (time.monotonic() < self._due and not is_last):
            return
        self._due = time.monotonic() + SYNC_EVERY_S
        found = dict(self._found())
        for path, state in found.items():
            rests = is_last or self._seen.get(path) == state
            if rests and self._sent.get(path) != state:
                storage.upload(path, self._uri + self._name(path))
                self._sent[path] = state
        self._seen = found

    def _found(self) -> Iterator[tuple[Path, _Seen]]:
        """Yield the regular files of all hosts, and what changes when they do."""
        for folder in self._folders:
            for below, _, files in os.walk(folder):
                for path in (Path(below) / file for file in files):
                    try:
                        found = path.lstat()
                    except FileNotFoundError:
                        continue
                    if stat.S_ISREG(found.st_mode):
                        yield path, (found.st_mtime_ns, found.st_size)

    def _name(self, path: Path) -> str:
        [folder] = [item for item in self._folders if path.is_relative_to(item)]
        return str(path.relative_to(folder))
