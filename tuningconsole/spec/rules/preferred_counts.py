"""Preferred instance types have one count for all of them, or one each.

Rules P3, P6 of domain-rules.md; that there is a count at all is a rule of its own. Source:
InstancePreference$InstanceCount in botocore's model ("in one of the following two ways").
Evidence: [D] documented; the texts are ours [E].
"""

from collections.abc import Iterable

from tuningconsole.spec.problems import Problem
from tuningconsole.spec.reading import definitions, member, structure, structures
from tuningconsole.spec.rules import Context, Request


def check_definitions(request: Request, context: Context) -> Iterable[Problem]:
    """Yield a problem for a count beside those of the preferences."""
    for definition in definitions(request):
        config = structure(definition.body, "ResourceConfig")
        counts = [
            member(item, "InstanceCount")
            for _, item in structures(config, "InstancePreferences")
            if member(item, "InstanceCount") is not None
        ]
        if counts and member(config, "InstanceCount") is not None:
            yield Problem(
                f"{definition.path}.ResourceConfig.InstanceCount",
                "Leave it empty, or leave the counts of the instance preferences empty.",
                "Specify InstanceCount either in ResourceConfig or in every instance preference,"
                " but not both.",
                value=member(config, "InstanceCount"),
            )
