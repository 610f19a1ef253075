"""A hyperparameter is either static or has one range.

Rules H9, R3 of domain-rules.md. Source: sagemaker-python-sdk 2.257.7 tuner.py:914-935 takes tuned
names out of the static ones. Evidence: [E] none for the refusal; rule and texts are ours.
"""

from collections.abc import Iterable

from tuningconsole.spec.problems import Problem
from tuningconsole.spec.reading import definitions, repeated
from tuningconsole.spec.rules import Context, Request


def check_definitions(request: Request, context: Context) -> Iterable[Problem]:
    """Yield a problem for every range of a hyperparameter that stands elsewhere too."""
    for definition in definitions(request):
        for found in definition.ranges:
            if found.name and found.name in definition.static:
                yield Problem(
                    f"{found.path}.Name",
                    f"Give {found.name} either a range or a static value.",
                    f"Hyperparameter {found.name} is both static and tunable.",
                    value=found.name,
                )
        names = [(f"{found.path}.Name", found.name) for found in definition.ranges]
        for path, name in repeated(names):
            yield Problem(
                path,
                f"Give {name} one range: there is one above.",
                f"Hyperparameter {name} has more than one range.",
                value=name,
            )
