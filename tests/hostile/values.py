"""What nobody should send: texts for any input, and what can happen to a form on its way."""

from collections.abc import Callable
from typing import Any

from hypothesis import strategies as st

from tests.hostile.forms import Form

Pairs = list[tuple[str, str]]
BAD = (
    *("", " ", "\0", "a\0b", "\r\n", "a\r\nSet-Cookie: x=1", "\x1b[31m", "\x7f", "\u2028\u2029"),
    *(
        "\u202egnp.exe",
        "שלום",
        "مرحبا",
        "👩‍👩‍👧‍👦" * 9,
        "é" * 300,
        "a\u0300" * 400,
        "\ufeff",
        "\uffff",
        "\U0001d518",
    ),
    *("\ud800", "\udfff\ud800", "%", "%00", "%ff", "\\", "\\u0000", "{{ 7*7 }}", "{% load x %}"),
    *("0", "-0", "-1", "1e999", "-1e999", "NaN", "Infinity", "1e-400", "٣", "½", "0x10", "1_000"),
    *("1,5", "2147483648", "-2147483649", "9223372036854775808", "9" * 400, "9" * 5000, "0" * 99),
    *("<script>x</script>", "'\"><img src=x>", "' OR 1=1 --", "$(id)", "=cmd|' /C calc'!A0"),
    *("../../etc/passwd", "s3://", "s3://x/../..//", "S3://UPPER", "http://169.254.169.254/"),
    *(
        "arn:",
        "arn:aws:iam::1:role/x",
        "arn:aws:sagemaker:us-east-2:111122223333:algorithm/" + "a" * 999,
    ),
    *("true", "null", "[]", "{}", "[" * 2000, '{"a":' * 500, "- &a [*a]", "!!python/object:x {}"),
    *("2026-13-45", "0000-00-00", "9999-12-31T23:59:59", "x" * 300, "x" * 3000, "x" * 70_000),
    *("(a+)+$", "(?P<a>", "[", "*", "(?i)(?#", "a{99999}", "\\", "on", "off", "__all__", "None"),
)
"""Texts that have broken programs. No end tag of a textarea: that ends it."""

texts = st.one_of(
    st.sampled_from(BAD),
    st.text(max_size=30),
    st.text(st.characters(codec="utf-8", categories=["Nd", "Cf", "Mn", "Zl"]), max_size=9),
    st.integers().map(str),
    st.floats().map(str),
)
Change = Callable[[Pairs], Pairs]


def changes(form: Form) -> st.SearchStrategy[Change]:
    """Return what one thing may happen to a form: a change of the pairs that it sends."""
    names = st.sampled_from(form.names or ["nothing"])
    choices = {one.name: one.choices for one in form.controls if one.choices}
    chosen = [st.tuples(st.just(n), st.sampled_from(c)) for n, c in choices.items()]
    likely = st.one_of(*chosen) if chosen else st.tuples(names, texts)
    return st.one_of(
        st.tuples(names, texts).map(lambda pair: _put(*pair)),
        st.tuples(names, texts).map(lambda pair: _put(*pair)),
        likely.map(lambda pair: _put(*pair)),
        names.map(_drop),
        st.tuples(names, st.lists(texts, min_size=2, max_size=9)).map(lambda pair: _put_all(*pair)),
        names.map(lambda name: _put_all(name, ["again"] * 600)),
        st.tuples(_strange(form), texts).map(lambda pair: _put(*pair)),
    )


def _strange(form: Form) -> st.SearchStrategy[str]:
    """Return names that the form does not have, some of them near those that it has."""
    near = [f"{name}{end}" for name in form.names[:20] for end in ("[]", ".0", ".99999.Name", "-0")]
    known = ["id", "pk", "team", "owner", "_save", "_next", "_go", "_add", "_remove", "_live"]
    return st.one_of(st.sampled_from([*near, *known, "", "\0"]), st.text(max_size=12))


def _put(name: str, value: str) -> Change:
    return _put_all(name, [value])


def _put_all(name: str, values: list[str]) -> Change:
    return lambda pairs: [pair for pair in pairs if pair[0] != name] + [(name, v) for v in values]


def _drop(name: str) -> Change:
    return lambda pairs: [pair for pair in pairs if pair[0] != name]


def sendings(form: Form) -> st.SearchStrategy[Pairs]:
    """Return what may be sent: the form, a button of it pressed, with up to four changes."""
    buttons = [(one.name, v) for one in form.controls if one.kind == "button" for v in one.values]
    pressed = st.sampled_from([None, *buttons])

    def apply(drawn: tuple[Any, list[Change]]) -> Pairs:
        button, all_changes = drawn
        pairs = form.sent() + ([button] if button else [])
        for change in all_changes:
            pairs = change(pairs)
        return pairs

    return st.tuples(pressed, st.lists(changes(form), min_size=1, max_size=4)).map(apply)
