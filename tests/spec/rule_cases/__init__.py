"""One row for each way to break a rule: what changes in a valid request, and what is said of it.

A module of this folder has `CASES`, and may have `VALID`: changes that break no rule, though only
just. Nothing registers it.
"""

import pkgutil
from importlib import import_module
from typing import Any

from tests.spec.rule_cases.case import Case

_MODULES = [
    import_module(f"{__name__}.{found.name}")
    for found in pkgutil.iter_modules(__path__)
    if found.name != "case"
]
CASES: list[Case] = [case for module in _MODULES for case in module.CASES]
VALID: list[dict[str, Any]] = [
    changes for module in _MODULES for changes in getattr(module, "VALID", ())
]
