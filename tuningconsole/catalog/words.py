"""What the pages of an algorithm declare that people read, for translators."""

from collections.abc import Iterator

from tuningconsole.catalog.authoring.declarations import Field, Part, Specification
from tuningconsole.catalog.authoring.pages import STEPS


def _fields(part: Part) -> Iterator[Field]:
    if isinstance(part, Specification):
        yield from (part.form, part.json, *part.rows.fields)
    else:
        yield from part.fields


_FIELDS = [item for step in STEPS for part in step.parts for item in _fields(part)]
_HINTS = (item.hint for item in _FIELDS if item.hint)
_OPTIONS = (label for item in _FIELDS for _, label in item.options or ())
DECLARED = (*STEPS, *_HINTS, *_OPTIONS)
