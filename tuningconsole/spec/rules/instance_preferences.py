"""Preferred instance types stand alone: no other way to say instances, no placement, no spot.

Rule P6 of domain-rules.md. Source: ResourceConfig$InstancePreferences in botocore's model
("mutually exclusive with InstanceType, InstanceGroups, InstancePlacementConfig, and
EnableManagedSpotTraining"), InstancePreference ("can appear only once", "mutually exclusive with
the job-level TrainingPlanArn"). Evidence: [D] documented; the texts are ours [E].
"""

from collections.abc import Iterable, Iterator

from tuningconsole.spec.problems import Problem
from tuningconsole.spec.reading import (
    Definition,
    Structure,
    definitions,
    is_spot,
    member,
    repeated,
    structure,
    structures,
    text,
    texts,
)
from tuningconsole.spec.rules import Context, Request

_ALONE = ("InstanceType", "InstanceGroups", "InstancePlacementConfig")


def check_definitions(request: Request, context: Context) -> Iterable[Problem]:
    """Yield a problem for everything that excludes preferences, and for a type named twice."""
    for definition in definitions(request):
        config = structure(definition.body, "ResourceConfig")
        if preferences := structures(config, "InstancePreferences"):
            yield from _beside(definition, config)
            yield from _twice(definition, preferences)
            yield from _plans(definition, config, preferences)


def _beside(definition: Definition, config: Structure) -> Iterator[Problem]:
    for name in _ALONE:
        if member(config, name):
            yield Problem(
                f"{definition.path}.ResourceConfig.{name}",
                "Leave it out, or remove the instance preferences.",
                f"{name} is not supported when InstancePreferences is specified.",
                value=member(config, name),
            )
    if is_spot(definition):
        yield Problem(
            f"{definition.path}.EnableManagedSpotTraining",
            "Turn spot training off, or remove the instance preferences.",
            "EnableManagedSpotTraining is not supported when InstancePreferences is specified.",
            value=True,
        )


def _twice(definition: Definition, preferences: list[tuple[int, Structure]]) -> Iterator[Problem]:
    path = f"{definition.path}.ResourceConfig.InstancePreferences"
    kinds = [
        (f"{path}.{number}.InstanceType", text(item, "InstanceType"))
        for number, item in preferences
    ]
    for place, kind in repeated(kinds):
        yield Problem(
            place,
            f"Choose another instance type: {kind} is above.",
            f"Duplicate instance type in InstancePreferences: {kind}.",
            value=kind,
        )


def _plans(
    definition: Definition, config: Structure, preferences: list[tuple[int, Structure]]
) -> Iterator[Problem]:
    plans = [number for number, item in preferences if texts(item, "TrainingPlanArns")]
    if plans and text(config, "TrainingPlanArn"):
        yield Problem(
            f"{definition.path}.ResourceConfig.TrainingPlanArn",
            "Leave it out: an instance preference has a training plan of its own.",
            "TrainingPlanArn is not supported when TrainingPlanArns is specified in"
            " InstancePreferences.",
            value=text(config, "TrainingPlanArn"),
        )
