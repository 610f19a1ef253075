import pytest

from tests.architecture.sources import files, name

LIMITS = {"*.py": 300, "*.html": 120, "*.js": 200, "*.css": 300}
"""Lines that a reader takes in; what outgrows them has two subjects. bin/ are programs of one."""


@pytest.mark.parametrize(("pattern", "limit"), LIMITS.items())
def test_no_file_is_longer_than_a_reader_takes_in(pattern: str, limit: int) -> None:
    lengths = {
        name(path): len(path.read_text().splitlines())
        for path in files(pattern, "tuningconsole", "tests", "templates", "static")
    }
    assert {path: length for path, length in lengths.items() if length > limit} == {}


def test_the_files_are_found() -> None:
    found = {name(path) for path in files("*.py", "tuningconsole", "tests")}
    assert {"tuningconsole/spec/shapes.py", "tests/architecture/test_sizes.py"} <= found
    assert not any("migrations" in path for path in found)
