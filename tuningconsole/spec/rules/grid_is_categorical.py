"""Grid goes through the values of categorical hyperparameters, and has no others.

Table 1.10 of domain-rules.md. Source: the guide's page automatic-model-tuning-how-it-works, "Grid
search". Evidence: [D] documented; the text is ours [E] (domain-rules.md 1.13).
"""

from collections.abc import Iterable

from tuningconsole.spec.problems import Problem
from tuningconsole.spec.reading import definitions, has_autotune, text, written
from tuningconsole.spec.rules import Context, Request


def check(request: Request, context: Context) -> Iterable[Problem]:
    """Yield a problem for every range of numbers."""
    strategy = text(request, "HyperParameterTuningJobConfig", "Strategy")
    if strategy != "Grid" or has_autotune(request):
        return
    for definition in definitions(request):
        numbers = [found for found in definition.ranges if found.kind != "Categorical"]
        names = written([found.name for found in numbers])
        for found in numbers:
            yield Problem(
                f"{found.path}.Name",
                f"Give {found.name} a list of values, make it static, or choose another strategy:"
                " Grid takes lists only.",
                f"Grid strategy supports only categorical hyperparameters: {names}.",
                value=found.name,
            )
