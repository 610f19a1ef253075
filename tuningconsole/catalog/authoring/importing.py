"""A request of CreateAlgorithm, or DescribeAlgorithm's answer -> answers.

What an answer has beyond a request (ARN, status, times, product) is not asked for; everything
else that cannot be taken over is named by its path.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from tuningconsole.catalog.authoring import hyperparameters, rows, values
from tuningconsole.catalog.authoring.declarations import ROOT, Field, Rows, Section, Specification
from tuningconsole.catalog.authoring.keys import (
    BOTH,
    INFERENCE,
    JSON,
    MORE,
    OBJECTIVE,
    ROWS,
    VALIDATION,
)
from tuningconsole.catalog.authoring.pages import STEPS
from tuningconsole.catalog.authoring.writing import build
from tuningconsole.spec import shapes
from tuningconsole.spec.described import SUBMISSION_TAG
from tuningconsole.spec.reading import member, structures, text

_SWITCHES = {
    INFERENCE: "InferenceSpecification",
    VALIDATION: "ValidationSpecification",
}
_DESCRIBED_ONLY = frozenset(shapes.shape("DescribeAlgorithmOutput").members) - frozenset(  # type: ignore[attr-defined]
    shapes.shape(ROOT).members  # type: ignore[attr-defined]
)


@dataclass(frozen=True, slots=True)
class Imported:
    """The answers, and the paths in the document that no page can show."""

    answers: dict[str, Any]
    left_out: list[str]


def imported(document: Mapping[str, Any]) -> Imported:
    """Return the answers that make the same request again."""
    known = {
        name: given
        for name, given in document.items()
        if name not in _DESCRIBED_ONLY and name != "ResponseMetadata" and given is not None
    }
    if isinstance(tags := known.get("Tags"), list):
        known["Tags"] = [tag for tag in tags if member(tag, "Key") != SUBMISSION_TAG]
    answers: dict[str, Any] = {
        key: "on" if known.get(name) else "" for key, name in _SWITCHES.items()
    }
    for step in STEPS:
        for part in step.parts:
            answers |= _answers(part, known)
    return Imported(answers, list(_missing(known, build(answers).request, "")))


def _answers(part: Section | Rows | Specification, document: Mapping[str, Any]) -> dict[str, Any]:
    match part:
        case Specification():
            return _specification(part, document)
        case Rows():
            found: dict[str, Any] = {}
            for number, item in structures(document, *part.path.split("."))[: part.most]:
                for field in part.fields:
                    found[field.key(number)] = _of_row(part, field, item, document)
            return found
        case Section(fields=fields):
            return {
                field.path: _typed(field, member_at(document, field.path))
                for field in fields
                if ":" not in field.path
            }


def _specification(part: Specification, document: Mapping[str, Any]) -> dict[str, Any]:
    given = member(document, *part.path.split("."))
    if given is None:
        return {part.form.path: ROWS}
    try:
        return {part.form.path: ROWS, **hyperparameters.rows_of(part.rows, given)}
    except hyperparameters.NotRowsError:
        return {part.form.path: JSON, part.json.path: values.written(given)}


def _of_row(
    part: Rows, field: Field, item: Mapping[str, Any], document: Mapping[str, Any]
) -> str | list[str]:
    names = [other.path.removeprefix(f"{part.path}.*.") for other in part.fields]
    if field.path == MORE:
        others = {name: given for name, given in item.items() if name not in names}
        return values.written(others) if others else ""
    if field.path == OBJECTIVE:
        kinds = _objectives(document).get(text(item, "Name"), [])
        return BOTH if len(kinds) > 1 else "".join(kinds)
    return _typed(field, item.get(field.path.removeprefix(f"{part.path}.*.")))


def _objectives(document: Mapping[str, Any]) -> dict[str, list[str]]:
    found: dict[str, list[str]] = {}
    for _, item in structures(
        document, "TrainingSpecification", "SupportedTuningJobObjectiveMetrics"
    ):
        kinds = found.setdefault(text(item, "MetricName"), [])
        if text(item, "Type") not in kinds:
            kinds.append(text(item, "Type"))
    return found


def _typed(field: Field, given: Any) -> str | list[str]:
    if given is None:
        return rows.initial(field.initial) if isinstance(field.initial, str) else []
    return values.typed(field, given)


def member_at(document: Any, path: str) -> Any:
    """Return what stands at a dotted path, list items by number; `None` for nothing."""
    here = document
    for part in path.split("."):
        if isinstance(here, list) and part.isdecimal():
            here = here[int(part)] if int(part) < len(here) else None
        else:
            here = member(here, part)
    return here


def _missing(given: Any, taken: Any, path: str) -> Iterator[str]:
    """Yield the paths whose values the pages do not give back."""
    if path.endswith("SupportedTuningJobObjectiveMetrics") and isinstance(given, list):
        if _as_set(given) != _as_set(taken):
            yield path
    elif isinstance(given, dict) and isinstance(taken, dict):
        for name, item in given.items():
            yield from _missing(item, taken.get(name), f"{path}.{name}".removeprefix("."))
    elif isinstance(given, list) and isinstance(taken, list) and len(given) == len(taken):
        for number, (item, other) in enumerate(zip(given, taken, strict=True)):
            yield from _missing(item, other, f"{path}.{number}")
    elif given != taken and given not in (None, "", [], {}):
        yield path


def _as_set(items: Any) -> set[tuple[str, str]] | None:
    if not isinstance(items, list):
        return set()
    return {(text(item, "MetricName"), text(item, "Type")) for item in items}
