"""A required hyperparameter is static, tunable, or has a default.

Rules H4, H6, H7 of domain-rules.md. Source and text: sagemaker-python-sdk 2.257.7
algorithm.py:510; required ones with a default: the guide's page sagemaker-mkt-create-algo.
Evidence: [P] the SDK's check and text; that the server makes it is our decision [E] (H8).
"""

from collections.abc import Iterable

from tuningconsole.spec.problems import Problem
from tuningconsole.spec.reading import member, with_algorithms
from tuningconsole.spec.rules import Context, Request


def check_definitions(request: Request, context: Context) -> Iterable[Problem]:
    """Yield a problem for every required hyperparameter that has no value from anywhere."""
    for definition, algorithm in with_algorithms(request, context.algorithms):
        given = definition.hyperparameters
        for name, declared in algorithm.hyperparameters.items():
            is_required = member(declared, "IsRequired") is True
            if is_required and name not in given and member(declared, "DefaultValue") is None:
                yield Problem(
                    f"{definition.path}.StaticHyperParameters.{name}",
                    f"Enter a value or a range for {name}.",
                    f"Required hyperparameter: {name} is not set",
                )
