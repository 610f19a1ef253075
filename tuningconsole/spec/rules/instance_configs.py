"""Instances are one kind, or several in order of preference, not both.

Rule P4 of domain-rules.md. Source: HyperParameterTuningResourceConfig in botocore's model ("If you
use InstanceConfigs, do not provide values for InstanceType, VolumeSizeInGB or InstanceCount"); it
names the types that may be in the list, its enumeration has all, so other types are warned of, as
is an order of nothing. Evidence: [D] documented; the texts are ours [E].
"""

from collections.abc import Iterable, Iterator

from tuningconsole.spec.problems import Problem
from tuningconsole.spec.reading import definitions, member, structure, structures, text, written
from tuningconsole.spec.rules import Context, Request

_CONFIG = "HyperParameterTuningResourceConfig"
_SINGLE = ("InstanceType", "InstanceCount", "VolumeSizeInGB")
_NAMED = ["ml.m5.xlarge", "ml.m5.2xlarge", "ml.m5.4xlarge", "ml.c5.xlarge", "ml.c5.2xlarge"]


def check_definitions(request: Request, context: Context) -> Iterable[Problem]:
    """Yield a problem for every value beside a list, and warnings on what is in it."""
    for definition in definitions(request):
        config = structure(definition.body, _CONFIG)
        path = f"{definition.path}.{_CONFIG}"
        configs = structures(config, "InstanceConfigs")
        for name in _SINGLE:
            if configs and member(config, name) is not None:
                yield Problem(
                    f"{path}.{name}",
                    "Leave it empty: each of the instance configurations has its own.",
                    f"{name} is not supported when InstanceConfigs is specified.",
                    value=member(config, name),
                )
        if not configs and text(config, "AllocationStrategy"):
            yield Problem(
                f"{path}.AllocationStrategy",
                "Add instance configurations, or leave the allocation strategy out.",
                "AllocationStrategy has no effect without InstanceConfigs.",
                value=text(config, "AllocationStrategy"),
                severity="warning",
            )
        yield from _others(path, configs)


def _others(path: str, configs: list[tuple[int, Request]]) -> Iterator[Problem]:
    for number, item in configs:
        kind = text(item, "InstanceType")
        if kind and kind not in _NAMED:
            yield Problem(
                f"{path}.InstanceConfigs.{number}.InstanceType",
                f"Choose one of {written(_NAMED)}: SageMaker names no other type for a list.",
                f"InstanceType {kind} is not one of {written(_NAMED)}.",
                value=kind,
                severity="warning",
            )
