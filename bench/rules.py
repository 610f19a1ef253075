"""How long the largest request is checked: ``.venv/bin/python bench/rules.py``.

The request of tests/spec/largest.py: 10 training job definitions, each with 30 ranges, 99
hyperparameters, 20 channels and 40 metric definitions, each with an algorithm of its own. Time of
the processor, so that other programs do not count. Target: the rules, errors and warnings, under
20 ms. Results: docs/measurements.md.
"""

import argparse
import statistics
import sys
import time
from collections.abc import Callable
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from tests.spec.largest import ALGORITHMS, REQUEST
from tuningconsole.spec import rules, shapes
from tuningconsole.spec.constraints import violations

TARGET_MS = 20


def main() -> int:
    """Measure and print; return the exit code, 1 when the target is missed."""
    arguments = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    arguments.add_argument("--runs", type=int, default=100)
    runs = arguments.parse_args().runs
    context = rules.Context(algorithms=ALGORITHMS)
    shape = shapes.shape(shapes.CREATE_TUNING_JOB)
    by_rules = measured("rules", lambda: rules.findings(REQUEST, context), runs)
    measured("shapes", lambda: violations(shape, REQUEST), runs)
    print(f"Target {TARGET_MS} ms for the rules: {'met' if by_rules <= TARGET_MS else 'missed'}")
    return 0 if by_rules <= TARGET_MS else 1


def measured(what: str, check: Callable[[], object], runs: int) -> float:
    """Print and return the median time of a run in ms, after one to warm up."""
    check()
    times = []
    for _ in range(runs):
        start = time.process_time()
        check()
        times.append((time.process_time() - start) * 1000)
    median = statistics.median(times)
    worst = statistics.quantiles(times, n=20)[-1]
    print(f"{what}: median {median:.1f} ms, 95th percentile {worst:.1f} ms")
    return median


if __name__ == "__main__":
    raise SystemExit(main())
