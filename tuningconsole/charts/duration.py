"""Duration and objective: whether training jobs that take longer come out better."""

from tuningconsole.charts.drawing import (
    LOOKS,
    NO_VALUES,
    Chart,
    Picture,
    Table,
    axis,
    figure,
    markers,
    none,
    objective,
    title_of,
    unit_of,
)
from tuningconsole.charts.study import Point, Study

TITLE = "Duration and objective"
LEAST = 3
_WEAK, _STRONG = 0.3, 0.7


def build(study: Study, _names: tuple[str, ...] = ()) -> Chart:
    """Return the chart, and in words the rank correlation of the training jobs that ended."""
    if not study.valued:
        return none(NO_VALUES)
    placed = [point for point in study.valued if point.duration_s is not None]
    if not placed:
        return none("No training job with an objective value has a known duration.")
    unit, size = unit_of(max(point.duration_s or 0.0 for point in placed))
    data = markers(
        ((point, (point.duration_s or 0.0) / size, point.value) for point in placed), study
    )
    rows = [
        (
            point.number,
            title_of(point, study),
            LOOKS[point.outcome].word,
            point.duration_s,
            point.value,
        )
        for point in placed
    ]
    made = figure(data, axis(f"Duration ({unit})"), axis(study.axis), showlegend=True)
    head = ("No.", "Training job", "Outcome", "Duration (s)", "Objective value")
    about = f"{objective(study)} {_said(study, placed)}"
    return Chart(about, [Picture(made)], Table(head, rows))


def _said(study: Study, placed: list[Point]) -> str:
    ended = [point for point in placed if point.counts]
    rho = correlation(
        [point.duration_s or 0.0 for point in ended], [point.value or 0.0 for point in ended]
    )
    if rho is None:
        return "Too little varies for a correlation."
    said = f"Spearman's rank correlation of duration and objective is {rho:.2f}, of {len(ended)}: "
    if abs(rho) < _WEAK:
        return f"{said}hardly any connection."
    much = "clearly" if abs(rho) >= _STRONG else "somewhat"
    if not study.direction:
        return f"{said}longer training goes {much} with {'higher' if rho > 0 else 'lower'} values."
    is_good = (rho > 0) == (study.type == "Maximize")
    return f"{said}longer training goes {much} with {'better' if is_good else 'worse'} values."


def correlation(first: list[float], second: list[float]) -> float | None:
    """Return Spearman's rank correlation, -1 to 1; None for fewer than LEAST, or constants."""
    if len(first) < LEAST:
        return None
    a, b = _ranks(first), _ranks(second)
    middle = (len(first) + 1) / 2
    together = sum((x - middle) * (y - middle) for x, y in zip(a, b, strict=True))
    apart = sum((x - middle) ** 2 for x in a) * sum((y - middle) ** 2 for y in b)
    return together / float(apart**0.5) if apart else None


def _ranks(values: list[float]) -> list[float]:
    """Return the ranks from 1; equal values share the mean of theirs."""
    order = sorted(range(len(values)), key=values.__getitem__)
    ranks = [0.0] * len(values)
    first = 0
    while first < len(order):
        last = first
        while last + 1 < len(order) and values[order[last + 1]] == values[order[first]]:
            last += 1
        for place in order[first : last + 1]:
            ranks[place] = (first + last) / 2 + 1
        first = last + 1
    return ranks
