"""Jobs side by side: sections of rows, a cell a job, and whether the cells differ."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from django.utils.translation import gettext as _

from tuningconsole.jobs import definition, outcome
from tuningconsole.jobs.definition import Group
from tuningconsole.jobs.models import TrainingJob, TuningJob
from tuningconsole.jobs.training import Details
from tuningconsole.ui import statuses, wording

FEWEST, MOST = 2, 5
Told = Mapping[tuple[str, str], str]
"""What is told of a job: (section, label) -> text."""


@dataclass(frozen=True, slots=True)
class Row:
    """A value of all jobs, in their order."""

    label: str
    cells: Sequence[str]
    differs: bool


@dataclass(frozen=True, slots=True)
class Section:
    """Rows that belong together."""

    heading: str
    rows: Sequence[Row]


def side_by_side(told: Sequence[Told], *, only_differences: bool = False) -> list[Section]:
    """Return everything that any job has, in the order in which it first comes."""
    keys = dict.fromkeys(key for one in told for key in one)
    found: dict[str, list[Row]] = {}
    for heading, label in keys:
        cells = [one.get((heading, label), wording.NOTHING) for one in told]
        differs = len(set(cells)) > 1
        if differs or not only_differences:
            found.setdefault(heading, []).append(Row(label, cells, differs))
    return [Section(heading, rows) for heading, rows in found.items()]


def of_training_job(job: TrainingJob, now: datetime) -> Told:
    """Return what is compared of a training job."""
    details = Details(job)
    result = {
        _("Status"): _(statuses.look(job.status).word),
        _("Objective value (final)"): _number(job.objective_value),
        _("Duration"): _duration(job, now),
        _("Why it failed"): details.failure_reason,
    }
    return {
        **_section(_("Result"), result),
        **_section(
            _("Hyperparameters"), {name: value for name, _kind, value in details.hyperparameters}
        ),
        **_section(
            _("Final metrics"), {item.name: _number(item.value) for item in details.metrics}
        ),
        **_section(_("Resources"), {line.label: line.value for line in details.resources}),
    }


def of_tuning_job(job: TuningJob, now: datetime) -> Told:
    """Return what is compared of a tuning job: its result, and all that it asks for."""
    asked = outcome.asked(job)
    objective = definition.objective(asked)
    result = {
        _("Status"): _(statuses.look(job.shown_status).word),
        _("Objective metric"): objective.get("MetricName", ""),
        _("Objective type"): objective.get("Type", ""),
        _("Best objective value"): _number(job.best_value),
        _("Best training job"): job.best_name,
        _("Training jobs done"): str(job.done),
        _("Training jobs failed"): str(job.failed),
        _("Duration"): _duration(job, now),
    }
    best = outcome.best(job)
    tuned = (
        {name: value for name, kind, value in best.hyperparameters if kind != "Static"}
        if best
        else {}
    )
    told = {**_section(_("Result"), result), **_section(_("Best hyperparameters"), tuned)}
    told |= _groups(0, definition.configuration(asked))
    found = definition.of(asked)
    for number, item in enumerate(found, start=1):
        told |= _groups(number if len(found) > 1 else 0, definition.groups(item))
    return told


def _section(heading: str, values: Mapping[str, str]) -> dict[tuple[str, str], str]:
    return {(heading, label): value for label, value in values.items() if value}


def _groups(number: int, groups: Iterable[Group]) -> dict[tuple[str, str], str]:
    """Return what groups say: those of the definition of a number, or 0 where it needs none."""
    told: dict[tuple[str, str], str] = {}
    for group in groups:
        heading = group.heading
        if number:
            whole = _("Definition {number}: {heading}")
            heading = whole.format(number=number, heading=group.heading)
        for block in group.blocks:
            for line in block.lines:
                label = f"{block.title}: {line.label}" if block.title else line.label
                told[heading, label] = line.value
        for label, *rest in group.table.rows if group.table else ():
            told[heading, label] = ", ".join(rest) or _("Yes")
    return told


def _number(value: float | None) -> str:
    return "" if value is None else wording.number(value)


def _duration(job: TrainingJob | TuningJob, now: datetime) -> str:
    length = job.duration(now)
    return "" if length is None else wording.duration(length)
