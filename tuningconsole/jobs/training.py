"""A training job as its page tells it, and its log in lines that are safe to look at."""

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from functools import cached_property
from typing import Any

from django.utils.dateparse import parse_datetime
from django.utils.translation import gettext as _

from tuningconsole.aws.errors import AwsError
from tuningconsole.jobs import outcome
from tuningconsole.jobs.definition import Line
from tuningconsole.jobs.models import TrainingJob
from tuningconsole.spec import reading
from tuningconsole.spec.reading import finite, member, structures, text
from tuningconsole.spec.states import is_final

LONGEST_LINE = 20_000
"""Characters of a log line that are shown; CloudWatch Logs takes far longer ones."""
_COLOURS = re.compile(r"\x1b\[[0-9;?]*[A-Za-z]")
_UNSEEN = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u200e\u200f\u202a-\u202e\u2066-\u2069]")
"""Control characters, and those that turn the direction of writing."""


@dataclass(frozen=True, slots=True)
class Phase:
    """A step of the secondary status's history; `end` is None for the present one."""

    status: str
    start: datetime | None
    end: datetime | None
    message: str

    @property
    def duration(self) -> timedelta | None:
        """How long it took, None while it lasts."""
        return self.end - self.start if self.start and self.end else None


@dataclass(frozen=True, slots=True)
class Metric:
    """A metric's final value."""

    name: str
    value: float | None
    at: datetime | None


class Details:
    """What the page shows of a training job; what AWS has not told yet is empty."""

    def __init__(self, job: TrainingJob) -> None:
        self.job = job
        self._answer: dict[str, Any] = job.description or {}

    @property
    def is_known(self) -> bool:
        """AWS has described the training job."""
        return bool(self._answer)

    @property
    def is_settled(self) -> bool:
        """The description is the last one."""
        return is_final(text(self._answer, "TrainingJobStatus"))

    @property
    def secondary_status(self) -> str:
        """Where in its work it is."""
        return text(self._answer, "SecondaryStatus")

    @cached_property
    def phases(self) -> list[Phase]:
        """The history of the secondary status, oldest first."""
        return [
            Phase(
                text(item, "Status"),
                _moment(item, "StartTime"),
                _moment(item, "EndTime"),
                text(item, "StatusMessage"),
            )
            for _, item in structures(self._answer, "SecondaryStatusTransitions")
        ]

    @cached_property
    def metrics(self) -> list[Metric]:
        """The final value of each metric."""
        return [
            Metric(
                text(item, "MetricName"),
                finite(member(item, "Value")),
                _moment(item, "Timestamp"),
            )
            for _, item in structures(self._answer, "FinalMetricDataList")
        ]

    @cached_property
    def hyperparameters(self) -> list[tuple[str, str, str]]:
        """Name, type and value, the tuned ones first."""
        used = outcome.definition_of(self.job.tuning_job, self.job)
        return outcome.hyperparameters(used, self.job.hyperparameters)

    @property
    def artifact(self) -> str:
        """Where the model lies, "" while there is none."""
        return text(self._answer, "ModelArtifacts", "S3ModelArtifacts")

    @property
    def failure_reason(self) -> str:
        """Why it failed."""
        return self.job.failure_reason or text(self._answer, "FailureReason")

    @property
    def training_time(self) -> int | None:
        """Seconds of training."""
        return reading.whole(self._answer, "TrainingTimeInSeconds")

    @property
    def billable_time(self) -> int | None:
        """Seconds that are paid for."""
        return reading.whole(self._answer, "BillableTimeInSeconds")

    @property
    def resources(self) -> list[Line]:
        """What it runs on, and with which role."""
        config = reading.structure(self._answer, "ResourceConfig")
        found = [
            (_("Instance type"), text(config, "InstanceType")),
            (_("Instance count"), config.get("InstanceCount")),
            (_("Volume per instance (GB)"), config.get("VolumeSizeInGB")),
            (_("IAM role"), text(self._answer, "RoleArn")),
        ]
        return [Line(label, str(value)) for label, value in found if value]


def _moment(item: Any, name: str) -> datetime | None:
    return parse_datetime(text(item, name))


@dataclass(frozen=True, slots=True)
class LogLine:
    """A line of a log: its time in UTC, its text without what could play tricks."""

    at: str
    text: str


def log_lines(events: Iterable[dict[str, Any]]) -> list[LogLine]:
    """Return log events as they are shown."""
    return [LogLine(_time(event.get("timestamp")), clean(event["message"])) for event in events]


def log_text(pages: Iterable[list[dict[str, Any]]]) -> Iterator[str]:
    """Yield a log as a file has it: the time in UTC before each message, which is left as it is.

    When AWS stops answering on the way, the last line says so.
    """
    try:
        for page in pages:
            yield "".join(f"{_stamp(event)} {event['message']}\n" for event in page)
    except AwsError as error:
        yield f"[The log could not be read any further. AWS: {error.message}]\n"


def _stamp(event: Mapping[str, Any]) -> str:
    at = datetime.fromtimestamp(event.get("timestamp", 0) / 1000, UTC)
    return f"{at:%Y-%m-%dT%H:%M:%S}.{at.microsecond // 1000:03}Z"


def _time(milliseconds: int | None) -> str:
    if milliseconds is None:
        return ""
    return f"{datetime.fromtimestamp(milliseconds / 1000, UTC):%H:%M:%S}"


def clean(message: str, longest: int = LONGEST_LINE) -> str:
    """Return text of a log as it is shown: of so many characters, none of which plays tricks."""
    shown = message.rstrip("\r\n")
    if len(shown) > longest:
        more = _("({count} more characters)").format(count=len(shown) - longest)
        shown = f"{shown[:longest]} … {more}"
    shown = _COLOURS.sub("", shown).replace("\r", "\n")
    return _UNSEEN.sub("\N{REPLACEMENT CHARACTER}", shown)
