"""A training program's log file, read as it grows: lines to CloudWatch Logs, numbers to metrics."""

from pathlib import Path

from django.utils import timezone

from tuningconsole.engine import resources
from tuningconsole.engine.models import LogEvent, Metric, TrainingJob
from tuningconsole.spec.metrics import MAX_LINE, Scanner, lines

MAX_CHUNK = 1_048_576


class LogFile:
    """The log of one host of a training job; how far it was read is in the row."""

    def __init__(self, job: TrainingJob, host: str, path: Path) -> None:
        self._job = job
        self._host = host
        self._path = path
        self._stream = resources.log_stream(job.name, host, job.created_at)
        self._scanner = Scanner(
            job.definition["AlgorithmSpecification"].get("MetricDefinitions", ())
        )

    def read(self, *, is_whole: bool = False) -> None:
        """Take in what is new, a last line without its end only when the log is whole.

        Raises:
            LeaseLostError: another trainer has the job now.
        """
        while (chunk := self._chunk()) and (taken := _complete(chunk, is_whole=is_whole)):
            self._take(chunk[:taken])

    def _chunk(self) -> bytes:
        try:
            with self._path.open("rb") as file:
                file.seek(self._offset)
                return file.read(MAX_CHUNK)
        except FileNotFoundError:
            return b""

    def _take(self, chunk: bytes) -> None:
        now = timezone.now()
        found = [line for line in lines(chunk.decode(errors="replace")) if line]
        events = [LogEvent(stream=self._stream, at=now, message=line) for line in found]
        metrics = [
            Metric(training_job=self._job, name=name, value=value, at=now)
            for line in found
            for name, value in self._scanner.values(line)
        ]
        self._job.record_log(self._host, self._offset + len(chunk), events, metrics)

    @property
    def _offset(self) -> int:
        return int(self._job.log_offsets.get(self._host, 0))


def _complete(chunk: bytes, *, is_whole: bool) -> int:
    """Return how many bytes of the chunk can be taken now."""
    if is_whole or len(chunk) >= MAX_LINE:
        return chunk.rfind(b"\n") + 1 or len(chunk)
    return chunk.rfind(b"\n") + 1
