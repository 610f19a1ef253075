"""Data points out of log lines."""

import pytest

from tuningconsole.spec.metrics import (
    MAX_LINE,
    MAX_TIMEOUTS,
    TOO_LARGE,
    Expression,
    Scanner,
    Unusable,
    lines,
)

SLOW = r"(a|aa)+$"
SLOW_LINE = "a" * 60 + "b"
"""More ways to fail than anybody can try: a Fibonacci number."""


def points(line: str, *definitions: tuple[str, str]) -> list[tuple[str, float]]:
    return list(Scanner({"Name": name, "Regex": regex} for name, regex in definitions).values(line))


def test_every_match_is_a_point_and_its_value_the_first_group() -> None:
    line = "epoch 1 loss=0.5 epoch 2 loss=-1.5e-07 accuracy=.9"
    loss, accuracy = ("loss", r"loss=(\S+)"), ("accuracy", r"accuracy=(\S+)")
    assert points(line, loss, accuracy) == [("loss", 0.5), ("loss", -1.5e-07), ("accuracy", 0.9)]


@pytest.mark.parametrize(
    ("pattern", "line", "group", "reason"),
    [
        (r"loss=\S+", "loss=1", "", Unusable.NO_GROUP),
        (r"loss=(x)?", "loss=1", "", Unusable.NOT_IN_IT),
        (r"loss=(\w+)", "loss=one", "one", Unusable.NO_NUMBER),
        (r"loss=(\S*)", "loss=", "", Unusable.NO_NUMBER),
        (r"loss=(\w+)", "loss=nan", "nan", Unusable.NOT_FINITE),
        (r"loss=(\S+)", "loss=-1e999", "-1e999", Unusable.NOT_FINITE),
    ],
)
def test_a_match_that_is_no_point_says_why(
    pattern: str, line: str, group: str, reason: Unusable
) -> None:
    [match] = Expression.of({"Name": "loss", "Regex": pattern}).matches(line)
    assert (match.group, match.value) == (group, reason)
    assert points(line, ("loss", pattern)) == []


def test_what_is_no_expression_finds_nothing_and_says_why() -> None:
    broken = Expression.of({"Name": "loss", "Regex": "loss=("})
    assert "missing )" in broken.error
    assert list(broken.matches("loss=(")) == []
    assert points("loss=1", ("broken", "("), ("loss", r"loss=(\d)")) == [("loss", 1.0)]


def test_an_expression_that_takes_too_long_is_given_up_and_others_go_on() -> None:
    slow = Expression.of({"Name": "slow", "Regex": SLOW})
    for number in range(MAX_TIMEOUTS):
        assert not slow.is_given_up
        assert list(slow.matches(SLOW_LINE)) == []
        assert slow.timeouts == number + 1
    assert slow.is_given_up
    assert list(slow.matches("aa")) == []


@pytest.mark.parametrize(
    "pattern",
    [
        "((a{1000}){1000}){1000}",
        "(?:(?:(?:b{999}[(]){999}[[:alpha:](]){999,}",
        "(?x)((a) {1000} ) # (\n {1000}",
        "((a)(?#[){1000}(?#])){1000}",
        "(?:" * 80 + "a" + "){9}" * 80,
    ],
)
def test_an_expression_that_would_take_gigabytes_is_not_compiled(pattern: str) -> None:
    assert Expression.of({"Name": "large", "Regex": pattern}).error == TOO_LARGE


@pytest.mark.parametrize(
    "pattern",
    [
        r"\d{4}-\d{2}-\d{2} \d{2}:\d{2}:\d{2},\d{3} .{1,500}loss=([0-9.]{1,12})",
        r"^(?:[^;]*;){7}\s*([-+]?\d+(?:\.\d+)?(?:[eE][-+]?\d+)?)",
        r"((?:\d{1,3}\.){3}\d{1,3}) acc: (\S+)",
    ],
)
def test_an_expression_as_people_write_them_is_not_too_large(pattern: str) -> None:
    assert Expression.of({"Name": "usual", "Regex": pattern}).error == ""


def test_lines_are_those_that_cloudwatch_keeps() -> None:
    assert lines("a\r\n\nb\0") == ["a", "", "b\N{REPLACEMENT CHARACTER}"]
    assert [len(line) for line in lines("x" * (MAX_LINE + 1))] == [MAX_LINE, 1]
