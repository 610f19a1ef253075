"""A volume's key is for volumes: disks of an instance's own have the hardware's.

Rule P7 of domain-rules.md. Source: ResourceConfig$VolumeKmsKeyId in botocore's model ("You can't
request a VolumeKmsKeyId when using an instance type with local storage"); which types those are,
spec.instance_types says, and where it cannot, this warns. Evidence: [D] documented; the texts are
ours [E].
"""

from collections.abc import Iterable

from tuningconsole.spec.instance_types import has_local_storage
from tuningconsole.spec.problems import Problem
from tuningconsole.spec.reading import definitions, text
from tuningconsole.spec.rules import Context, Request


def check_definitions(request: Request, context: Context) -> Iterable[Problem]:
    """Yield a problem for every key with such a type, a warning where that is not known."""
    for definition in definitions(request):
        for found in definition.instances:
            member = found.path.removeprefix(f"{definition.path}.").partition(".")[0]
            key = text(definition.body, member, "VolumeKmsKeyId")
            is_local = has_local_storage(found.kind)
            if not key or is_local is False:
                continue
            yield Problem(
                f"{definition.path}.{member}.VolumeKmsKeyId",
                f"Remove the volume's key: {found.kind} encrypts its storage by itself."
                if is_local
                else f"Remove the volume's key if {found.kind} has local storage.",
                f"VolumeKmsKeyId is not supported for instance type {found.kind}, which has local"
                " storage.",
                value=key,
                severity="error" if is_local else "warning",
            )
