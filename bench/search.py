"""How well the strategies search: ``.venv/bin/python bench/search.py``.

Four problems, each seed 50 evaluations, 4 in parallel: when one ends, after a time that the seed
gives, the next is suggested beside the three that run. Compared are the engine's Bayesian and
Random, Optuna's TPE and scikit-optimize's Gaussian process (as its defaults are, told of what runs
by its constant liar). Of each search the regret counts: how far the best value is from the least
there is, or, where that is not known, that value. Pairs of the same seed are tested by Wilcoxon's
signed-rank test. Results: docs/measurements.md.

Optuna and scikit-optimize are no part of the console. What is not installed is left out:

    uv pip install --target /tmp/peers optuna scikit-optimize
    PEERS=/tmp/peers .venv/bin/python bench/search.py --seeds 3
"""

import argparse
import json
import math
import os
import statistics
import sys
import time
import warnings
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import cache
from importlib.util import find_spec
from itertools import product
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))
sys.path.append(os.environ.get("PEERS", ""))

import numpy as np
from scipy.stats import wilcoxon
from sklearn.datasets import load_breast_cancer
from sklearn.ensemble import HistGradientBoostingClassifier
from sklearn.metrics import log_loss
from sklearn.model_selection import StratifiedKFold, cross_val_predict
from threadpoolctl import threadpool_limits

from tuningconsole.engine.search import strategies
from tuningconsole.engine.search.base import Trial
from tuningconsole.engine.search.space import Category, Number, Space, read

EVALUATIONS = 50
PARALLEL = 4
TARGET_S = 0.15
Values = Mapping[str, str]
Suggest = Callable[[Space, list[Trial], tuple[int, int]], dict[str, str]]


@dataclass(frozen=True)
class Problem:
    """What is to be minimised, where, and its least value; 0 where that is not known."""

    ranges: dict[str, Any]
    loss: Callable[[Values], float]
    least: float = 0.0


def continuous(name: str, low: str, high: str, scaling: str = "Linear") -> dict[str, str]:
    return {"Name": name, "MinValue": low, "MaxValue": high, "ScalingType": scaling}


def branin(values: Values) -> float:
    x, y = float(values["x"]), float(values["y"])
    bent = y - 5.1 / (4 * math.pi**2) * x**2 + 5 / math.pi * x - 6
    return bent**2 + 10 * (1 - 1 / (8 * math.pi)) * math.cos(x) + 10


_A = np.array(
    [
        [10, 3, 17, 3.5, 1.7, 8],
        [0.05, 10, 17, 0.1, 8, 14],
        [3, 3.5, 1.7, 10, 17, 8],
        [17, 8, 0.05, 10, 0.1, 14],
    ]
)
_P = 1e-4 * np.array(
    [
        [1312, 1696, 5569, 124, 8283, 5886],
        [2329, 4135, 8307, 3736, 1004, 9991],
        [2348, 1451, 3522, 2883, 3047, 6650],
        [4047, 8828, 8732, 5743, 1091, 381],
    ]
)


def hartmann6(values: Values) -> float:
    x = np.array([float(values[f"x{n}"]) for n in range(6)])
    return -float(np.array([1, 1.2, 3, 3.2]) @ np.exp(-(_A * (x - _P) ** 2).sum(1)))


def mixed(values: Values) -> float:
    """Return a bowl in six numbers with a cross term, three integers and two categories."""
    units = [float(values["a"]), float(values["b"]), float(values["c"]), float(values["d"])]
    logs = [math.log10(float(values[name])) for name in ("rate", "decay")]
    loss = sum((unit - at) ** 2 for unit, at in zip(units, (0.2, 0.4, 0.6, 0.8), strict=True))
    loss += 0.5 * abs(units[0] - 0.2) * abs(units[1] - 0.4)
    loss += ((logs[0] + 2) / 4) ** 2 + ((logs[1] + 4) / 6) ** 2
    loss += ((int(values["layers"]) - 3) / 8) ** 2 + ((int(values["width"]) - 96) / 256) ** 2
    loss += {"adam": 0.0, "sgd": 0.3, "rms": 0.1}[values["solver"]]
    slope = {"relu": 0.0, "tanh": 0.2, "elu": 0.05, "sigmoid": 0.5}[values["kind"]]
    return loss + slope + (0.2 if (values["solver"], values["kind"]) == ("adam", "elu") else 0.0)


@cache
def _cancer() -> tuple[Any, Any]:
    found = load_breast_cancer(return_X_y=True)
    return found[0], found[1]


