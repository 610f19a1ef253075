"""A rule's docstring is its documentation: what it says, from where, how well known."""

import ast
import re
from pathlib import Path

import pytest

from tests.architecture.sources import files, name

SECTION = re.compile(r"(Rules? [A-Z]\d+[bc]?(, [A-Z]\d+[bc]?)*|Table 1\.10) of domain-rules\.md")
EVIDENCE = re.compile(r"Evidence: \[[SDLPRE]\] ")
"""How the level begins: model, documentation, literal, deduced, measured, our decision."""
RULES = [path for path in files("*.py", "tuningconsole/spec/rules") if path.stem != "__init__"]


def missing(source: str) -> list[str]:
    """Return what the docstring of a rule does not say."""
    docstring = ast.get_docstring(ast.parse(source)) or ""
    said = {
        "the rule in the first line": docstring.partition("\n")[0].endswith("."),
        "its number": SECTION.search(docstring),
        "a source": "Source" in docstring,
        "the level of evidence": EVIDENCE.search(" ".join(docstring.split())),
    }
    return [what for what, found in said.items() if not found]


@pytest.mark.parametrize("path", RULES, ids=name)
def test_a_rule_says_its_source_and_its_evidence(path: Path) -> None:
    assert missing(path.read_text()) == []


def test_a_rule_without_documentation_is_found() -> None:
    assert len(missing("def check(): ...")) == 4
    assert missing('"""X holds.\n\nRule T1 of domain-rules.md. Source: none.\n"""') == [
        "the level of evidence"
    ]
    assert missing(
        '"""X holds.\n\nRule T1 of domain-rules.md. Source: y. Evidence: ours.\n"""'
    ) == ["the level of evidence"]
    assert (
        missing('"""X.\n\nTable 1.10 of domain-rules.md. Source: y. Evidence: [E] ours.\n"""') == []
    )
