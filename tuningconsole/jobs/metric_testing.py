"""What metric definitions find in log lines: the engine's own way of reading (`spec.metrics`)."""

import time
from collections import deque
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from tuningconsole.jobs import outcome
from tuningconsole.jobs.models import TrainingJob
from tuningconsole.jobs.training import clean
from tuningconsole.spec import reading, shapes
from tuningconsole.spec.constraints import violations
from tuningconsole.spec.metrics import TIMEOUT_S, Expression, Unusable, lines

LONGEST_LOG = 1_000_000
"""Characters that are looked through."""
BUDGET_S = 4.0
"""Seconds for all expressions together; each has its share of what is left."""
MOST_SHOWN = 100
"""Matches of a metric that are shown from the start, and as many from the end."""
MOST_DEFINITIONS = int(shapes.shape("MetricDefinitionList").metadata["max"])
_LONGEST_MATCH = 200
_REASONS: Mapping[Unusable, Any] = {
    Unusable.NO_GROUP: gettext_lazy("No group: put parentheses around the number."),
    Unusable.NOT_IN_IT: gettext_lazy("The group is not in this match."),
    Unusable.NO_NUMBER: gettext_lazy("Not a number: {}"),
    Unusable.NOT_FINITE: gettext_lazy("Not a finite number: {}"),
}

Definition = tuple[str, str]
"""Name, regular expression; as typed."""


@dataclass(frozen=True, slots=True)
class Hit:
    """A match: the line's number from 1, the text; the value, or why there is none."""

    line: int
    text: str
    value: float | None
    reason: str = ""


@dataclass(slots=True)
class Result:
    """What one definition found. `final` is the last match with a value."""

    name: str
    final: Hit | None = None
    points: int = 0
    unusable: int = 0
    first: list[Hit] = field(default_factory=list)
    last: deque[Hit] = field(default_factory=lambda: deque(maxlen=MOST_SHOWN))

    @property
    def count(self) -> int:
        """All matches."""
        return self.points + self.unusable

    @property
    def not_shown(self) -> int:
        """The matches between the first and the last that are shown."""
        return self.count - len(self.first) - len(self.last)

    def take(self, hit: Hit) -> None:
        """Count the match; keep it if it is to be shown."""
        if hit.value is None:
            self.unusable += 1
        else:
            self.points += 1
            self.final = hit
        if len(self.first) < MOST_SHOWN:
            self.first.append(hit)
        else:
            self.last.append(hit)


@dataclass(frozen=True, slots=True)
class Row:
    """A definition as typed, and what is wrong with it; `result` is None where none was sought."""

    name: str
    regex: str
    name_error: str = ""
    regex_error: str = ""
    result: Result | None = None


@dataclass(frozen=True, slots=True)
class Report:
    """What all definitions found. `log_error` says why nothing was sought."""

    rows: list[Row]
    line_count: int = 0
    log_error: str = ""

    @property
    def results(self) -> list[Result]:
        """The results there are."""
        return [row.result for row in self.rows if row.result]


def report(
    definitions: Sequence[Definition], log: str, clock: Callable[[], float] = time.monotonic
) -> Report:
    """Return what the definitions find in the log; without one, what is wrong with them.

    Definitions without a name and an expression are left out, and those beyond the 40 that the
    API takes.

    Args:
        definitions: as typed.
        log: lines as CloudWatch Logs has them, of at most `LONGEST_LOG` characters.
        clock: tells seconds.
    """
    given = [(name, regex) for name, regex in definitions if name or regex][:MOST_DEFINITIONS]
    too_long = len(log) > LONGEST_LOG
    found = [] if too_long or not log.strip() else lines(log)
    end = clock() + BUDGET_S
    rows = []
    for number, (name, regex) in enumerate(given):
        share = (end - clock()) / (len(given) - number)
        rows.append(_row(name, regex, _in_time(found, share, clock), len(found)))
    error = _("Keep the last {most} characters: these are {count}.")
    told = error.format(most=f"{LONGEST_LOG:,}", count=f"{len(log):,}")
    return Report(rows, len(found), told if too_long else "")


def _in_time(found: list[str], share: float, clock: Callable[[], float]) -> Iterator[str]:
    """Yield the lines for so many seconds."""
    end = clock() + share
    for line in found:
        if clock() >= end:
            return
        yield line


def _row(name: str, regex: str, found: Iterator[str], count: int) -> Row:
    written = {"Name": name, "Regex": regex}
    errors: dict[str, str] = {}
    for problem in violations(shapes.shape("MetricDefinition"), written):
        # Of the service model, in English; a few are the console's too.
        errors.setdefault(problem.path, _(problem.message))
    expression = Expression.of(written)
    error = errors.get("Regex", "")
    if expression.error and not error:
        error = _("Correct the expression: {why}.").format(why=expression.error)
    if error or not count:
        return Row(name, regex, errors.get("Name", ""), error)
    result = Result(clean(name))
    read = 0
    for read, line in enumerate(found, 1):
        for hit in _hits(expression, read, line):
            result.take(hit)
    error = _slowness(expression, read, count)
    return Row(name, regex, errors.get("Name", ""), error, result)


def _hits(expression: Expression, number: int, line: str) -> Iterator[Hit]:
    for match in expression.matches(line):
        text = clean(match.text, _LONGEST_MATCH)
        if isinstance(match.value, Unusable):
            reason = _REASONS[match.value].format(clean(match.group, _LONGEST_MATCH))
            yield Hit(number, text, None, reason)
        else:
            yield Hit(number, text, match.value)


def _slowness(expression: Expression, read: int, count: int) -> str:
    """Return what is wrong with how long the expression took, "" for nothing."""
    slow = expression.timeouts
    if expression.is_given_up:
        return _(
            "Simplify the expression: it took longer than {seconds} s on {count} lines and was"
            " given up, as it is in training."
        ).format(seconds=TIMEOUT_S, count=slow)
    if read < count:
        said = _("Simplify the expression: there was time for the first {count} lines only.")
        return said.format(count=f"{read:,}")
    if slow:
        return ngettext(
            "Simplify the expression: it took longer than {seconds} s on {count} line.",
            "Simplify the expression: it took longer than {seconds} s on {count} lines.",
            slow,
        ).format(seconds=TIMEOUT_S, count=slow)
    return ""


def of_algorithm(description: Mapping[str, Any]) -> list[Definition]:
    """Return the metric definitions of an answer of DescribeAlgorithm."""
    return _definitions(reading.structure(description, "TrainingSpecification"))


def of_training_job(job: TrainingJob) -> list[Definition]:
    """Return the metric definitions that a training job is read by; none before AWS told them."""
    described = reading.structure(job.description, "AlgorithmSpecification")
    if found := _definitions(described):
        return found
    used = outcome.definition_of(job.tuning_job, job)
    return _definitions(reading.structure(used.body, "AlgorithmSpecification")) if used else []


def _definitions(said: Mapping[str, Any]) -> list[Definition]:
    return [
        (reading.text(item, "Name"), reading.text(item, "Regex"))
        for _, item in reading.structures(said, "MetricDefinitions")
    ]
