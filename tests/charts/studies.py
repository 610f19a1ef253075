"""Studies of every kind that a chart meets."""

import random
from collections.abc import Sequence
from math import log10

from tuningconsole.charts.study import (
    COMPLETED,
    EARLY,
    FAILED,
    RUNNING,
    STOPPED,
    Dimension,
    Point,
    Study,
)

HOSTILE = '<b onclick="x()">&lt;%{y} \u202e$x$</b>' + "n" * 240
DIMENSIONS = (
    Dimension("depth", 1, 20),
    Dimension("rate", 1e-4, 1.0, is_log=True),
    Dimension("criterion", categories=("gini", "entropy", "log_loss")),
)


def point(number: int, value: float | None, outcome: str = COMPLETED, **tuned: str) -> Point:
    return Point(
        number=number,
        name=f"trees-{number:03}",
        outcome=outcome,
        value=value,
        at_s=60.0 * number,
        start_s=60.0 * number - 50,
        duration_s=50.0,
        hyperparameters={"depth": "3", "rate": "0.01", "criterion": "gini"} | tuned,
    )


def searched(count: int, kind: str = "Maximize", seed: int = 1) -> Study:
    """Return a study whose objective depends on depth most, then on rate; a tenth has no value."""
    dice = random.Random(seed)  # noqa: S311  The same each time.
    points = []
    for number in range(1, count + 1):
        depth, rate = dice.randint(1, 20), 10 ** dice.uniform(-4, 0)
        value = 0.9 - abs(depth - 9) / 30 - abs(log10(rate) + 2) / 60
        tuned = {
            "depth": str(depth),
            "rate": repr(rate),
            "criterion": dice.choice(("gini", "entropy", "log_loss")),
        }
        has_failed = number % 10 == 0
        outcome = FAILED if has_failed else EARLY if number % 7 == 0 else COMPLETED
        points.append(point(number, None if has_failed else value, outcome, **tuned))
    return Study(points, DIMENSIONS, "accuracy", kind)


def of(points: Sequence[Point], **members: object) -> Study:
    given = {"dimensions": DIMENSIONS, "metric": "accuracy", "type": "Maximize", **members}
    return Study(points, **given)  # type: ignore[arg-type]


STUDIES = {
    "none": of([]),
    "none with a value": of([point(1, None, FAILED), point(2, None, RUNNING)]),
    "one": of([point(1, 0.5)]),
    "one that runs": of([point(1, 0.5, RUNNING)]),
    "two": of([point(1, 0.5), point(2, 0.7, STOPPED)]),
    "constant": of([point(number, 0.5) for number in range(1, 9)]),
    "constant hyperparameters": of([point(number, number / 9) for number in range(1, 9)]),
    "one value of each range": of(
        [point(1, 0.5), point(2, 0.6)],
        dimensions=(Dimension("depth", 3, 3), Dimension("criterion", categories=("gini",))),
    ),
    "largest numbers": of([point(1, 1.7e308), point(2, -1.7e308, depth="1e308")]),
    "what cannot be read": of(
        [point(1, 0.5, depth="deep", rate="nan", criterion="other"), point(2, 0.4, depth="2")]
    ),
    "no hyperparameters": of([Point(1, "t-1", COMPLETED, 0.5), Point(2, "t-2", COMPLETED, 0.6)]),
    "no ranges": of([point(1, 0.5)], dimensions=()),
    "direction not known": of([point(1, 0.5), point(2, 0.4), point(3, 0.6)], type="", metric=""),
    "hostile": of(
        [point(number, number / 7, **{HOSTILE: HOSTILE}) for number in range(1, 7)],
        metric=HOSTILE,
        dimensions=(*DIMENSIONS, Dimension(HOSTILE, categories=(HOSTILE, "other"))),
    ),
    "searched": searched(60),
    "minimized": searched(60, "Minimize"),
}
