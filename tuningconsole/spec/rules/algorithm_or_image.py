"""A definition trains either an algorithm resource or an image.

Rule T7 of domain-rules.md. Source: HyperParameterAlgorithmSpecification in botocore's model ("do
not specify"). Evidence: [D] documented; the texts are ours [E].
"""

from collections.abc import Iterable

from tuningconsole.spec.problems import Problem
from tuningconsole.spec.reading import definitions, structure, text
from tuningconsole.spec.rules import Context, Request


def check_definitions(request: Request, context: Context) -> Iterable[Problem]:
    """Yield a problem for every definition with neither or both; `TrainingImage: ""` is none."""
    for definition in definitions(request):
        specification = structure(definition.body, "AlgorithmSpecification")
        given = [bool(text(specification, name)) for name in ("AlgorithmName", "TrainingImage")]
        if all(given):
            yield Problem(
                f"{definition.path}.AlgorithmSpecification.TrainingImage",
                "Choose either an algorithm or an image.",
                "Specify either AlgorithmName or TrainingImage, but not both.",
            )
        elif not any(given):
            yield Problem(
                f"{definition.path}.AlgorithmSpecification.AlgorithmName",
                "Choose an algorithm.",
                "Specify either AlgorithmName or TrainingImage.",
            )
