"""A definition says its instances once, in one of the two members for them.

Rules T8, P3 of domain-rules.md. Source: HyperParameterTrainingJobDefinition in botocore's model
("use ... instead"). Evidence: [D] documented; the texts are ours [E].
"""

from collections.abc import Iterable, Iterator

from tuningconsole.spec.problems import Problem
from tuningconsole.spec.reading import Definition, definitions, member
from tuningconsole.spec.rules import Context, Request

_MEMBERS = ("ResourceConfig", "HyperParameterTuningResourceConfig")


def check_definitions(request: Request, context: Context) -> Iterable[Problem]:
    """Yield a problem for every definition with neither or both, or with no instance."""
    for definition in definitions(request):
        given = [name for name in _MEMBERS if member(definition.body, name) is not None]
        if len(given) > 1:
            yield Problem(
                f"{definition.path}.ResourceConfig",
                "Set the instances in one place only.",
                "Specify either ResourceConfig or HyperParameterTuningResourceConfig, but not"
                " both.",
            )
        if not definition.instances:
            yield Problem(
                f"{definition.path}.ResourceConfig.InstanceType",
                "Choose an instance type.",
                "Specify the instances in ResourceConfig or HyperParameterTuningResourceConfig.",
            )
        yield from _counts(definition)


def _counts(definition: Definition) -> Iterator[Problem]:
    for found in definition.instances:
        if found.count is None or found.count < 1:
            yield Problem(
                f"{found.path}.InstanceCount",
                "Enter 1 or more.",
                "InstanceCount must be at least 1.",
                value=found.count,
            )
