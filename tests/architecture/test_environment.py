"""`.env.example` tells of every variable that the settings read, and of no other."""

import re

import pytest

from tests.architecture.sources import ROOT, files

READ = re.compile(r"""\benv\.(?:text|flag|integer|words|choice)\(\s*["'](\w+)["']""")
SHOWN = re.compile(r"^#?([A-Z][A-Z0-9_]+)=", re.MULTILINE)


def read_by_settings() -> set[str]:
    found: set[str] = set()
    for path in files("*.py", "tuningconsole/settings"):
        found |= set(READ.findall(path.read_text()))
    return found


def test_the_example_lists_every_variable_that_the_settings_read() -> None:
    shown = SHOWN.findall((ROOT / ".env.example").read_text())
    assert sorted(shown) == sorted(read_by_settings())


@pytest.mark.parametrize("name", ["SECRET_KEY", "HTTPS", "ENGINE_STOP_GRACE_S", "ALLOWED_HOSTS"])
def test_each_kind_of_reader_is_found(name: str) -> None:
    assert name in read_by_settings()
