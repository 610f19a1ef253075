"""A tuning job request as text that makes the same job elsewhere, one format a module here.

Export knows no fields where it can: it prints the request. A format is a module with
`FORMAT = Format(...)`, named as the module; nothing registers it. Folders hold what the formats
share. Pure: no Django, no I/O. How to add one: docs/howto/add-an-export.md.
"""

import pkgutil
import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from importlib import import_module
from typing import Any

from botocore.model import ListShape, Shape, StructureShape

from tuningconsole.spec import shapes
from tuningconsole.spec.described import without_submission

Request = dict[str, Any]


@dataclass(frozen=True, slots=True)
class LeftOut:
    """What the text does not say, or says otherwise: the member's path in the request, and why."""

    path: str
    reason: str


@dataclass(frozen=True, slots=True)
class Export:
    """A file: its text, the name to save it under, and what of the request is not in it."""

    text: str
    file_name: str
    media_type: str
    left_out: tuple[LeftOut, ...] = ()


@dataclass(frozen=True, slots=True)
class Format:
    """A format to export to.

    Attributes:
        name: the module's, for addresses.
        label: what a person chooses by.
        suffix: what follows the tuning job's name in the name of the file.
        media_type: of the file; text is UTF-8.
        write: the text of a request, and what it leaves out; the request is its own to change.
    """

    name: str
    label: str
    suffix: str
    media_type: str
    write: Callable[[Request], tuple[str, Sequence[LeftOut]]]

    def render(self, request: Mapping[str, Any]) -> Export:
        """Return the file for a request in either form, the console's own tag taken out.

        Members stand in the service model's order, which PostgreSQL does not keep.
        A request that is not complete gives a text that is not either. What is there has the
        types of the service model.
        """
        asked = _in_order(shapes.shape(shapes.CREATE_TUNING_JOB), without_submission(request))
        text, left_out = self.write(asked)
        name = str(request.get("HyperParameterTuningJobName", ""))
        stem = re.sub(r"[^A-Za-z0-9]+", "-", name).strip("-") or "tuning-job"
        return Export(text, f"{stem}{self.suffix}", self.media_type, tuple(left_out))


def _in_order(shape: Shape | None, value: Any) -> Any:
    """Return a copy with the members in the model's order; what it does not know stands last."""
    match value:
        case Mapping() if isinstance(shape, StructureShape):
            names = [name for name in shape.members if name in value]
            names += [name for name in value if name not in shape.members]
            return {name: _in_order(shape.members.get(name), value[name]) for name in names}
        case list() if isinstance(shape, ListShape):
            return [_in_order(shape.member, item) for item in value]
        case _:
            return value


@cache
def formats() -> tuple[Format, ...]:
    """Return all formats, by label."""
    found = [module.name for module in pkgutil.iter_modules(__path__) if not module.ispkg]
    modules = [import_module(f"{__name__}.{name}") for name in found]
    return tuple(sorted((module.FORMAT for module in modules), key=lambda one: one.label.lower()))


def render(name: str, request: Mapping[str, Any]) -> Export:
    """Return the request in the format of this name.

    Raises:
        KeyError: there is no such format.
    """
    return {one.name: one for one in formats()}[name].render(request)
