"""What the strict content security policy and the style sheets rely on."""

import re
from pathlib import Path

import pytest

from tests.architecture.sources import files, name

UNSAFE = {
    "inline script": re.compile(r"<script(?![^>]*(\ssrc=|type=\"application/json\"))[^>]*>", re.I),
    "inline style": re.compile(r"<style\b|\sstyle\s*=", re.I),
    "event attribute": re.compile(r"<[^>{]*\s(on[a-z]+|hx-on[:\w-]*)\s*=", re.I),
    "unescaped value": re.compile(r"\|\s*safe\b|autoescape\s+off"),
    "address of another host": re.compile(r"(src|<link[^>]*href)=\"(https?:)?//", re.I),
}
COLOUR = re.compile(r"#[0-9a-fA-F]{3,8}\b|\brgba?\(|\bhsla?\(")
ATTACH = re.compile(r"^export (async )?function attach\(", re.M)


def unsafe(template: str) -> list[str]:
    """Return what of the template the policy would block or an attacker could use."""
    return [what for what, pattern in UNSAFE.items() if pattern.search(template)]


@pytest.mark.parametrize("path", files("*.html", "templates", "tuningconsole"), ids=name)
def test_a_template_has_nothing_that_the_policy_blocks(path: Path) -> None:
    assert unsafe(path.read_text()) == []


@pytest.mark.parametrize("path", files("*.css", "static/css"), ids=name)
def test_colours_stand_in_the_tokens_only(path: Path) -> None:
    text = re.sub(r"/\*.*?\*/", "", path.read_text(), flags=re.S)
    assert path.stem == "tokens" or not COLOUR.findall(text)


@pytest.mark.parametrize("path", files("*.js", "static/js/behaviours"), ids=name)
def test_a_behaviour_is_a_module_that_attaches(path: Path) -> None:
    assert ATTACH.search(path.read_text())


@pytest.mark.parametrize(
    ("template", "what"),
    [
        ("<script>1</script>", "inline script"),
        ('<script type="module">1</script>', "inline script"),
        ('<p style="color: red">', "inline style"),
        ('<a onclick="x()">', "event attribute"),
        ('<a hx-on:click="x()">', "event attribute"),
        ("{{ x|safe }}", "unescaped value"),
        ('<img src="//cdn.example/x.png">', "address of another host"),
    ],
)
def test_what_is_unsafe_is_found(template: str, what: str) -> None:
    assert unsafe(template) == [what]


def test_what_is_safe_is_not_found() -> None:
    assert unsafe('<script src="{% static "js/main.js" %}" type="module"></script>') == []
    assert unsafe('<a href="https://docs.aws.amazon.com/" data-confirm="x">on = off</a>') == []
