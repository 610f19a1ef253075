"""A search space as a cube of numbers, for the Gaussian process.

A configuration is a row of unit numbers, one a range, as `Space.texts` takes it. The process sees
it encoded: numbers as they are, a categorical range as one column a value, 1 or 0.
"""

from collections.abc import Mapping
from typing import Any

import numpy as np

from tuningconsole.engine.search.space import Category, Range, Space

Array = np.ndarray[Any, np.dtype[np.float64]]

MAX_LEVELS = 1000
"""Integer ranges with more values than that are as good as continuous."""


class Encoding:
    """The cube of one space.

    Attributes:
        groups: for each column of an encoded point, the range that it is of.
    """

    def __init__(self, space: Space) -> None:
        self._ranges = space.ranges
        self._levels = [_levels(item) for item in space.ranges]
        widths = [len(i.values) if isinstance(i, Category) else 1 for i in space.ranges]
        self.groups = np.repeat(np.arange(len(widths)), widths)
        self.is_category = np.array([isinstance(item, Category) for item in space.ranges])

    def units(self, values: Mapping[str, str]) -> list[float]:
        """Return the unit numbers of a configuration, which is a point of the space."""
        return [
            (item.values.index(values[item.name]) + 0.5) / len(item.values)
            if isinstance(item, Category)
            else item.unit(values[item.name])
            for item in self._ranges
        ]

    def snapped(self, units: Array) -> Array:
        """Return the rows with the unit numbers that integers and categories really have."""
        found = units.copy()
        for column, levels in enumerate(self._levels):
            if levels is not None:
                places = np.abs(np.subtract.outer(units[:, column], levels)).argmin(axis=1)
                found[:, column] = levels[places]
        return found

    def encoded(self, units: Array) -> Array:
        """Return what the process sees of rows of unit numbers."""
        columns = []
        for column, item in enumerate(self._ranges):
            if isinstance(item, Category):
                places = np.minimum(units[:, column] * len(item.values), len(item.values) - 1)
                columns.append(np.eye(len(item.values))[places.astype(int)] / np.sqrt(2))
            else:
                columns.append(units[:, column : column + 1])
        return np.hstack(columns)


def _levels(item: Range) -> Array | None:
    if isinstance(item, Category):
        return (np.arange(len(item.values)) + 0.5) / len(item.values)
    if not item.is_integer or item.high - item.low >= MAX_LEVELS:
        return None
    return np.array([item.unit(str(value)) for value in range(int(item.low), int(item.high) + 1)])
