"""The page of the operations names every one that the engine has, and no other."""

import re

from tests.architecture.sources import ROOT
from tuningconsole.spec import shapes

PAGE = ROOT / "docs/engine-operations.md"
MODULES = ROOT / "tuningconsole/engine/operations"
ROW = re.compile(r"^\| ([A-Z][A-Za-z, ]+) \|", re.M)
HANDLER = re.compile(r'^@operation\((?:"(\w+)")?\)\ndef (\w+)\(', re.M)


def documented() -> set[str]:
    return {name for row in ROW.findall(PAGE.read_text()) for name in row.split(", ")}


def offered() -> set[str]:
    """Return the operations' names, found in the modules as the registry finds them."""
    found = set()
    for path in MODULES.glob("*.py"):
        for service, handler in HANDLER.findall(path.read_text()):
            names = shapes.service_model(service or "sagemaker").operation_names
            [name] = [name for name in names if name.lower() == handler.replace("_", "")]
            found.add(name)
    return found


def test_the_page_names_every_operation_and_no_other() -> None:
    assert {"Search", "CreateTrainingJob", "GetLogEvents"} <= offered()
    assert documented() == offered()
