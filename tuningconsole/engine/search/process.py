"""A Gaussian process: from points of the unit cube and their values to mean and deviation anywhere.

Pure. Matérn 5/2 kernel, a length scale for each group of columns, and noise; their values are the
most probable ones under wide priors (Rasmussen and Williams, "Gaussian Processes for Machine
Learning", 2006, chapter 5), found by their gradient. Values are expected to be standardised.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import numpy as np
from scipy.linalg import cho_solve, cholesky, solve_triangular
from scipy.optimize import minimize

Array = np.ndarray[Any, np.dtype[np.float64]]
Places = np.ndarray[Any, np.dtype[np.intp]]

MAX_FITTED = 100
"""The scales are found on so many points at most, since each step costs the cube of them."""
_STEPS = 40
_JITTER = 1e-8
_SQRT5 = 5**0.5
_NOISE_BOUNDS = (np.log(1e-6), np.log(1.0))


@dataclass(frozen=True, slots=True)
class Scales:
    """What the kernel is made of.

    Attributes:
        lengths: one for each column.
        variance: of the function.
        noise: variance of a value that is observed twice.
    """

    lengths: Array
    variance: float
    noise: float


class Process:
    """The process after what was observed."""

    def __init__(self, points: Array, values: Array, scales: Scales) -> None:
        """Condition the process on (n, columns) points and their n values."""
        self.scales = scales
        self._points = points / scales.lengths
        covariance = scales.variance * _matern(_squares(self._points, self._points))
        covariance[np.diag_indices_from(covariance)] += scales.noise + _JITTER
        self._root = cholesky(covariance, lower=True)
        self._weights = cho_solve((self._root, True), values)

    def mean(self, points: Array) -> Array:
        """Return the expected values at the points."""
        return np.asarray(self._covariance(points) @ self._weights)

    def predict(self, points: Array) -> tuple[Array, Array]:
        """Return mean and standard deviation of the function at the points."""
        covariance = self._covariance(points)
        explained = solve_triangular(self._root, covariance.T, lower=True)
        variance = self.scales.variance - (explained**2).sum(axis=0)
        return np.asarray(covariance @ self._weights), np.sqrt(np.maximum(variance, 1e-12))

    def _covariance(self, points: Array) -> Array:
        return self.scales.variance * _matern(_squares(points / self.scales.lengths, self._points))


def fit(points: Array, values: Array, groups: Places) -> Scales:
    """Return the most probable scales.

    Args:
        points: (n, columns); of more than MAX_FITTED the best ones are taken, and the latest.
        values: standardised; smaller is better.
        groups: the length scale, from 0, of each column.
    """
    if len(values) > MAX_FITTED:
        best = np.argsort(values, kind="stable")[: MAX_FITTED // 2]
        rest = np.setdiff1d(np.arange(len(values)), best)[-(MAX_FITTED - len(best)) :]
        chosen = np.concatenate([best, rest])
        points, values = points[chosen], values[chosen]
    count = int(groups.max()) + 1
    loss = _improbability(points, values, groups)
    center = np.concatenate([_length_center(count), [0.0, np.log(1e-3)]])
    bounds = [(np.log(0.02), np.log(20.0))] * count + [(-3.0, 3.0), _NOISE_BOUNDS]
    found = [
        minimize(
            loss,
            center + np.concatenate([np.full(count, shift), [0.0, 0.0]]),
            jac=True,
            bounds=bounds,
            method="L-BFGS-B",
            options={"maxiter": _STEPS},
        )
        for shift in (0.0, -1.0)
    ]
    best_x = min(found, key=lambda each: float(each.fun)).x
    return Scales(np.exp(best_x[groups]), float(np.exp(best_x[-2])), float(np.exp(best_x[-1])))


def _length_center(count: int) -> Array:
    # Points of a larger cube are farther from each other.
    return np.full(count, np.log(0.4) + 0.5 * np.log(count))


def _improbability(
    points: Array, values: Array, groups: Places
) -> Callable[[Array], tuple[float, Array]]:
    """Return a function from log scales to minus log posterior, and its gradient."""
    count = int(groups.max()) + 1
    apart = np.zeros((count, len(points), len(points)))
    for column, group in enumerate(groups):
        apart[group] += np.subtract.outer(points[:, column], points[:, column]) ** 2
    center = np.concatenate([_length_center(count), [0.0, np.log(1e-3)]])
    width = np.concatenate([np.full(count, 1.0), [1.0, 2.5]])

    def loss(logs: Array) -> tuple[float, Array]:
        weights = np.exp(-2 * logs[:count])
        squares = np.tensordot(weights, apart, 1)
        variance, noise = np.exp(logs[count:])
        kernel = variance * _matern(squares)
        covariance = kernel + (noise + _JITTER) * np.eye(len(values))
        try:
            root = cholesky(covariance, lower=True)
        except np.linalg.LinAlgError:
            return 1e10, np.zeros_like(logs)
        inverse = cho_solve((root, True), np.eye(len(values)))
        solved = inverse @ values
        outer = np.outer(solved, solved) - inverse
        distance = _SQRT5 * np.sqrt(squares)
        slope = outer * (variance * 5 / 3 * (1 + distance) * np.exp(-distance))
        gradient = np.empty_like(logs)
        gradient[:count] = weights * np.tensordot(apart, slope, 2)
        gradient[count] = (outer * kernel).sum()
        gradient[count + 1] = noise * np.trace(outer)
        off = (logs - center) / width
        minus_log = 0.5 * values @ solved + np.log(np.diag(root)).sum() + 0.5 * off @ off
        return float(minus_log), -0.5 * gradient + off / width

    return loss


def _squares(a: Array, b: Array) -> Array:
    """Return the squared distance of each point of `a` from each of `b`."""
    found = (a**2).sum(1)[:, None] + (b**2).sum(1) - 2 * a @ b.T
    return np.asarray(np.maximum(found, 0.0))


def _matern(squares: Array) -> Array:
    distance = _SQRT5 * np.sqrt(squares)
    return np.asarray((1 + distance + distance**2 / 3) * np.exp(-distance))
