"""A range suits its scaling type.

Rules R9, R10, R11 of domain-rules.md. Source: the guide's page
automatic-model-tuning-define-ranges, "Hyperparameter scaling". Evidence: [D] documented; the texts
are ours [E] (domain-rules.md 1.13). What is no number is left to range_numbers.
"""

from collections.abc import Iterable, Iterator

from tuningconsole.spec.problems import Problem
from tuningconsole.spec.ranges import is_number, number
from tuningconsole.spec.reading import Range, definitions, text
from tuningconsole.spec.rules import Context, Request


def check_definitions(request: Request, context: Context) -> Iterable[Problem]:
    """Yield a problem for every range that its scale cannot show."""
    for definition in definitions(request):
        for found in definition.ranges:
            match text(found.body, "ScalingType"):
                case "ReverseLogarithmic" if found.kind == "Integer":
                    yield _for_integers(found)
                case "ReverseLogarithmic":
                    yield from _reverse(found)
                case "Logarithmic":
                    yield from _logarithmic(found)


def _for_integers(found: Range) -> Problem:
    return Problem(
        f"{found.path}.ScalingType",
        "Choose Auto, Linear or Logarithmic for a whole number.",
        f"ReverseLogarithmic scaling is not supported for integer hyperparameters: {found.name}.",
        value="ReverseLogarithmic",
    )


def _logarithmic(found: Range) -> Iterator[Problem]:
    low = text(found.body, "MinValue")
    if is_number(found.kind, low) and float(number(found.kind, low)) <= 0:
        yield Problem(
            f"{found.path}.MinValue",
            "Enter a number above 0, or choose another scaling type.",
            f"Logarithmic scaling requires values greater than 0: {found.name}.",
            value=low,
        )


def _reverse(found: Range) -> Iterator[Problem]:
    for name in ("MinValue", "MaxValue"):
        bound = text(found.body, name)
        if is_number(found.kind, bound) and not 0 <= float(number(found.kind, bound)) < 1:
            yield Problem(
                f"{found.path}.{name}",
                "Enter a number from 0 to below 1, or choose another scaling type.",
                f"ReverseLogarithmic scaling requires 0 <= x < 1.0: {found.name}.",
                value=bound,
            )
