"""Instance groups stand in place of one instance type and its count.

Rule P6 of domain-rules.md. Source: ResourceConfig$InstanceGroups in botocore's model ("the
configuration of a heterogeneous cluster"); sagemaker-python-sdk 2.257.7 estimator.py refuses both.
Evidence: [P] the SDK's check; the text is ours [E].
"""

from collections.abc import Iterable

from tuningconsole.spec.problems import Problem
from tuningconsole.spec.reading import definitions, member, structure, structures
from tuningconsole.spec.rules import Context, Request


def check_definitions(request: Request, context: Context) -> Iterable[Problem]:
    """Yield a problem for everything that stands beside instance groups."""
    for definition in definitions(request):
        config = structure(definition.body, "ResourceConfig")
        if not structures(config, "InstanceGroups"):
            continue
        for name in ("InstanceType", "InstanceCount"):
            if member(config, name) is not None:
                yield Problem(
                    f"{definition.path}.ResourceConfig.{name}",
                    "Leave it empty: each of the instance groups has its own.",
                    f"{name} is not supported when InstanceGroups is specified.",
                    value=member(config, name),
                )
