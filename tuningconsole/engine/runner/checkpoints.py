"""Checkpoints: each host's folder goes to S3 as it grows, and comes back before a new attempt.

Sources: domain-rules.md 3.7; CheckpointConfig in the service model. A tuning job's training jobs
share one S3 location in its definition; each keeps its own under its name there, or they would
take up each other's work.
"""

import time
from collections.abc import Iterator
from pathlib import Path

from tuningconsole.engine import storage
from tuningconsole.engine.models import TrainingJob
from tuningconsole.engine.runner import below

SYNC_EVERY_S = 2.0
_File = tuple[Path, str]
_State = tuple[int, int]


def location(job: TrainingJob) -> str:
    """Return where the job's checkpoints are on S3, with the slash; "" when it keeps none."""
    config = job.definition.get("CheckpointConfig")
    if not config:
        return ""
    base = str(config["S3Uri"]).rstrip("/")
    is_tuned = bool(job.tuning_job_id or job.tuning_job_arn)
    return f"{base}/{job.name}/" if is_tuned else f"{base}/"


class Checkpoints:
    """The checkpoint folders of one training job's hosts.

    Attributes:
        folder: below each host's /opt/ml.
    """

    def __init__(self, uri: str, roots: list[Path], folder: str) -> None:
        self.folder = folder
        self._uri = uri
        self._roots = roots
        self._sent: dict[_File, _State] = {}
        self._seen: dict[_File, _State] = {}
        self._due = 0.0

    def restore(self) -> None:
        """Fetch what was kept, for every host, into folders that nobody has touched yet.

        Raises:
            storage.StorageError: S3 did not give it.
        """
        if not self._uri:
            return
        prefix = storage.locate(self._uri).key
        for at in storage.keys(self._uri):
            for root in self._roots:
                folder = (root / self.folder).resolve()
                path = (folder / at.key.removeprefix(prefix)).resolve()
                if path.is_relative_to(folder):
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
        for file, state in found.items():
            rests = is_last or self._seen.get(file) == state
            if rests and self._sent.get(file) != state:
                root, name = file
                with below.opened(root, f"{self.folder}/{name}") as opened:
                    storage.upload_open(opened, self._uri + name)
                self._sent[file] = state
        self._seen = found

    def _found(self) -> Iterator[tuple[_File, _State]]:
        """Yield the regular files of all hosts, and what changes when they do."""
        for root in self._roots:
            for name, found in below.files(root, self.folder):
                yield (root, name), (found.st_mtime_ns, found.st_size)
