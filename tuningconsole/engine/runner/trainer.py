"""One training job, from its claim to its final status.

Whatever a killed trainer had done is found in the job's folder: a program that still runs is
watched on, one that ended is finished, one whose host went away is started again. A program is
never started while another attempt of it lives.
"""

import logging
import threading
import time
from collections.abc import Callable
from typing import TypeVar

from django.conf import settings
from django.utils import timezone

from tuningconsole.engine.models import LIVE, LeaseLostError, Metric, TrainingJob
from tuningconsole.engine.runner import curves, launch, machines
from tuningconsole.engine.runner.channels import DataError
from tuningconsole.engine.runner.images import ImageError
from tuningconsole.engine.runner.leases import keeper
from tuningconsole.engine.runner.logs import LogFile
from tuningconsole.engine.runner.process import Exit, Shim, end_leftovers, exit_of
from tuningconsole.engine.runner.usage import Usage
from tuningconsole.engine.runner.workspace import Workspace
from tuningconsole.engine.search import wakeup
from tuningconsole.engine.storage import StorageError, UnreachableError
from tuningconsole.spec.states import TrainingJobStatus

log = logging.getLogger(__name__)

Result = TypeVar("Result")

LOOK_EVERY_S = 0.25
MAX_ATTEMPTS = 3
"""Without a RetryStrategy, which says itself how often a lost program is started again."""
PATIENCE_S = 60.0
"""How long S3 may be away before a training job fails for it."""
INTERNAL_ERROR = "InternalServerError: We encountered an internal error. Please try again."

_AT_A_LIMIT = {
    "OutOfMemory": "a host used more memory than a training may: {memory} bytes",
    "OutOfDisk": "a host wrote more than its volume holds: {volume} bytes",
    "DiskReserve": "the disk of the engine's machine is almost full",
    "TooManyProcesses": "it had more processes than a training may: {processes}",
    "NotFed": "the data of a channel in Pipe mode could not be given",
}
"""What the shim ended a training for (shim.py) -> what the user is told; texts are ours."""

leaving = threading.Event()
"""Set when this trainer is to go: it lets go of its jobs, whose programs run on."""


class _LeavingError(Exception):
    """The trainer goes; the training job stays as it is."""


def train(training_job_id: int) -> None:
    """Look after a training job until it has ended, unless another trainer does."""
    job = TrainingJob.objects.filter(pk=training_job_id).first()
    if job is None or leaving.is_set():
        return
    with keeper.held(job) as is_ours:
        if not is_ours:
            return
        try:
            Trainer(job).run()
        except _LeavingError:
            keeper.drop(job.lease_id)
            job.release()
        except LeaseLostError:
            log.warning("%s: another trainer took it over", job.name)
        else:
            wakeup.notify()


def clear() -> None:
    """Remove the folders that ended training jobs have left, here and now."""
    names = [path.name for path in settings.ENGINE_WORK_DIR.glob("*") if path.is_dir()]
    for job in TrainingJob.objects.filter(name__in=names).exclude(status__in=LIVE):
        Workspace(job).remove()


