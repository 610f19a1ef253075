"""A placement on an UltraServer is of one instance or more.

Rule P3 of domain-rules.md, on InstancePlacementConfig. Source: PlacementSpecification$InstanceCount
in botocore's model ("Minimum value of 1"; the shape's minimum is 0). Evidence: [D] documented; the
text is ours [E].
"""

from collections.abc import Iterable

from tuningconsole.spec.problems import Problem
from tuningconsole.spec.reading import definitions, structures, whole
from tuningconsole.spec.rules import Context, Request

_PLACES = "ResourceConfig.InstancePlacementConfig.PlacementSpecifications"


def check_definitions(request: Request, context: Context) -> Iterable[Problem]:
    """Yield a problem for every placement of none."""
    for definition in definitions(request):
        for number, item in structures(definition.body, *_PLACES.split(".")):
            count = whole(item, "InstanceCount")
            if count is not None and count < 1:
                yield Problem(
                    f"{definition.path}.{_PLACES}.{number}.InstanceCount",
                    "Enter 1 or more.",
                    "InstanceCount of a placement specification must be at least 1.",
                    value=count,
                )
