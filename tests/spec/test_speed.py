"""The largest request is legal, and is checked as fast as a page needs: see bench/rules.py."""

import time
from collections.abc import Callable
from statistics import median

from tests.spec.largest import ALGORITHMS, REQUEST
from tests.spec.requests import changed
from tuningconsole.spec import constraints, rules, shapes
from tuningconsole.spec.constraints import matches, violations

CEILING_S = 0.1
"""About six times what docs/measurements.md says, of the processor's time."""
CONTEXT = rules.Context(algorithms=ALGORITHMS)
SHAPE = shapes.shape(shapes.CREATE_TUNING_JOB)


def taken_s(check: Callable[[], object]) -> float:
    """Return the median time of the processor, after one run to warm up."""
    check()
    times = []
    for _ in range(5):
        start = time.process_time()
        check()
        times.append(time.process_time() - start)
    return median(times)


def test_the_largest_request_breaks_no_rule() -> None:
    assert rules.check(REQUEST, CONTEXT) == []
    assert violations(SHAPE, REQUEST) == []


def test_one_more_of_anything_is_refused() -> None:
    first = "TrainingJobDefinitions.0"
    more = changed(
        REQUEST,
        {
            f"{first}.StaticHyperParameters.more": "1",
            f"{first}.HyperParameterRanges.CategoricalParameterRanges.10": {
                "Name": "left out",
                "Values": ["a"],
            },
            f"{first}.InputDataConfig.20": {},
            f"{first}.AlgorithmSpecification.MetricDefinitions.40": {},
            f"{first}.Environment.MORE": "1",
            "TrainingJobDefinitions.10": REQUEST["TrainingJobDefinitions"][9],
            "Tags.50": {"Key": "more", "Value": ""},
        },
    )
    found = {problem.path.removeprefix(f"{first}.") for problem in rules.check(more, CONTEXT)}
    assert {"HyperParameterRanges", "StaticHyperParameters"} <= found
    shaped = {
        problem.path.removeprefix(f"{first}.")
        for problem in violations(SHAPE, more)
        if problem.constraint == "max"
    }
    assert shaped == {
        "AlgorithmSpecification.MetricDefinitions",
        "Environment",
        "InputDataConfig",
        "Tags",
        "TrainingJobDefinitions",
    }


def test_the_rules_keep_a_page_waiting_no_longer_than_planned() -> None:
    assert taken_s(lambda: rules.findings(REQUEST, CONTEXT)) < CEILING_S


def test_the_shapes_keep_a_page_waiting_no_longer_than_planned() -> None:
    assert taken_s(lambda: violations(SHAPE, REQUEST)) < CEILING_S


def test_ten_definitions_take_about_ten_times_as_long_as_one() -> None:
    one = REQUEST | {"TrainingJobDefinitions": REQUEST["TrainingJobDefinitions"][:1]}
    alone = taken_s(lambda: rules.findings(one, CONTEXT))
    assert taken_s(lambda: rules.findings(REQUEST, CONTEXT)) < 40 * alone


def test_a_pattern_that_is_matched_without_a_clock_needs_none() -> None:
    model = shapes.service_model()
    found = {model.shape_for(name).metadata.get("pattern") for name in model.shape_names}
    quick = [pattern for pattern in found if pattern and constraints._is_quick(pattern)]
    assert ".*" in quick
    assert r"[A-Za-z0-9\.\-_]+" in quick
    assert not constraints._is_quick("(a+)+")
    assert not constraints._is_quick("(a|aa)+")
    assert not constraints._is_quick("a*a")
    for pattern in quick:
        start = time.process_time()
        matches(pattern, "a-" * 50_000 + "!")
        assert time.process_time() - start < CEILING_S, pattern
