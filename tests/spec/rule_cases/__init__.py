"""One row for each way to break a rule: what changes in a valid request, and what is said of it."""

import pkgutil
from importlib import import_module

from tests.spec.rule_cases.case import Case

CASES: list[Case] = [
    case
    for module in sorted(found.name for found in pkgutil.iter_modules(__path__))
    if module != "case"
    for case in import_module(f"{__name__}.{module}").CASES
]
"""Of every module in this folder; nothing registers one."""
