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
from tuningconsole.charts.words import said as _

TITLE = _("Duration and objective")
LEAST = 3
_WEAK, _STRONG = 0.3, 0.7
_CLEARLY_HIGHER = _("longer training goes clearly with higher values")
_SOMEWHAT_HIGHER = _("longer training goes somewhat with higher values")
_CLEARLY_LOWER = _("longer training goes clearly with lower values")
_SOMEWHAT_LOWER = _("longer training goes somewhat with lower values")
_CLEARLY_BETTER = _("longer training goes clearly with better values")
_SOMEWHAT_BETTER = _("longer training goes somewhat with better values")
_CLEARLY_WORSE = _("longer training goes clearly with worse values")
_SOMEWHAT_WORSE = _("longer training goes somewhat with worse values")


def build(study: Study, _names: tuple[str, ...] = ()) -> Chart:
    """Return the chart, and in words the rank correlation of the training jobs that ended."""
    if not study.valued:
        return none(NO_VALUES)
    placed = [point for point in study.valued if point.duration_s is not None]
    if not placed:
        return none(_("No training job with an objective value has a known duration."))
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
    made = figure(data, axis(_("Duration ({unit})", unit=unit)), axis(study.axis), showlegend=True)
    head = (
        _("No."),
        _("Training job"),
        _("Outcome"),
        _("Duration (s)"),
        _("Objective value"),
    )
    return Chart(
        [*objective(study), *_sentences(study, placed)], [Picture(made)], Table(head, rows)
    )


def _sentences(study: Study, placed: list[Point]) -> list[str]:
    ended = [point for point in placed if point.counts]
    rho = correlation(
        [point.duration_s or 0.0 for point in ended], [point.value or 0.0 for point in ended]
    )
    if rho is None:
        return [_("Too little varies for a correlation.")]
    told = _(
        "Spearman's rank correlation of duration and objective is {rho}, of {count}: {meaning}.",
        rho=format(rho, ".2f"),
        count=len(ended),
        meaning=_meaning(study, rho),
    )
    return [told]


def _meaning(study: Study, rho: float) -> str:
    if abs(rho) < _WEAK:
        return _("hardly any connection")
    is_clear = abs(rho) >= _STRONG
    if not study.direction and rho > 0:
        clear, weak = _CLEARLY_HIGHER, _SOMEWHAT_HIGHER
    elif not study.direction:
        clear, weak = _CLEARLY_LOWER, _SOMEWHAT_LOWER
    elif (rho > 0) == (study.type == "Maximize"):
        clear, weak = _CLEARLY_BETTER, _SOMEWHAT_BETTER
    else:
        clear, weak = _CLEARLY_WORSE, _SOMEWHAT_WORSE
    return clear if is_clear else weak


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
