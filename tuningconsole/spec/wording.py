"""The sentences for broken constraints: one to a person at a form, one to an API client."""

import re
from collections.abc import Mapping

from botocore.model import ListShape, MapShape, Shape

REQUIRED = "Enter a value."
AWS_REQUIRED = "Member must not be null"
UNKNOWN = "Remove this: SageMaker's API does not know it."
AWS_UNKNOWN = "Member is unknown"
TOO_DEEP = "The value is nested too deeply"

_TYPES: Mapping[str, str] = {
    "structure": "Enter an object with named members.",
    "map": "Enter names with their values.",
    "list": "Enter a list.",
    "boolean": "Choose yes or no.",
    "integer": "Enter a whole number.",
    "long": "Enter a whole number.",
    "float": "Enter a number.",
    "double": "Enter a number.",
    "timestamp": "Enter a date and time.",
}

_BITS = {"integer": 31, "long": 63}
_WHOLE = re.compile(r"\s*-?[0-9]+\s*")

_PATTERNS: Mapping[str, str] = {
    "HyperParameterTuningJobName": (
        "Use letters, digits and hyphens; begin and end with a letter or digit."
    ),
    "HyperParameterTrainingJobDefinitionName": (
        "Use letters, digits and hyphens; begin and end with a letter or digit."
    ),
    "ArnOrName": "Enter the name or the ARN of an algorithm.",
    "ChannelName": "Use letters, digits, dots, hyphens and underscores.",
    "KmsKeyId": "Enter the id, the alias or the ARN of a KMS key.",
    "RoleArn": "Enter the ARN of a role, such as arn:aws:iam::111122223333:role/name.",
    "S3Uri": "Enter an S3 location, such as s3://bucket/prefix.",
    "SecurityGroupId": "Enter the id of a security group, such as sg-0a1b2c3d.",
    "SubnetId": "Enter the id of a subnet, such as subnet-0a1b2c3d.",
    "TagKey": "Use letters, digits, spaces and _ . : / = + - @",
    "TrainingPlanArn": "Enter the ARN of a training plan: arn:aws:sagemaker:…:training-plan/name.",
    "FileSystemId": "Enter the id of a file system, such as fs-0a1b2c3d.",
    "HubDataSetArn": "Enter the ARN of a dataset in a hub: arn:…/DataSet/name.",
    "TagValue": "Use letters, digits, spaces and _ . : / = + - @",
}
"""Name of a shape -> its pattern in words; any other shape shows the pattern itself."""

_COMMON: Mapping[str, str] = {
    ".*": "Enter it on one line.",
    ".+": "Enter it on one line.",
    "[a-zA-Z_][a-zA-Z0-9_]*": "Use letters, digits and underscores; do not begin with a digit.",
}
"""Pattern of many shapes -> it in words. What breaks a pattern of any character is a line end."""


def of_type(shape: Shape, value: object = None) -> str:
    """Return what to do about a value that is not of the shape's type, such as 2,147,483,648."""
    if shape.type_name in _BITS and _is_whole(value):
        bound = 1 << _BITS[shape.type_name]
        least = shape.metadata.get("min", -bound)
        return f"Enter a whole number, {least} to {shape.metadata.get('max', bound - 1)}."
    return _TYPES.get(shape.type_name, "Enter text.")


def _is_whole(value: object) -> bool:
    if isinstance(value, str):
        return _WHOLE.fullmatch(value) is not None
    return isinstance(value, int) and not isinstance(value, bool)


def aws_type(shape: Shape) -> str:
    """Return the constraint that a value of another type breaks; real servers answer earlier."""
    return f"Member must be of type {shape.type_name}"


def of(shape: Shape, constraint: str) -> str:
    """Return what to do about a broken max, min, pattern or enum of the shape."""
    bound = shape.metadata[constraint]
    match constraint:
        case "max":
            return _at_most(shape, bound)
        case "min":
            return _at_least(shape, bound)
        case "pattern":
            told = _PATTERNS.get(shape.name) or _COMMON.get(bound)
            return told or f"Use only what fits the pattern {bound}"
        case _:
            return f"Choose one of: {', '.join(bound)}."


def _at_most(shape: Shape, bound: int) -> str:
    if isinstance(shape, ListShape | MapShape):
        return f"Keep at most {bound}."
    if shape.type_name == "string":
        return f"Use at most {_counted(bound, 'character')}."
    return f"Enter {bound} or less."


def _at_least(shape: Shape, bound: int) -> str:
    if isinstance(shape, ListShape | MapShape):
        return f"Add at least {bound}."
    if shape.type_name == "string":
        return REQUIRED if bound == 1 else f"Use at least {_counted(bound, 'character')}."
    return f"Enter {bound} or more."


def _counted(number: int, noun: str) -> str:
    return f"{number} {noun}" if number == 1 else f"{number} {noun}s"


def aws(shape: Shape, constraint: str) -> str:
    """Return the server's text of a max, min, pattern or enum of the shape."""
    bound = shape.metadata[constraint]
    has_length = isinstance(shape, ListShape | MapShape) or shape.type_name in {"string", "blob"}
    match constraint:
        case "max" if has_length:
            return f"Member must have length less than or equal to {bound}"
        case "max":
            return f"Member must have value less than or equal to {bound}"
        case "min" if has_length:
            return f"Member must have length greater than or equal to {bound}"
        case "min":
            return f"Member must have value greater than or equal to {bound}"
        case "pattern":
            return f"Member must satisfy regular expression pattern: {bound}"
        case _:
            return f"Member must satisfy enum value set: [{', '.join(bound)}]"


def aws_all(shape: Shape) -> list[str]:
    """Return the server's texts of all the shape's constraints, in the server's order."""
    return [
        aws(shape, name) for name in ("max", "min", "pattern", "enum") if name in shape.metadata
    ]
