"""SageMaker's tuning jobs as its wire shows them, with every fault that a test asks for.

It is no engine: jobs end by the clock. What it is for: it counts calls, remembers every job that it
ever accepted, and can break at any point before and after it has done what it was asked to.
"""

import json
import re
import socket
import struct
import threading
import time
from collections import Counter, defaultdict
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass, field
from enum import StrEnum
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

ACCOUNT = "111122223333"
NAME = "HyperParameterTuningJobName"
_REGION = re.compile(r"Credential=[^/]+/\d+/([^/]+)/")
_NO_TRAINING_JOBS = dict.fromkeys(
    ("Completed", "InProgress", "RetryableError", "NonRetryableError", "Stopped"), 0
)


class Refusal(Exception):  # noqa: N818  It is an answer.
    """An answer of 400."""

    def __init__(self, code: str, message: str) -> None:
        super().__init__(message)
        self.code = code


@dataclass
class Job:
    """A tuning job: it runs for `life_s`, or until it was stopped.

    Attributes:
        hidden_until: Describe and lists do not show it before, as AWS's may lag.
        stops: when each StopHyperParameterTuningJob came.
    """

    region: str
    request: dict[str, Any]
    created: float
    life_s: float
    ending: str = "Completed"
    hidden_until: float = 0.0
    stops: list[float] = field(default_factory=list)
    changed: float = 0.0
    counters: dict[str, int] = field(default_factory=lambda: dict(_NO_TRAINING_JOBS))

    @property
    def name(self) -> str:
        return str(self.request[NAME])

    @property
    def arn(self) -> str:
        return f"arn:aws:sagemaker:{self.region}:{ACCOUNT}:hyper-parameter-tuning-job/{self.name}"

    @property
    def tags(self) -> dict[str, str]:
        return {tag["Key"]: tag["Value"] for tag in self.request.get("Tags", ())}

    def status(self, now: float) -> str:
        if self.stops and self.stops[0] <= self.created + self.life_s:
            return "Stopping" if now < self.stops[0] + STOPPING_S else "Stopped"
        return "InProgress" if now < self.created + self.life_s else self.ending

    def summary(self, now: float) -> dict[str, Any]:
        status = self.status(now)
        ended = min([self.created + self.life_s, *(stop + STOPPING_S for stop in self.stops[:1])])
        modified = max([self.created, self.changed, *(m for m in (*self.stops[:1],) if m <= now)])
        found: dict[str, Any] = {
            NAME: self.name,
            "HyperParameterTuningJobArn": self.arn,
            "HyperParameterTuningJobStatus": status,
            "Strategy": self.request["HyperParameterTuningJobConfig"]["Strategy"],
            "CreationTime": self.created,
            "LastModifiedTime": modified,
            "TrainingJobStatusCounters": self.counters,
            "ObjectiveStatusCounters": {"Succeeded": 0, "Pending": 0, "Failed": 0},
            "ResourceLimits": self.request["HyperParameterTuningJobConfig"]["ResourceLimits"],
        }
        if status in {"Completed", "Failed", "Stopped"}:
            found |= {"HyperParameterTuningEndTime": ended, "LastModifiedTime": ended}
        return found


STOPPING_S = 2.0


class SageMaker:
    """The state: jobs, and what was asked for.

    Attributes:
        jobs: Region -> name in lower case -> job.
        accepted: every job that was ever created through the API, deleted ones too.
        calls: (operation, Region) -> how often it was asked for, refused or not.
        journal: where every executed Create and Stop is written before it is answered.
    """

    def __init__(
        self,
        journal: Path | None = None,
        clock: Callable[[], float] = time.time,
        make: Callable[..., Job] = Job,
    ) -> None:
        self.jobs: defaultdict[str, dict[str, Job]] = defaultdict(dict)
        self.calls: Counter[tuple[str, str]] = Counter()
        self.clock = clock
        self.accepted: list[Job] = []
        self._make = make
        self._journal = journal
        self._lock = threading.Lock()

    def answer(self, operation: str, region: str, given: dict[str, Any]) -> dict[str, Any]:
        """Execute a request; raises Refusal."""
        method = getattr(self, f"_{operation}", None)
        if method is None:
            raise Refusal("AccessDeniedException", f"{operation} is not allowed.")
        with self._lock:
            return dict(method(region, given))

    def _CreateHyperParameterTuningJob(self, region: str, given: dict[str, Any]) -> dict[str, Any]:  # noqa: N802  AWS's name.
        jobs, key = self.jobs[region], given[NAME].lower()
        if key in jobs:
            raise Refusal("ResourceInUse", f"{given[NAME]} already exists. Choose another name.")
        job = self._make(region, given, self.clock(), 1e9)
        self._write("create", job)
        jobs[key] = job
        self.accepted.append(job)
        return {"HyperParameterTuningJobArn": job.arn}

    def _DescribeHyperParameterTuningJob(  # noqa: N802
        self, region: str, given: dict[str, Any]
    ) -> dict[str, Any]:
        job = self._find(region, given)
        asked = {name: value for name, value in job.request.items() if name != "Tags"}
        found = job.summary(self.clock())
        del found["Strategy"], found["ResourceLimits"]
        return asked | found

    def _StopHyperParameterTuningJob(self, region: str, given: dict[str, Any]) -> dict[str, Any]:  # noqa: N802
        job, now = self._find(region, given), self.clock()
        if job.status(now) != "InProgress":
            raise Refusal("ValidationException", "The request was rejected: it runs no more.")
        self._write("stop", job)
        job.stops.append(now)
        return {}

    def _ListTags(self, _: str, given: dict[str, Any]) -> dict[str, Any]:  # noqa: N802
        _, _, _, region, _, path = given["ResourceArn"].split(":")
        tags = self.jobs[region][path.partition("/")[2].lower()].tags
        return {"Tags": [{"Key": key, "Value": value} for key, value in tags.items()]}

    def _ListTrainingJobsForHyperParameterTuningJob(self, *_: Any) -> dict[str, Any]:  # noqa: N802
        return {"TrainingJobSummaries": []}

    def _ListHyperParameterTuningJobs(self, region: str, given: dict[str, Any]) -> dict[str, Any]:  # noqa: N802
        now = self.clock()
        found = [
            job
            for job in self.jobs[region].values()
            if job.hidden_until <= now
            and given.get("StatusEquals", job.status(now)) == job.status(now)
            and job.created > float(given.get("CreationTimeAfter", 0))
        ]
        found.sort(key=lambda job: job.created, reverse=given.get("SortOrder") == "Descending")
        first, most = int(given.get("NextToken", 0)), given.get("MaxResults", 10)
        answer: dict[str, Any] = {
            "HyperParameterTuningJobSummaries": [
                job.summary(now) for job in found[first : first + most]
            ]
        }
        if first + most < len(found):
            answer["NextToken"] = str(first + most)
        return answer

    def _find(self, region: str, given: dict[str, Any]) -> Job:
        job = self.jobs[region].get(given[NAME].lower())
        if job is None or job.hidden_until > self.clock():
            raise Refusal("ResourceNotFound", "Amazon SageMaker can't find a tuning job.")
        return job

    def _write(self, what: str, job: Job) -> None:
        if self._journal:
            with self._journal.open("a") as lines:
                lines.write(json.dumps({"at": self.clock(), what: job.name, **job.tags}) + "\n")


