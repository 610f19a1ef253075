"""The charts there are, in the order of the page. A new one: a module, and its line here."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from tuningconsole.charts import (
    contour,
    distribution,
    duration,
    history,
    importance,
    parallel,
    slices,
    timeline,
)
from tuningconsole.charts.drawing import Chart
from tuningconsole.charts.study import Study


@dataclass(frozen=True, slots=True)
class Kind:
    """A chart that can be built: its title; how many hyperparameters a reader may choose."""

    title: str
    build: Callable[[Study, tuple[str, ...]], Chart]
    choices: int = 0


CHARTS: Mapping[str, Kind] = {
    "history": Kind(history.TITLE, history.build),
    "parallel": Kind(parallel.TITLE, parallel.build),
    "importance": Kind(importance.TITLE, importance.build),
    "slices": Kind(slices.TITLE, slices.build),
    "contour": Kind(contour.TITLE, contour.build, choices=2),
    "duration": Kind(duration.TITLE, duration.build),
    "distribution": Kind(distribution.TITLE, distribution.build),
    "timeline": Kind(timeline.TITLE, timeline.build),
}