def boosting(values: Values) -> float:
    """Return the log loss of a three-fold cross-validation.

    The hyperparameters are those of the sample algorithm hist-gradient-boosting.
    """
    model = HistGradientBoostingClassifier(
        learning_rate=float(values["learning_rate"]),
        max_leaf_nodes=int(values["max_leaf_nodes"]),
        min_samples_leaf=int(values["min_samples_leaf"]),
        l2_regularization=float(values["l2_regularization"]),
        max_iter=int(values["epochs"]),
        early_stopping=False,
        random_state=0,
    )
    x, y = _cancer()
    folds = StratifiedKFold(3, shuffle=True, random_state=0)
    told = cross_val_predict(model, x, y, cv=folds, method="predict_proba")
    return float(log_loss(y, told))


PROBLEMS = {
    "branin": Problem(
        {"ContinuousParameterRanges": [continuous("x", "-5", "10"), continuous("y", "0", "15")]},
        branin,
        0.39788735772973816,
    ),
    "hartmann6": Problem(
        {"ContinuousParameterRanges": [continuous(f"x{n}", "0", "1") for n in range(6)]},
        hartmann6,
        -3.322368011391339,
    ),
    "mixed": Problem(
        {
            "ContinuousParameterRanges": [
                *(continuous(name, "0", "1") for name in "abcd"),
                continuous("rate", "1e-5", "1", "Logarithmic"),
                continuous("decay", "1e-8", "1e-1", "Logarithmic"),
            ],
            "IntegerParameterRanges": [
                continuous("layers", "1", "8"),
                continuous("width", "16", "512", "Logarithmic"),
            ],
            "CategoricalParameterRanges": [
                {"Name": "solver", "Values": ["sgd", "rms", "adam"]},
                {"Name": "kind", "Values": ["sigmoid", "tanh", "elu", "relu"]},
            ],
        },
        mixed,
    ),
    "boosting": Problem(
        {
            "ContinuousParameterRanges": [
                continuous("learning_rate", "0.001", "1", "Logarithmic"),
                continuous("l2_regularization", "1e-6", "100", "Logarithmic"),
            ],
            "IntegerParameterRanges": [
                continuous("epochs", "10", "100"),
                continuous("max_leaf_nodes", "2", "128", "Logarithmic"),
                continuous("min_samples_leaf", "1", "100", "Logarithmic"),
            ],
        },
        boosting,
    ),
}


def tpe(space: Space, trials: list[Trial], seed: tuple[int, int]) -> dict[str, str]:
    """Suggest as Optuna's TPE, its constant liar on, does after the same trials."""
    import optuna

    optuna.logging.set_verbosity(optuna.logging.ERROR)
    kinds = {
        item.name: optuna.distributions.CategoricalDistribution(item.values)
        if isinstance(item, Category)
        else optuna.distributions.FloatDistribution(0.0, 1.0)
        for item in space.ranges
    }
    sampler = optuna.samplers.TPESampler(
        seed=int(np.random.SeedSequence(seed).generate_state(1)[0]), constant_liar=True
    )
    study = optuna.create_study(sampler=sampler)
    states = optuna.trial.TrialState
    for trial in trials:
        given = {item.name: coordinate(item, trial.values[item.name]) for item in space.ranges}
        study.add_trial(
            optuna.trial.create_trial(
                params=given,
                distributions=kinds,
                value=trial.loss,
                state=states.RUNNING if trial.loss is None else states.COMPLETE,
            )
        )
    asked = study.ask(kinds)
    return {item.name: text(item, asked.params[item.name]) for item in space.ranges}


def skopt_gp(space: Space, trials: list[Trial], seed: tuple[int, int]) -> dict[str, str]:
    """Suggest as scikit-optimize does after the same trials, all of its settings its own."""
    from skopt import Optimizer
    from skopt.space import Categorical, Real

    warnings.simplefilter("ignore")
    kinds = [
        Categorical(item.values) if isinstance(item, Category) else Real(0.0, 1.0)
        for item in space.ranges
    ]
    state = int(
        np.random.SeedSequence((seed[0], 0 if len(trials) < 10 else seed[1])).generate_state(1)[0]
    )
    optimizer = Optimizer(kinds, base_estimator="GP", random_state=state)
    losses = [trial.loss for trial in trials if trial.loss is not None]
    for trial in trials[:9] if len(trials) < 10 else []:
        # Its first ten points are one random sequence: go to the place where it is now.
        optimizer.ask()
        optimizer.tell([coordinate(i, trial.values[i.name]) for i in space.ranges], 0.0, fit=False)
    if len(trials) >= 10:
        optimizer.tell(
            [[coordinate(i, trial.values[i.name]) for i in space.ranges] for trial in trials],
            [min(losses) if trial.loss is None else trial.loss for trial in trials],
        )
    point = optimizer.ask()
    return {item.name: text(item, x) for item, x in zip(space.ranges, point, strict=True)}


def coordinate(item: Category | Number, value: str) -> Any:
    return value if isinstance(item, Category) else item.unit(value)


