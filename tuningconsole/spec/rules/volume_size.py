"""Instances without disks of their own get a volume, and its size is at least 1 GB.

Rule P3 of domain-rules.md. Source: ResourceConfig$VolumeSizeInGB in botocore's model ("when using
an ML instance with the EBS-only storage option ..., you must define the size"); with local storage,
and where no source tells (spec.instance_types), the size may be left out. Evidence: [D] documented;
the texts are ours [E].
"""

from collections.abc import Iterable, Iterator

from tuningconsole.spec.instance_types import has_local_storage
from tuningconsole.spec.problems import Problem
from tuningconsole.spec.reading import (
    Definition,
    definitions,
    member,
    structure,
    structures,
    text,
    whole,
)
from tuningconsole.spec.rules import Context, Request

_MEMBERS = ("ResourceConfig", "HyperParameterTuningResourceConfig")
_LISTS = ("InstanceGroups", "InstancePreferences")


def check_definitions(request: Request, context: Context) -> Iterable[Problem]:
    """Yield a problem for every volume that is needed and missing, or is of no size."""
    for definition in definitions(request):
        for name in _MEMBERS:
            yield from _volume(definition, name)


def _volume(definition: Definition, name: str) -> Iterator[Problem]:
    config = structure(definition.body, name)
    groups = [item for list_name in _LISTS for _, item in structures(config, list_name)]
    kinds = [text(item, "InstanceType") for item in (config, *groups)]
    kind = next((kind for kind in kinds if has_local_storage(kind) is False), "")
    size = whole(config, "VolumeSizeInGB")
    if kind and size is None and member(config, "VolumeSizeInGB") is None:
        yield Problem(
            f"{definition.path}.{name}.VolumeSizeInGB",
            f"Enter the size of the volume: {kind} has no storage of its own.",
            f"VolumeSizeInGB is required for instance type {kind}.",
        )
    elif kind and size is not None and size < 1:
        yield Problem(
            f"{definition.path}.{name}.VolumeSizeInGB",
            "Enter 1 or more.",
            "VolumeSizeInGB must be at least 1.",
            value=size,
        )
