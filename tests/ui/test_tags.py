from datetime import UTC, datetime, timedelta

import pytest
from django.template import Context, Template

from tuningconsole.ui import wording


def shown(source: str, **context: object) -> str:
    return Template(source).render(Context(context))


def test_a_container_holds_what_stands_in_it_and_escapes_what_it_is_given() -> None:
    source = (
        '{% container heading=name description="Two." count=2 %}<i>{{ name }}</i>{% endcontainer %}'
    )
    html = shown(source, name="<b>")
    assert "&lt;b&gt; <span" in html
    assert "(2)" in html
    assert "<i>&lt;b&gt;</i>" in html


def test_a_key_value_is_a_term_and_its_description() -> None:
    html = shown('{% key_value "Region" %}{{ region }}{% endkey_value %}', region="us-east-2&")
    assert ">Region</dt>" in html
    assert ">us-east-2&amp;</dd>" in html


@pytest.mark.parametrize(
    ("value", "tone", "word"),
    [
        ("InProgress", "info", "In progress"),
        ("Completed", "success", "Completed"),
        ("Failed", "error", "Failed"),
        ("SUBMITTING", "stopped", "Submitting"),
        ("HELD", "warning", "Held"),
        ("Brand<new", "stopped", "Brand&lt;new"),
    ],
)
def test_a_status_is_a_word_and_a_tone(value: str, tone: str, word: str) -> None:
    html = shown("{% status value %}", value=value)
    assert f"status--{tone}" in html
    assert word in html


def test_a_time_is_relative_and_exact() -> None:
    html = shown("{% when moment %}", moment=datetime(2020, 1, 2, 3, 4, 5, tzinfo=UTC))
    assert 'data-exact="2020-01-02 03:04:05 UTC"' in html
    assert "years ago" in html


@pytest.mark.parametrize("tag", ["when", "duration", "number"])
def test_no_value_is_a_dash(tag: str) -> None:
    assert "\N{EN DASH}" in shown("{% " + tag + " nothing %}", nothing=None)


@pytest.mark.parametrize(
    ("seconds", "text"),
    [(0, "0 s"), (59.6, "1 min 00 s"), (3840, "1 h 04 min"), (90_000, "1 d 01 h")],
)
def test_a_duration_is_two_units(seconds: float, text: str) -> None:
    assert wording.duration(seconds) == text
    assert wording.duration(timedelta(seconds=seconds)) == text


def test_a_number_has_six_digits_and_all_of_them_on_hover() -> None:
    html = shown("{% number value %}", value=0.123456789)
    assert ">0.123457<" in html
    assert 'title="0.123456789"' in html


@pytest.mark.parametrize(
    ("seconds", "text"),
    [(0, "just now"), (61, "1 minute ago"), (7300, "2 hours ago"), (-86_400, "in 1 day")],
)
def test_a_distance_is_in_its_largest_unit(seconds: int, text: str) -> None:
    now = datetime(2026, 1, 1, tzinfo=UTC)
    assert wording.relative(now - timedelta(seconds=seconds), now) == text


def test_a_time_can_stand_within_a_translated_sentence() -> None:
    source = "{% when moment as seen %}{% blocktranslate %}Seen {{ seen }}.{% endblocktranslate %}"
    html = shown(source, moment=datetime(2020, 1, 2, 3, 4, 5, tzinfo=UTC))
    assert html.startswith("Seen <time")
    assert html.endswith("ago</time>.")
