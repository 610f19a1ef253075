"""The hyperparameter specification: a row <-> HyperParameterSpecification, rows <-> JSON.

A row can hold whatever makes sense; JSON can hold anything. `rows_of` says where a document has
what no row can show, so that nothing is lost by switching.
"""

from collections.abc import Iterator, Mapping
from typing import Any

from django.utils.translation import gettext as _

from tuningconsole.catalog.authoring import values
from tuningconsole.catalog.authoring.declarations import Field, Rows
from tuningconsole.catalog.authoring.values import Answers, text
from tuningconsole.spec import shapes
from tuningconsole.spec.reading import structure

TYPES = shapes.enum("ParameterType")
RANGES = {
    kind: f"{kind}ParameterRangeSpecification" for kind in ("Integer", "Continuous", "Categorical")
}
"""Type -> the member of Range that is for it; FreeText has none (domain-rules.md H5)."""
BOUNDS = {"min": "MinValue", "max": "MaxValue"}
_FLAGS = ("IsTunable", "IsRequired")


class NotRowsError(ValueError):
    """The document has what rows cannot show.

    Attributes:
        path: where, as ``[2].Range``; "" for the whole.
    """

    def __init__(self, path: str, message: str) -> None:
        super().__init__(f"{path}: {message}" if path else message)
        self.path = path


def written(rows: Rows, answers: Answers, number: int) -> Iterator[tuple[str, Any, str]]:
    """Yield (path within the item, value, key of the input) of a row; nothing for what is blank."""
    for field in rows.fields:
        if ":" not in field.path:
            key = field.key(number)
            name = field.path.rpartition(".")[2]
            yield name, values.value(field, answers, key), key
    kind = text(answers, f"{rows.path}.{number}.Type")
    yield from _range(rows, answers, number, RANGES.get(kind, ""))


def _range(
    rows: Rows, answers: Answers, number: int, member: str
) -> Iterator[tuple[str, Any, str]]:
    start = f"{rows.path}.{number}.Range:"
    if member == RANGES["Categorical"]:
        key = f"{start}values"
        yield f"Range.{member}.Values", values.lines(answers, key) or None, key
    elif member and any(text(answers, start + name) for name in BOUNDS):
        for name, bound in BOUNDS.items():
            key = start + name
            yield f"Range.{member}.{bound}", text(answers, key) or None, key


def answers_of(rows: Rows, number: int, item: Mapping[str, Any]) -> dict[str, Any]:
    """Return the answers of the row that shows the item, as far as a row can."""
    found: dict[str, Any] = {}
    for field in rows.fields:
        part = field.path.rpartition(".")[2]
        if ":" in part:
            found[field.key(number)] = _typed_range(field, part.partition(":")[2], item)
        elif part in item:
            found[field.key(number)] = values.typed(field, item[part])
        else:
            found[field.key(number)] = ""
    return found


def _typed_range(field: Field, part: str, item: Mapping[str, Any]) -> str | list[str]:
    member = RANGES.get(str(item.get("Type")), "")
    name = BOUNDS.get(part, "Values")
    given = structure(item, "Range", member).get(name)
    return "" if given is None else values.typed(field, given)


def rows_of(rows: Rows, document: Any) -> dict[str, Any]:
    """Return the answers of the rows that show the document.

    Raises:
        NotRowsError: the document is no list of objects, or has what rows cannot show.
    """
    if not isinstance(document, list):
        raise NotRowsError("", _("Enter a list of objects."))
    if len(document) > rows.most:
        raise NotRowsError("", _("Keep at most {most}.").format(most=rows.most))
    answers: dict[str, Any] = {}
    for number, item in enumerate(document):
        if not isinstance(item, dict):
            raise NotRowsError(f"[{number}]", _("Enter an object with named members."))
        answers |= answers_of(rows, number, item)
        _compare(f"[{number}]", _plain(item), _plain(document_of_row(rows, answers, number)))
    return answers


def document_of_row(rows: Rows, answers: Answers, number: int) -> dict[str, Any]:
    """Return the item that a row is."""
    item: dict[str, Any] = {}
    for path, value, _key in written(rows, answers, number):
        if value is not None:
            here = item
            *way, last = path.split(".")
            for name in way:
                here = here.setdefault(name, {})
            here[last] = value
    return item


def _plain(item: Mapping[str, Any]) -> dict[str, Any]:
    """Return the item with what it leaves unsaid: no is the default of a flag, "" says nothing."""
    plain = {**dict.fromkeys(_FLAGS, False), **item}
    if plain.get("Description") == "":
        del plain["Description"]
    if plain.get("Range") == {}:
        del plain["Range"]
    return plain


def _compare(path: str, given: Mapping[str, Any], shown: Mapping[str, Any]) -> None:
    for name in dict.fromkeys([*given, *shown]):
        if given.get(name) != shown.get(name) or (name in given) != (name in shown):
            raise NotRowsError(f"{path}.{name}", _("Rows cannot show this. Keep it as JSON."))
