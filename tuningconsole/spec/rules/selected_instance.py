"""What the service selected is in its answers only.

Rule P6 of domain-rules.md, on the rest of ResourceConfig. Source: SelectedInstanceType and
SelectedInstanceCount in botocore's model ("read-only and isn't accepted in CreateTrainingJob
requests"). Evidence: [D] documented; the text is ours [E].
"""

from collections.abc import Iterable

from tuningconsole.spec.problems import Problem
from tuningconsole.spec.reading import definitions, member
from tuningconsole.spec.rules import Context, Request


def check(request: Request, context: Context) -> Iterable[Problem]:
    """Yield a problem for each such member that a request brings."""
    for definition in definitions(request):
        for name in ("SelectedInstanceType", "SelectedInstanceCount"):
            value = member(definition.body, "ResourceConfig", name)
            if value is not None:
                yield Problem(
                    f"{definition.path}.ResourceConfig.{name}",
                    "Leave it out: SageMaker fills it in.",
                    f"{name} is read-only and is not accepted in requests.",
                    value=value,
                )
