"""An AWS Marketplace algorithm trains without a network.

Rule P13 of domain-rules.md. Source: the guide's page mkt-algo-model-internet-free;
sagemaker-python-sdk 2.257.7 algorithm.py sends EnableNetworkIsolation true whenever the algorithm
has a ProductId. Evidence: [D] documented; the text is ours [E]. Absent is false, as in the API.
"""

from collections.abc import Iterable

from tuningconsole.spec.problems import Problem
from tuningconsole.spec.reading import member, with_algorithms
from tuningconsole.spec.rules import Context, Request


def check_definitions(request: Request, context: Context) -> Iterable[Problem]:
    """Yield a problem for every definition that gives such an algorithm a network."""
    for definition, algorithm in with_algorithms(request, context.algorithms):
        given = member(definition.body, "EnableNetworkIsolation")
        if algorithm.is_subscription and given is not True:
            yield Problem(
                f"{definition.path}.EnableNetworkIsolation",
                "Turn network isolation on: AWS Marketplace algorithms require it.",
                "EnableNetworkIsolation must be true for AWS Marketplace algorithms.",
                value=given,
            )
