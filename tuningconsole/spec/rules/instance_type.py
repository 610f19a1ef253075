"""The instance type is one that the algorithm supports.

Rule P1 of domain-rules.md. Source and text: sagemaker-python-sdk 2.257.7 algorithm.py:230; AWS's
SDK troubleshooting guide (the server refuses too). Evidence: [D] documented refusal; the text is
the SDK's [P].
"""

from collections.abc import Iterable

from tuningconsole.spec.problems import Problem
from tuningconsole.spec.reading import texts, with_algorithms, written
from tuningconsole.spec.rules import Context, Request


def check_definitions(request: Request, context: Context) -> Iterable[Problem]:
    """Yield a problem for every instance type that the definition's algorithm does not list."""
    for definition, algorithm in with_algorithms(request, context.algorithms):
        supported = texts(algorithm.training, "SupportedTrainingInstanceTypes")
        for found in definition.instances:
            if supported and found.kind not in supported:
                yield Problem(
                    f"{found.path}.InstanceType",
                    f"Choose an instance type of the algorithm: {written(supported)}.",
                    f"Invalid instance_type: {found.kind}. {algorithm.name} supports the following"
                    f" instance types: {written(supported)}",
                    value=found.kind,
                )
