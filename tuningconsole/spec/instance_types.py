"""What is known about families of training instances: local storage, accelerators.

Source: "Instance store volumes" of Amazon EC2, by DescribeInstanceTypes' InstanceStorageSupported;
ResourceConfig in botocore's model names ml.p4d, ml.g4dn and ml.g5 as local, ml.c5 and ml.p2 as not;
sagemaker-python-sdk 2.257.7 utils.py `volume_size_supported` agrees for those that it knows.
"""

import re

_LOCAL = re.compile(r"g4dn|g[567]e?|p3dn|p4de?|p5(e|en)?|p6-b[23]00|r5d|trn1n?|trn2")
_ATTACHED = re.compile(r"[cmr][4-8](n|i|i-flex)?|p[23]|t3")
_ACCELERATED = ("g", "p", "trn")
"""How the names of accelerated families begin: documentation of MaxPendingTimeInSeconds."""


def family(kind: str) -> str:
    """Return the family of an instance type.

    >>> family("ml.g4dn.xlarge")
    'g4dn'
    """
    return kind.removeprefix("ml.").partition(".")[0]


def has_local_storage(kind: str) -> bool | None:
    """Tell whether instances of this type have disks of their own; None where no source says."""
    if _LOCAL.fullmatch(family(kind)):
        return True
    return False if _ATTACHED.fullmatch(family(kind)) else None


def is_accelerated(kind: str) -> bool:
    """Tell whether instances of this type have GPUs or other accelerators."""
    return family(kind).startswith(_ACCELERATED)
