"""An algorithm that cannot train on several machines gets one.

Rule P2 of domain-rules.md. Source and text: sagemaker-python-sdk 2.257.7 algorithm.py:241.
Evidence: [P] the SDK's check and text.
"""

from collections.abc import Iterable

from tuningconsole.spec.problems import Problem
from tuningconsole.spec.reading import member, structures, with_algorithms
from tuningconsole.spec.rules import Context, Request


def check_definitions(request: Request, context: Context) -> Iterable[Problem]:
    """Yield a problem for every count above one with an algorithm that says it cannot."""
    for definition, algorithm in with_algorithms(request, context.algorithms):
        if member(algorithm.training, "SupportsDistributedTraining") is not False:
            continue
        for found in definition.instances:
            if (found.count or 0) > 1:
                yield Problem(
                    f"{found.path}.InstanceCount",
                    "Enter 1: the algorithm does not train on several instances.",
                    f"Distributed training is not supported by {algorithm.name}."
                    " Please set instance_count=1",
                    value=found.count,
                )
        for number, _ in structures(definition.body, "ResourceConfig", "InstanceGroups")[1:]:
            yield Problem(
                f"{definition.path}.ResourceConfig.InstanceGroups.{number}",
                "Keep one instance group: the algorithm does not train on several instances.",
                f"Distributed training is not supported by {algorithm.name}."
                " Please set instance_count=1",
            )
