"""The request as Terraform's `aws_sagemaker_hyper_parameter_tuning_job`, CloudFormation-free.

The resource's arguments are the request's members in snake case, but for a few names. Source: the
documentation of hashicorp/terraform-provider-aws (website/docs/r, 2026). It shows `retry_strategy`
as a block; schemas taken from released providers have it as an attribute, and so has this.
Terraform keeps some lists as sets (categories, subnets, security groups, attribute names):
their order may change.
"""

import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from botocore.model import ListShape, Shape, StructureShape

from tuningconsole.export import Format, LeftOut, Request
from tuningconsole.export.writing.hcl import Block, is_kept, source
from tuningconsole.export.writing.rest import leaves
from tuningconsole.spec import shapes

RESOURCE = "aws_sagemaker_hyper_parameter_tuning_job"
RENAMED = {
    "HyperParameterTuningJobName": "name",
    "HyperParameterTuningJobConfig": "config",
    "HyperParameterTuningJobObjective": "objective",
}
UNKNOWN = (
    "DataSource.DatasetSource",
    "ResourceConfig.InstancePreferences",
    "ResourceConfig.SelectedInstanceCount",
    "ResourceConfig.SelectedInstanceType",
)
"""The ends of the paths of the members that the resource has no argument for."""

_ATTRIBUTES = {"RetryStrategy"}
"""Structures that are no blocks."""
_NO_ARGUMENT = "The Terraform resource has no argument for it."
_COMPOSED = "Terraform writes the text in another Unicode form (NFC)."
_REFUSED: dict[str, tuple[Callable[[Any], bool], str]] = {
    "ModelAccessConfig.AcceptEula": (
        lambda value: value is not True,
        "The provider takes true only.",
    ),
    "StoppingCondition.MaxPendingTimeInSeconds": (
        lambda value: value < 7200,
        "The provider takes 7,200 seconds or more.",
    ),
}
"""Ends of paths -> what the provider's own checks refuse, and how that is said."""
_WORDS = re.compile(r"(?<=[a-z0-9])(?=[A-Z])|(?<=[A-Z])(?=[A-Z][a-z])")


def write(request: Request) -> tuple[str, list[LeftOut]]:
    """Return the resource, and what its schema does not cover."""
    tags = {tag.get("Key", ""): tag.get("Value", "") for tag in request.pop("Tags", ())}
    name = re.sub(r"[^A-Za-z0-9]", "_", str(request.get("HyperParameterTuningJobName", "")))
    label = name if re.match(r"[A-Za-z]", name) else f"tuning_job_{name}"
    writer = _Writer()
    block = writer.block(
        f'resource "{RESOURCE}" "{label}"', shapes.shape(shapes.CREATE_TUNING_JOB), request, ""
    )
    if tags:
        block.attributes["tags"] = tags
        writer.look(tags, "Tags")
    return source(block), writer.left_out


def argument(member: str) -> str:
    """Return the resource's name of a member.

    >>> argument("VolumeSizeInGB"), argument("S3DataSource")
    ('volume_size_in_gb', 's3_data_source')
    """
    return RENAMED.get(member) or _WORDS.sub("_", member).lower()


@dataclass(slots=True)
class _Writer:
    """Blocks of structures, and what they leave out."""

    left_out: list[LeftOut] = field(default_factory=list)

    def block(self, header: str, shape: Shape, value: Mapping[str, Any], path: str) -> Block:
        """Return the block of a structure."""
        result = Block(header)
        members = shape.members if isinstance(shape, StructureShape) else {}
        for name, item in value.items():
            here = f"{path}.{name}" if path else name
            if reason := _why_not(name, item, here, members):
                self.left_out += [LeftOut(left, reason) for left in leaves(item, here)]
            else:
                self._put(result, members[name], item, here)
        return result

    def look(self, value: Any, path: str) -> None:
        """Note the texts that do not stay as they are."""
        if not all(is_kept(text) for text in _texts(value)):
            self.left_out.append(LeftOut(path, _COMPOSED))

    def _put(self, block: Block, shape: Shape, value: Any, path: str) -> None:
        name = path.rpartition(".")[2]
        match shape:
            case StructureShape() if name in _ATTRIBUTES:
                members = {argument(member): item for member, item in value.items()}
                block.attributes[argument(name)] = [members]
            case StructureShape():
                block.blocks.append(self.block(argument(name), shape, value, path))
            case ListShape() if isinstance(shape.member, StructureShape):
                block.blocks += [
                    self.block(argument(name), shape.member, item, f"{path}.{number}")
                    for number, item in enumerate(value)
                ]
            case _:
                block.attributes[argument(name)] = value
                self.look(value, path)


def _why_not(name: str, value: Any, path: str, members: Mapping[str, Shape]) -> str:
    """Return why the resource cannot have the member, "" where it can."""
    if name not in members or path.endswith(UNKNOWN):
        return _NO_ARGUMENT
    refused = (
        reason
        for end, (is_refused, reason) in _REFUSED.items()
        if path.endswith(end) and is_refused(value)
    )
    return next(refused, "")


def _texts(value: Any) -> Iterator[str]:
    match value:
        case str():
            yield value
        case Mapping():
            yield from map(str, value)
            yield from _texts(list(value.values()))
        case list():
            for item in value:
                yield from _texts(item)


FORMAT = Format("terraform", "Terraform", ".tf", "text/plain", write)
