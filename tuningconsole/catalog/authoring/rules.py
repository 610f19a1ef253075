"""What the members of CreateAlgorithm's request must be to each other.

Sources: domain-rules.md 1.2 to 1.5 and 2.3 (O6, H5, G2, G3); Range and SupportedInputModes in the
documentation of botocore's model; "To publish your algorithm on AWS Marketplace, your algorithm
must be validated" in sagemaker-mkt-create-algo. Evidence: [D] but for the numbers of a range and
the default in it, which follow from what they are for [E].
"""

from collections.abc import Callable, Iterable, Iterator, Mapping
from typing import Any

import regex
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from tuningconsole.catalog.authoring.hyperparameters import BOUNDS, RANGES
from tuningconsole.catalog.authoring.keys import CHANNELS, HYPERPARAMETERS, METRICS
from tuningconsole.catalog.authoring.writing import OBJECTIVES
from tuningconsole.spec import ranges, rules
from tuningconsole.spec.problems import Problem
from tuningconsole.spec.reading import member, repeated, structure, structures, text, texts
from tuningconsole.spec.rules import tag_keys

Request = Mapping[str, Any]
NUMBERS = {
    "Integer": gettext_noop("Enter a whole number."),
    "Continuous": gettext_noop("Enter a number."),
}
_TAKEN = {
    CHANNELS: gettext_noop("Choose another name: a channel above is called {name}."),
    HYPERPARAMETERS: gettext_noop("Choose another name: a row above is called {name}."),
    METRICS: gettext_noop("Choose another name: a metric above is called {name}."),
}
UNSUPPORTED_MODE = "FastFile"
"""CreateAlgorithm refuses it although the model's enumeration has it (domain-rules.md C7)."""


def check(request: Request) -> list[Problem]:
    """Return every rule that the request breaks, each at its member; shapes aside."""
    return [problem for rule in _RULES for problem in rule(request)]


def _names_are_unique(request: Request) -> Iterator[Problem]:
    for path, taken in _TAKEN.items():
        names = [
            (f"{path}.{number}.Name", text(item, "Name")) for number, item in _list(request, path)
        ]
        for where, name in repeated(names):
            yield _problem(where, _(taken).format(name=name))


def _channels(request: Request) -> Iterator[Problem]:
    for number, channel in _list(request, CHANNELS):
        if UNSUPPORTED_MODE in texts(channel, "SupportedInputModes"):
            yield _problem(
                f"{CHANNELS}.{number}.SupportedInputModes",
                _("Choose Pipe or File: an algorithm cannot declare FastFile."),
            )


def _objectives(request: Request) -> Iterator[Problem]:
    names = {text(item, "Name") for _, item in _list(request, METRICS)}
    for number, item in _list(request, OBJECTIVES):
        if text(item, "MetricName") not in names:
            yield _problem(
                f"{OBJECTIVES}.{number}.MetricName",
                _("Define the metric first: an objective is one of the metrics."),
            )


def _regexes(request: Request) -> Iterator[Problem]:
    for number, item in _list(request, METRICS):
        try:
            regex.compile(text(item, "Regex"))
        except regex.error as error:
            message = _("Correct the expression: {reason}.").format(reason=error.msg)
            yield _problem(f"{METRICS}.{number}.Regex", message)


def _hyperparameters(request: Request) -> Iterator[Problem]:
    for number, item in _list(request, HYPERPARAMETERS):
        path = f"{HYPERPARAMETERS}.{number}"
        kind = text(item, "Type")
        if kind == "FreeText" and member(item, "IsTunable") is True:
            yield _problem(f"{path}.IsTunable", _("Untick this: free text cannot be tuned."))
        for given in structure(item, "Range"):
            if given != RANGES.get(kind):
                message = _("Give a range for the type {type}, not {given}.")
                yield _problem(f"{path}.Range", message.format(type=kind, given=given))
        yield from _bounds(path, kind, item)
        yield from _values(path, item)


def _bounds(path: str, kind: str, item: Mapping[str, Any]) -> Iterator[Problem]:
    """Yield what is wrong with the numbers of a range, and with the default beside them."""
    given = structure(item, "Range", RANGES.get(kind, ""))
    if kind not in NUMBERS or not given:
        return
    typed = {
        f"{path}.Range.{RANGES[kind]}.{name}": text(given, name) for name in BOUNDS.values()
    } | {f"{path}.DefaultValue": text(item, "DefaultValue")}
    wrong = [where for where, found in typed.items() if found and not ranges.is_number(kind, found)]
    for where in wrong:
        yield _problem(where, _(NUMBERS[kind]))
    lowest, highest, default = (
        ranges.number(kind, found) if found and where not in wrong else None
        for where, found in typed.items()
    )
    if lowest is None or highest is None:
        return
    low, high = text(given, "MinValue"), text(given, "MaxValue")
    if lowest > highest:
        message = _("Enter {least} or more.").format(least=low)
        yield _problem(f"{path}.Range.{RANGES[kind]}.MaxValue", message)
    elif default is not None and not lowest <= default <= highest:
        message = _("Enter a value from {least} to {most}.").format(least=low, most=high)
        yield _problem(f"{path}.DefaultValue", message)


def _values(path: str, item: Mapping[str, Any]) -> Iterator[Problem]:
    """Yield what is wrong with the values of a categorical range, and the default among them."""
    where = f"{path}.Range.{RANGES['Categorical']}.Values"
    values = texts(item, "Range", RANGES["Categorical"], "Values")
    for _where, value in repeated([(where, value) for value in values]):
        yield _problem(where, _("Keep {value} once.").format(value=value))
    default = text(item, "DefaultValue")
    if values and default and default not in values:
        message = _("Choose one of: {values}.").format(values=", ".join(values))
        yield _problem(f"{path}.DefaultValue", message)


def _publishing(request: Request) -> Iterator[Problem]:
    if member(request, "CertifyForMarketplace") is True and not request.get(
        "ValidationSpecification"
    ):
        yield _problem(
            "CertifyForMarketplace",
            _("Tick Validate this algorithm too: AWS lists validated ones only."),
        )


def _tags(request: Request) -> Iterable[Problem]:
    return tag_keys.check(request, rules.Context())


def _list(request: Request, path: str) -> list[tuple[int, Mapping[str, Any]]]:
    return structures(request, *path.split("."))


def _problem(path: str, message: str) -> Problem:
    return Problem(path, message, message)


_RULES: tuple[Callable[[Request], Iterable[Problem]], ...] = (
    _names_are_unique,
    _channels,
    _objectives,
    _regexes,
    _hyperparameters,
    _publishing,
    _tags,
)
