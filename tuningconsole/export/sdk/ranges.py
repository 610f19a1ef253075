"""The ranges of a definition as the SDK's parameters, which write a bound as `str(bound)`."""

import math
from typing import Any

from tuningconsole.export.writing.python import Call
from tuningconsole.export.writing.rest import Rest

_RANGES = "HyperParameterRanges"
_NUMBERS = {"Integer": int, "Continuous": float}


def hyperparameter_ranges(definition: Rest) -> tuple[dict[str, Call], dict[str, str]]:
    """Take the ranges; return the SDK's parameter and one value inside, each by name."""
    found: dict[str, Call] = {}
    values: dict[str, str] = {}
    for kind in _NUMBERS:
        for item in definition.each(f"{_RANGES}.{kind}ParameterRanges"):
            name, low = str(item.take("Name")), str(item.take("MinValue"))
            bounds = (_number(kind, low), _number(kind, str(item.take("MaxValue"))))
            scaling = item.take("ScalingType")
            named = {} if scaling in {None, "Auto"} else {"scaling_type": scaling}
            found[name], values[name] = Call(f"{kind}Parameter", bounds, named), low
    for item in definition.each(f"{_RANGES}.CategoricalParameterRanges"):
        name, categories = str(item.take("Name")), item.take("Values") or []
        found[name] = Call("CategoricalParameter", (categories,))
        values[name] = next(iter(categories), "")
    return found, values


def _number(kind: str, text: str) -> Any:
    """Return the number where the SDK writes it as this text again, else the text itself."""
    try:
        value = _NUMBERS[kind](text)
    except ValueError:
        return text
    return value if str(value) == text and math.isfinite(value) else text
