"""What metric definitions find in log lines, and what is said of those that find nothing."""

import itertools
import time
from typing import Any

import pytest

from tests.jobs.conftest import DEFINITION
from tests.spec.test_metrics import SLOW, SLOW_LINE
from tuningconsole.jobs import metric_testing
from tuningconsole.jobs.metric_testing import LONGEST_LOG, MOST_DEFINITIONS, MOST_SHOWN, report
from tuningconsole.spec.metrics import MAX_TIMEOUTS, Scanner

LOSS = ("loss", r"loss=(\S+)")
LOG = "start\nloss=0.5 loss=0.4\n\nloss=nan\nloss=0.25\r\nend"


def test_each_match_has_its_line_and_the_last_value_is_final() -> None:
    found = report([LOSS, ("accuracy", r"accuracy=(\S+)")], LOG)
    loss, accuracy = found.results
    assert [(hit.line, hit.text, hit.value) for hit in loss.first] == [
        (2, "loss=0.5", 0.5),
        (2, "loss=0.4", 0.4),
        (4, "loss=nan", None),
        (5, "loss=0.25", 0.25),
    ]
    assert (loss.final and loss.final.line, loss.points, loss.unusable) == (5, 3, 1)
    assert (accuracy.final, accuracy.count) == (None, 0)
    assert found.line_count == 6


def test_the_values_are_those_that_the_engine_stores() -> None:
    scanner = Scanner([{"Name": name, "Regex": regex} for name, regex in [LOSS]])
    stored = [value for line in LOG.split("\n") for _, value in scanner.values(line)]
    [result] = report([LOSS], LOG).results
    assert [hit.value for hit in result.first if hit.value is not None] == stored


@pytest.mark.parametrize(
    ("regex", "reason"),
    [
        (r"loss=\S+", "No group: put parentheses around the number."),
        (r"loss=(x)?", "The group is not in this match."),
        (r"(loss)=", "Not a number: loss"),
        (r"loss=(nan)", "Not a finite number: nan"),
    ],
)
def test_a_match_without_a_value_says_why(regex: str, reason: str) -> None:
    [result] = report([("loss", regex)], "loss=nan").results
    assert [hit.reason for hit in result.first] == [reason]
    assert result.final is None


@pytest.mark.parametrize(
    ("definition", "name_error", "regex_error"),
    [
        (("", "x"), "Enter a value.", ""),
        (("x" * 256, "x"), "Use at most 255 characters.", ""),
        (("loss", ""), "", "Enter a value."),
        (("loss", "x" * 501), "", "Use at most 500 characters."),
        (("loss", "loss=("), "", "Correct the expression: missing ) at position 6."),
        (
            ("loss", "((a{999}){999}){999}"),
            "",
            "Correct the expression: its groups are repeated too often.",
        ),
    ],
)
def test_what_is_wrong_with_a_definition_stands_at_its_field_with_and_without_a_log(
    definition: tuple[str, str], name_error: str, regex_error: str
) -> None:
    for log in ("", "xx"):
        [row] = report([definition], log).rows
        assert (row.name_error, row.regex_error) == (name_error, regex_error)
        assert (row.result is None) == bool(regex_error or not log)


def test_blank_definitions_are_none_and_there_are_at_most_so_many() -> None:
    assert report([("", "")], LOG).rows == []
    assert len(report([LOSS] * (MOST_DEFINITIONS + 1), LOG).rows) == MOST_DEFINITIONS


def test_a_catastrophic_expression_is_given_up_and_the_others_are_not() -> None:
    log = f"{SLOW_LINE}\n" * (MAX_TIMEOUTS + 5) + "loss=1"
    slow, quick = report([("slow", SLOW), LOSS], log, itertools.repeat(0.0).__next__).rows
    assert slow.regex_error == (
        "Simplify the expression: it took longer than 0.1 s on 10 lines and was given up,"
        " as it is in training."
    )
    assert quick.result is not None
    assert quick.result.points == 1
    [once] = report([("slow", SLOW)], SLOW_LINE).rows
    assert once.regex_error == "Simplify the expression: it took longer than 0.1 s on 1 line."


def test_an_expression_that_uses_up_its_time_says_how_far_it_came() -> None:
    # Every look at the clock is a second later: of 4 s, the first may use 2, the second the rest.
    first, second = report([LOSS, LOSS], "loss=1\n" * 9, itertools.count().__next__).rows
    said = "Simplify the expression: there was time for the first {} lines only."
    assert first.regex_error == said.format(1)
    assert second.regex_error == said.format(0)


def test_a_megabyte_of_lines_is_read_in_time_and_the_middle_is_not_shown() -> None:
    log = ("step loss=0.125\n" * (LONGEST_LOG // 16)).strip()
    begun = time.monotonic()
    [result] = report([LOSS], log).results
    assert time.monotonic() - begun < metric_testing.BUDGET_S
    assert (result.points, result.unusable) == (LONGEST_LOG // 16, 0)
    assert (len(result.first), len(result.last)) == (MOST_SHOWN, MOST_SHOWN)
    assert result.not_shown == result.points - 2 * MOST_SHOWN
    assert result.final is result.last[-1]


def test_more_than_a_megabyte_is_not_looked_through() -> None:
    found = report([LOSS], "x" * (LONGEST_LOG + 1))
    assert found.log_error == "Keep the last 1,000,000 characters: these are 1,000,001."
    assert found.results == []


def test_what_is_shown_of_a_match_plays_no_tricks() -> None:
    [result] = report([("loss", r"l(.*)s")], "l\x1b[31m\u202e\x07" + "x" * 300 + "s").results
    [hit] = result.first
    assert hit.text.startswith("l\ufffd\ufffdx")
    assert hit.text.endswith("more characters)")
    assert len(hit.text) < 250


def test_the_definitions_of_an_algorithm_are_those_it_declares() -> None:
    declared = {"TrainingSpecification": {"MetricDefinitions": [{"Name": "a", "Regex": "b"}, {}]}}
    assert metric_testing.of_algorithm(declared) == [("a", "b"), ("", "")]
    nothing: dict[str, Any] = {}
    assert metric_testing.of_algorithm(nothing) == []
    assert DEFINITION["AlgorithmSpecification"]["MetricDefinitions"]
