"""Slices: the objective over each hyperparameter, a picture for each."""

from tuningconsole.charts.drawing import (
    NO_VALUES,
    Chart,
    Picture,
    Table,
    axis,
    axis_of,
    figure,
    markers,
    none,
    objective,
    title_of,
)
from tuningconsole.charts.study import Study
from tuningconsole.charts.words import said as _

TITLE = _("Slices")
NO_RANGES = _("The tuning job tunes no hyperparameter that is known.")


def build(study: Study, _names: tuple[str, ...] = ()) -> Chart:
    """Return the chart, in the order of the ranges."""
    if not study.valued:
        return none(NO_VALUES)
    if not study.dimensions:
        return none(NO_RANGES)
    pictures = [
        Picture(
            figure(
                markers(
                    ((point, dimension.read(point), point.value) for point in study.valued), study
                ),
                axis_of(dimension),
                axis(study.axis),
                height=280,
            ),
            dimension.name,
        )
        for dimension in study.dimensions
    ]
    tuned = (item.name for item in study.dimensions)
    head = (_("No."), _("Training job"), _("Objective value"), *tuned)
    rows = [
        (
            point.number,
            title_of(point, study),
            point.value,
            *(point.hyperparameters.get(item.name) for item in study.dimensions),
        )
        for point in study.valued
    ]
    return Chart(objective(study), pictures, Table(head, rows))
