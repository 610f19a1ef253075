"""botocore's service model of SageMaker, read once: what a member of a request is.

The model is the source of every type, enum, minimum, maximum, pattern and documentation text.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from html import unescape

from botocore.loaders import Loader
from botocore.model import ListShape, MapShape, OperationModel, ServiceModel, Shape, StructureShape

CREATE_TUNING_JOB = "CreateHyperParameterTuningJobRequest"


class UnknownMemberError(LookupError):
    """A path names no member of the shape."""


@dataclass(frozen=True, slots=True)
class Member:
    """A member of a request: where it stands, its shape, and whether its parent requires it."""

    path: str
    shape: Shape
    is_required: bool
    documentation: str

    @property
    def first_sentence(self) -> str:
        """The documentation's first sentence as plain text, "" where there is none."""
        text = plain_text(self.documentation)
        return re.split(r"(?<=[.!?])\s", text, maxsplit=1)[0] if text else ""


@cache
def service_model(service: str = "sagemaker") -> ServiceModel:
    """Return botocore's model of the service, without the session that botocore would make."""
    return ServiceModel(Loader().load_service_model(service, "service-2"), service)


@cache
def shape(name: str) -> Shape:
    """Return the SageMaker shape of this name; raises botocore's NoShapeFoundError."""
    return service_model().shape_for(name)


def operation(name: str) -> OperationModel:
    """Return the SageMaker operation; raises botocore's OperationNotFoundError."""
    return service_model().operation_model(name)


def enum(name: str) -> tuple[str, ...]:
    """Return the values of an enumeration shape, in the model's order."""
    return tuple(shape(name).metadata["enum"])


@cache
def resolve(path: str, root: str = CREATE_TUNING_JOB) -> Member:
    """Return the member at a dotted path; a list item is a number or ``*``, a map value any key.

    >>> resolve("Tags.*.Key").shape.name
    'TagKey'

    Raises:
        UnknownMemberError: the shape has no such member.
    """
    here, is_required, documentation = shape(root), True, ""
    for part in path.split("."):
        match here:
            case StructureShape() if part in here.members:
                is_required = part in here.required_members
                here = here.members[part]
            case ListShape() if part == "*" or part.isdigit():
                here, is_required = here.member, True
            case MapShape():
                here, is_required = here.value, True
            case _:
                raise UnknownMemberError(f"{root} has no member {path}: stopped at {part}")
        documentation = here.documentation or documentation
    return Member(path, here, is_required, documentation)


def leaves(root: str = CREATE_TUNING_JOB) -> Iterator[str]:
    """Yield the path of every scalar below the shape; list items and map values are ``*``."""
    yield from _leaves(shape(root), "")


def _leaves(here: Shape, path: str) -> Iterator[str]:
    match here:
        case StructureShape():
            for name, member in here.members.items():
                yield from _leaves(member, f"{path}.{name}" if path else name)
        case ListShape():
            yield from _leaves(here.member, f"{path}.*")
        case MapShape():
            yield from _leaves(here.value, f"{path}.*")
        case _:
            yield path


def plain_text(documentation: str) -> str:
    """Return botocore's HTML documentation as plain text on one line."""
    return re.sub(r"\s+", " ", unescape(re.sub(r"<[^>]+>", "", documentation))).strip()
