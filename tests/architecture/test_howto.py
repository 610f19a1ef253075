"""The documentation is true: what it names exists, what it shows works."""

import re
from pathlib import Path
from typing import Any

import pytest

from tests.architecture.sources import ROOT, name
from tests.spec.requests import expanded
from tuningconsole.spec import rules

PAGES = [ROOT / "README.md", *sorted((ROOT / "docs").rglob("*.md"))]
PATH = re.compile(r"`((?:tuningconsole|tests|templates|static|docs|bin|bench)/[^`\s<>*]*)`")
LINK = re.compile(r"\]\(([^):#]+)\)")
PYTHON = re.compile(r"^( *)```python\n(.*?)^ *```$", re.S | re.M)


def missing(page: str) -> list[str]:
    """Return the paths that the page names in backticks and that are not there."""
    return [path for path in PATH.findall(page) if not (ROOT / path).exists()]


def blocks(page: str) -> list[str]:
    """Return the Python that the page shows, without the indentation of its list."""
    return [
        re.sub(rf"^{indent}", "", source, flags=re.M) for indent, source in PYTHON.findall(page)
    ]


@pytest.mark.parametrize("path", PAGES, ids=name)
def test_what_a_page_names_exists(path: Path) -> None:
    assert missing(path.read_text()) == []


@pytest.mark.parametrize("path", PAGES, ids=name)
def test_what_a_page_links_to_exists(path: Path) -> None:
    links = LINK.findall(path.read_text())
    assert [link for link in links if not (path.parent / link).exists()] == []


@pytest.mark.parametrize("path", PAGES, ids=name)
def test_what_a_page_shows_is_python(path: Path) -> None:
    for source in blocks(path.read_text()):
        compile(source, name(path), "exec")


def test_what_is_missing_is_found() -> None:
    assert missing("`tuningconsole/spec/bogus.py` and `tests/spec/`") == [
        "tuningconsole/spec/bogus.py"
    ]


def test_the_rule_of_the_page_is_a_rule() -> None:
    [source] = blocks((ROOT / "docs/howto/add-a-rule.md").read_text())
    module: dict[str, Any] = {}
    exec(compile(source, "add-a-rule.md", "exec"), module)  # noqa: S102
    path = "HyperParameterTuningJobConfig.ResourceLimits.MaxRuntimeInSeconds"
    assert list(module["check"](expanded(**{path: 60}), rules.Context())) == []
    [problem] = module["check"](expanded(**{path: 59}), rules.Context())
    assert problem.path == "TrainingJobDefinitions.0.StoppingCondition.MaxRuntimeInSeconds"
