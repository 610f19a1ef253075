"""A member's path as we write it <-> as SageMaker writes it in its messages.

    TrainingJobDefinition.InputDataConfig.0.ChannelName
    trainingJobDefinition.inputDataConfig.1.member.channelName

Source: messages quoted in aws/sagemaker-python-sdk#4711 (lists) and
aws-samples/amazon-sagemaker-pytorch-detectron2#10 (maps: the path stops at the map).

And what is done by such a path to a request, and to answers that have paths for keys.
"""

import re
from collections.abc import Mapping
from functools import lru_cache
from typing import Any

from botocore.model import ListShape, MapShape, Shape, StructureShape

from tuningconsole.spec import shapes

MOST_DIGITS = 9
"""A number of more is a name: no list is so long, and Python refuses to read 4,301."""


def to_aws(path: str, root: str | Shape = shapes.CREATE_TUNING_JOB) -> str:
    """Return the path in SageMaker's spelling; an unknown member is spelt alike.

    The root is the request's shape, or its name.

    >>> to_aws("Tags.0.Key")
    'tags.1.member.key'
    """
    here: Shape | None = shapes.shape(root) if isinstance(root, str) else root
    written: list[str] = []
    for part in path.split("."):
        match here:
            case MapShape():
                break
            case ListShape() if part.isdecimal() and len(part) <= MOST_DIGITS:
                written += [str(int(part) + 1), "member"]
                here = here.member
            case _:
                written.append(_lower(part))
                here = here.members.get(part) if isinstance(here, StructureShape) else None
    return ".".join(written)


def from_aws(path: str, root: str = shapes.CREATE_TUNING_JOB) -> str:
    """Return our path of SageMaker's; what stands behind a map is left out.

    >>> from_aws("tags.1.member.key")
    'Tags.0.Key'

    Raises:
        UnknownMemberError: the shape has no such member.
    """
    here = shapes.shape(root)
    written: list[str] = []
    parts = iter(path.split("."))
    for part in parts:
        match here:
            case MapShape():
                break
            case ListShape() if part.isdecimal() and len(part) <= MOST_DIGITS and int(part) > 0:
                written.append(str(int(part) - 1))
                next(parts, "member")
                here = here.member
            case StructureShape():
                name = _member(here, part, path)
                written.append(name)
                here = here.members[name]
            case _:
                raise _unknown(path, part)
    return ".".join(written)


def _member(shape: StructureShape, part: str, path: str) -> str:
    for name in shape.members:
        if _lower(name) == _lower(part):
            return str(name)
    raise _unknown(path, part)


def _unknown(path: str, part: str) -> shapes.UnknownMemberError:
    return shapes.UnknownMemberError(f"No member at {path}: stopped at {part}")


def _lower(name: str) -> str:
    return name[:1].lower() + name[1:]


@lru_cache(maxsize=16_384)
def parts_of(path: str) -> tuple[str | int, ...]:
    """Return a path's names, and its numbers as such.

    >>> parts_of("Tags.0.Key")
    ('Tags', 0, 'Key')
    """
    return tuple(
        int(part) if part.isdecimal() and len(part) <= MOST_DIGITS else part
        for part in path.split(".")
    )


class Tree:
    """A request that grows member by member; `root` is what there is of it."""

    def __init__(self) -> None:
        self.root: dict[str, Any] = {}
        self._found: dict[tuple[str | int, ...], Any] = {(): self.root}

    def put(self, path: tuple[str | int, ...], value: Any) -> None:
        """Set a member, making what leads there on the way; lists grow by one at most."""
        around, name = path[:-1], path[-1]
        if around not in self._found:
            self.put(around, [] if isinstance(name, int) else {})
        here = self._found[around]
        if isinstance(here, list) and name == len(here):
            here.append(value)
        else:
            here[name] = value
        if isinstance(value, dict | list):
            self._found[path] = value


def without_item(answers: Mapping[str, Any], path: str, number: int) -> dict[str, Any]:
    """Return the answers without those of a list's item; those of later items move up.

    An item's keys go on behind its number with a member or with a colon.

    >>> without_item({"Tags.0.Key": "a", "Tags.1.Key": "b", "Tags.1:kind": "c"}, "Tags", 0)
    {'Tags.0.Key': 'b', 'Tags.0:kind': 'c'}
    """
    moved: dict[str, Any] = {}
    start = f"{path}."
    for key, answer in answers.items():
        found = _ITEM.fullmatch(key, len(start)) if key.startswith(start) else None
        if found is None:
            moved[key] = answer
        elif int(found[1]) != number:
            moved[f"{start}{int(found[1]) - (int(found[1]) > number)}{found[2]}"] = answer
    return moved


_ITEM = re.compile(r"([0-9]+)([.:].*)", re.DOTALL)