def text(item: Category | Number, at: Any) -> str:
    return str(at) if isinstance(item, Category) else item.text(float(at))


METHODS: dict[str, Suggest] = {
    "Bayesian": strategies.BY_NAME["Bayesian"],
    "Random": strategies.BY_NAME["Random"],
}
if find_spec("optuna"):
    METHODS["TPE"] = tpe
if find_spec("skopt"):
    METHODS["skopt"] = skopt_gp


def search(
    problem: Problem, suggest: Suggest, seed: int, count: int = EVALUATIONS
) -> tuple[float, list[float]]:
    """Return the regret of a search and the seconds of the processor of each suggestion."""
    space = read(problem.ranges)
    lengths = np.random.default_rng(seed).uniform(0.5, 1.5, count)
    trials: list[Trial] = []
    running: dict[int, float] = {}
    times, now = [], 0.0
    while len(trials) < count or running:
        if len(trials) < count and len(running) < PARALLEL:
            begin = time.process_time()
            values = suggest(space, list(trials), (seed, len(trials) + 1))
            times.append(time.process_time() - begin)
            running[len(trials)] = now + lengths[len(trials)]
            trials.append(Trial(values, is_pending=True))
            continue
        ended = min(running, key=running.__getitem__)
        now = running.pop(ended)
        trials[ended] = Trial(trials[ended].values, problem.loss(trials[ended].values))
    return min(trial.loss for trial in trials if trial.loss is not None) - problem.least, times


def speed(count: int = 200) -> dict[str, float]:
    """Return the median and the longest time of a suggestion beside so many observations, in s."""
    problem = PROBLEMS["mixed"]
    space, suggest, times = read(problem.ranges), METHODS["Bayesian"], []
    for seed in range(5):
        drawn = [METHODS["Random"](space, [], (seed, n)) for n in range(count)]
        trials = [Trial(values, problem.loss(values)) for values in drawn]
        begin = time.process_time()
        suggest(space, trials, (seed, count + 1))
        times.append(time.process_time() - begin)
    return {"median": statistics.median(times), "longest": max(times)}


def main() -> int:
    """Measure, print and keep; return the exit code, 1 when a suggestion takes too long."""
    arguments = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    arguments.add_argument("--seeds", type=int, default=20)
    arguments.add_argument("--problems", nargs="+", default=[*PROBLEMS], choices=[*PROBLEMS])
    arguments.add_argument("--methods", nargs="+", default=[*METHODS], choices=[*METHODS])
    arguments.add_argument("--kept", type=Path, nargs="+", help="files of what was measured before")
    arguments.add_argument("--out", type=Path, help="a file for every search, as JSON lines")
    given = arguments.parse_args()
    threadpool_limits(1)
    known = {
        (problem, method, seed): (regret, times)
        for path in [*(given.kept or ()), *([given.out] if given.out else [])]
        if path.exists()
        for problem, method, seed, regret, times in map(json.loads, path.read_text().splitlines())
    }
    for seed, problem, method in product(range(given.seeds), given.problems, given.methods):
        if (problem, method, seed) not in known:
            found = search(PROBLEMS[problem], METHODS[method], seed)
            known[problem, method, seed] = found
            if given.out:
                with given.out.open("a") as file:
                    print(json.dumps([problem, method, seed, *found]), file=file)
    for problem, method in product(given.problems, given.methods):
        report(problem, method, known)
    took = speed()
    print(f"200 observations: median {took['median']:.3f} s, longest {took['longest']:.3f} s")
    return 0 if took["median"] < TARGET_S else 1


def report(
    problem: str, method: str, known: Mapping[tuple[str, str, int], tuple[float, list[float]]]
) -> None:
    """Print median, quartiles, time, and how the Bayesian strategy compares."""
    found = {seed: each for (p, m, seed), each in known.items() if (p, m) == (problem, method)}
    if not found:
        return
    low, middle, high = np.percentile([regret for regret, _ in found.values()], [25, 50, 75])
    times = [at for _, each in found.values() for at in each]
    line = f"{problem:10} {method:9} {len(found)} seeds {middle:.3g} ({low:.3g} to {high:.3g})"
    line += f"  {1000 * statistics.median(times):.0f} ms, longest {1000 * max(times):.0f} ms"
    pairs = [
        (known[problem, "Bayesian", seed][0], regret)
        for seed, (regret, _) in found.items()
        if method != "Bayesian" and (problem, "Bayesian", seed) in known
    ]
    if pairs:
        own, other = zip(*pairs, strict=True)
        better = wilcoxon(own, other, alternative="less").pvalue
        worse = wilcoxon(own, other, alternative="greater").pvalue
        line += f"  Bayesian better p={better:.2g}, worse p={worse:.2g}"
    print(line, flush=True)


if __name__ == "__main__":
    raise SystemExit(main())