class Fault(StrEnum):
    """What happens to a request."""

    NONE = ""
    DROPPED = "the connection is reset before the request is read"
    LOST = "it is executed, then the connection is reset"
    LATE = "the connection is reset, and it is executed some seconds later"
    SLOW = "it is executed, and answered after a second"
    SILENT = "it is executed, and never answered"
    THROTTLED = "it is refused with ThrottlingException"
    FAILED = "it is not executed, and answered with 500"
    FAILED_AFTER = "it is executed, and answered with 500"


SILENCE_S, LATE_S, SLOW_S = 40.0, 8.0, 1.0
Choose = Callable[[str, str, dict[str, Any]], Fault]


def serve(sagemaker: SageMaker, choose: Choose = lambda *_: Fault.NONE) -> ThreadingHTTPServer:
    """Serve it on a free port of loopback in threads of this process; shutdown() ends that.

    `choose` is asked for every request: operation, Region, members.
    """

    class Handler(_Handler):
        state = sagemaker
        fault = staticmethod(choose)

    server = _Server(("127.0.0.1", 0), Handler)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    return server


class _Server(ThreadingHTTPServer):
    daemon_threads = True
    request_queue_size = 128

    def handle_error(self, *_: Any) -> None:
        """Say nothing: whoever asked was killed."""


class _Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    disable_nagle_algorithm = True
    state: SageMaker
    fault: Choose

    def do_POST(self) -> None:
        given = json.loads(self.rfile.read(int(self.headers["Content-Length"])) or "{}")
        operation = self.headers["X-Amz-Target"].rpartition(".")[2]
        signed = _REGION.search(self.headers.get("Authorization", ""))
        region = signed[1] if signed else ""
        self.state.calls[operation, region] += 1
        match self.fault(operation, region, given):
            case Fault.DROPPED:
                self._reset()
            case Fault.LATE:
                threading.Timer(LATE_S, self._executed, (operation, region, given)).start()
                self._reset()
            case Fault.THROTTLED:
                self._say(400, {"__type": "ThrottlingException", "message": "Rate exceeded"})
            case Fault.FAILED:
                self._say(500, {"__type": "InternalFailure", "message": "Try again."})
            case fault:
                self._after(fault, *self._executed(operation, region, given))

    def _after(self, fault: Fault, status: int, answer: dict[str, Any]) -> None:
        match fault:
            case Fault.LOST:
                self._reset()
            case Fault.FAILED_AFTER:
                self._say(500, {"__type": "InternalFailure", "message": "Try again."})
            case Fault.SILENT:
                time.sleep(SILENCE_S)
                self._reset()
            case _:
                time.sleep(SLOW_S if fault == Fault.SLOW else 0)
                self._say(status, answer)

    def _executed(
        self, operation: str, region: str, given: dict[str, Any]
    ) -> tuple[int, dict[str, Any]]:
        try:
            return 200, self.state.answer(operation, region, given)
        except Refusal as refusal:
            return 400, {"__type": refusal.code, "message": str(refusal)}

    def _say(self, status: int, answer: dict[str, Any]) -> None:
        body = json.dumps(answer).encode()
        self.send_response(status)
        self.send_header("Content-Type", "application/x-amz-json-1.1")
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def _reset(self) -> None:
        """Break the connection by RST."""
        with suppress(OSError):
            self.connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
            self.connection.close()
        self.close_connection = True

    def log_message(self, *_: Any) -> None:
        """Say nothing."""
