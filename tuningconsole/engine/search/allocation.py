"""Which training job definition the next training job is of.

AWS does not say how it shares a tuning job's training jobs among its definitions. Here they take
turns: each gets as many as the others, the first ones one more. A definition whose ranges have no
combination left, as it comes with Grid, lets the others go on.
"""

from collections.abc import Mapping, Sequence
from typing import Any

from tuningconsole.spec import ranges


def next_definition(
    definitions: Sequence[Mapping[str, Any]], made: Mapping[int, int]
) -> int | None:
    """Return the place of the definition whose turn it is; None when all are used up.

    Args:
        definitions: as resolved, ranges inside.
        made: place of a definition -> how many training jobs it has, ended ones included.
    """
    rooms = [ranges.combinations(item["HyperParameterRanges"]) for item in definitions]
    left = [n for n, room in enumerate(rooms) if room is None or made.get(n, 0) < room]
    return min(left, key=lambda n: (made.get(n, 0), n), default=None)
