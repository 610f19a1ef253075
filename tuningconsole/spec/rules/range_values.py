"""A categorical range lists each value once.

Rule R7 of domain-rules.md. Source: aws/amazon-sagemaker-feedback#195. Evidence: [L] users'
reports; the text is ours [E].
"""

from collections.abc import Iterable

from tuningconsole.spec.problems import Problem
from tuningconsole.spec.reading import definitions, repeated
from tuningconsole.spec.rules import Context, Request


def check_definitions(request: Request, context: Context) -> Iterable[Problem]:
    """Yield a problem for every value that stood before in its range."""
    for definition in definitions(request):
        for found in definition.ranges:
            if len(set(found.values)) == len(found.values):
                continue
            places = [
                (f"{found.path}.Values.{number}", value)
                for number, value in enumerate(found.values)
            ]
            for path, value in repeated(places):
                yield Problem(
                    path,
                    f"Remove the second {value}.",
                    f"Duplicate value [{value}] of categorical hyperparameter {found.name}.",
                    value=value,
                )