class Trainer:
    """Takes one claimed training job to its end."""

    def __init__(self, job: TrainingJob) -> None:
        self.job = job
        self.workspace = Workspace(job)
        self.logs = [
            LogFile(job, host.name, self.workspace.log(host)) for host in self.workspace.hosts
        ]
        usage = self.workspace.folder / "usage"
        self.usage = Usage(job.name, usage, self.workspace.limits())
        self._is_told_to_stop = False

    def run(self) -> None:
        """Go on from wherever the job is.

        Raises:
            LeaseLostError: another trainer has the job now.
        """
        folder = self.workspace.folder
        while True:
            ended = exit_of(folder)
            if ended is None and (shim := Shim.find(folder)) is not None:
                ended = self._watch(shim)
            if ended is not None and ended.cause != "Interrupted":
                self._finish(ended)
                return
            # Never started, or its host went away: both begin at the beginning.
            if not self._start():
                return

    def _start(self) -> bool:
        """Start the programs; False when the job has ended instead."""
        job = self.job
        if job.attempts:
            end_leftovers(job, self.workspace.hosts, self.workspace.folder)
        if self._is_over():
            return False
        if job.attempts:
            job.enter("Interrupted", timezone.now())
            job.enter("Starting", timezone.now())
        spent_s = self.workspace.spent_s()
        job.start_attempt(machines.this())
        try:
            self.workspace.prepare()
            job.enter("Downloading", timezone.now(), started_at=job.started_at or timezone.now())
            self._patiently(self.workspace.download)
            self.workspace.write_run(spent_s)
        except ImageError as error:
            return self._end(TrainingJobStatus.FAILED, "Failed", f"ClientError: {error}")
        except (StorageError, DataError, OSError) as error:
            reason = f"ClientError: Data download failed:{error}"
            return self._end(TrainingJobStatus.FAILED, "Failed", reason)
        if self._is_asked_to_stop():
            return self._end(TrainingJobStatus.STOPPED, "Stopped")
        job.enter("Training", timezone.now())
        self.usage.begin()
        self._watch(Shim.start(self.workspace.folder))
        return True

    def _is_over(self) -> bool:
        """Tell whether the job has ended instead of being started."""
        job = self.job
        retries = job.definition.get("RetryStrategy", {}).get("MaximumRetryAttempts")
        most = MAX_ATTEMPTS if retries is None else retries + 1
        if job.status == TrainingJobStatus.STOPPING:
            self._end(TrainingJobStatus.STOPPED, "Stopped")
        elif job.attempts >= most:
            self._end(TrainingJobStatus.FAILED, "Failed", INTERNAL_ERROR)
        elif overdue := launch.overdue(job, self.workspace.spent_s()):
            self._end(TrainingJobStatus.STOPPED, overdue)
        else:
            return False
        return True

    def _patiently(self, transfer: Callable[[], Result]) -> Result:
        """Return what a transfer returns; while S3 does not answer it is tried again.

        Raises:
            StorageError: S3 refuses, or has not answered for PATIENCE_S.
        """
        deadline = time.monotonic() + PATIENCE_S
        while True:
            try:
                return transfer()
            except UnreachableError:
                if time.monotonic() >= deadline:
                    raise
                log.warning("%s: S3 does not answer; next try in a second", self.job.name)
            if leaving.wait(1):
                raise _LeavingError

    def _watch(self, shim: Shim) -> Exit | None:
        """Read the log until the program has ended; pass on a request to stop it."""
        try:
            while not shim.wait(LOOK_EVERY_S):
                if leaving.is_set():
                    raise _LeavingError
                self.workspace.show_attended()
                self._read_logs()
                self._keep_checkpoints()
                self.usage.send()
                if not self._is_told_to_stop and self._is_asked_to_stop():
                    shim.stop()
                    self._is_told_to_stop = True
        finally:
            shim.close()
        return exit_of(self.workspace.folder)

    def _read_logs(self, *, is_whole: bool = False) -> None:
        for log_file in self.logs:
            log_file.read(is_whole=is_whole)

    def _keep_checkpoints(self, *, is_last: bool = False) -> None:
        """Send what is new; what S3 does not take now it is given the next time."""
        try:
            self.workspace.checkpoints.sync(is_last=is_last)
        except (StorageError, OSError) as error:
            log.warning("%s: checkpoints wait: %s", self.job.name, error)

    def _is_asked_to_stop(self) -> bool:
        """Tell whether someone asked for the job's end; the history says so from then on."""
        self.job.refresh_from_db(fields=["status", "secondary_status", "stop_requested_at"])
        if self.job.stop_requested_at is None:
            return False
        self.job.enter("Stopping", timezone.now())
        return True

    def _finish(self, ended: Exit) -> None:
        self._read_logs(is_whole=True)
        self.usage.send()
        curves.send(self.job)
        status, secondary, reason = self._outcome(ended)
        artifact = ""
        if status == TrainingJobStatus.FAILED:
            self._keep_checkpoints(is_last=True)
        else:
            self.job.enter("Uploading", timezone.now())
            try:
                self._patiently(lambda: self.workspace.checkpoints.sync(is_last=True))
                artifact = self._patiently(self.workspace.upload)
            except (StorageError, OSError) as error:
                status, secondary = TrainingJobStatus.FAILED, "Failed"
                reason = f"ClientError: Artifact upload failed:{error}"
        self._end(status, secondary, reason, artifact)

    def _outcome(self, ended: Exit) -> tuple[str, str, str]:
        """Return status, secondary status and failure reason; domain-rules.md 3.6 and 3.7."""
        if ended.cause in _AT_A_LIMIT:
            reason = _AT_A_LIMIT[ended.cause].format(**self.workspace.limits())
            return TrainingJobStatus.FAILED, "Failed", f"ClientError: The training ended: {reason}."
        if ended.cause == "NotIsolated":
            return TrainingJobStatus.FAILED, "Failed", INTERNAL_ERROR
        if ended.cause:
            return TrainingJobStatus.STOPPED, ended.cause, ""
        if ended.code == 0:
            return TrainingJobStatus.COMPLETED, "Completed", ""
        said = self.workspace.failure(ended.host)
        reason = f"AlgorithmError: {said}, exit code: {ended.code}"
        return TrainingJobStatus.FAILED, "Failed", reason

    def _end(self, status: str, secondary: str, reason: str = "", artifact: str = "") -> bool:
        # A failed training job is not evaluated, whatever it printed before.
        value = None if status == TrainingJobStatus.FAILED else self._objective()
        self.job.end(
            status,
            secondary,
            timezone.now(),
            failure_reason=reason[:1024],
            is_retryable_failure=reason == INTERNAL_ERROR,
            artifact=artifact,
            objective_value=value,
            objective_status="Failed" if value is None else "Succeeded",
        )
        self.workspace.remove()
        return False

    def _objective(self) -> float | None:
        """Return the last value of the objective metric that the log gave."""
        name = self.job.definition.get("TuningObjective", {}).get("MetricName")
        rows = Metric.objects.filter(training_job=self.job, name=name).order_by("-id")
        return rows.values_list("value", flat=True).first()
