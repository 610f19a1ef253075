"""A channel goes to instance groups that its definition has.

Rule P6 of domain-rules.md, with the groups' names. Source: S3DataSource$InstanceGroupNames in
botocore's model ("names of instance groups that get data from the S3 data source"). Evidence:
[D] documented, also that a group is known by its name; the texts are ours [E].
"""

from collections.abc import Iterable, Iterator

from tuningconsole.spec.problems import Problem
from tuningconsole.spec.reading import (
    Definition,
    definitions,
    repeated,
    structures,
    text,
    texts,
    written,
)
from tuningconsole.spec.rules import Context, Request

_GROUPS = "ResourceConfig.InstanceGroups"


def check_definitions(request: Request, context: Context) -> Iterable[Problem]:
    """Yield a problem for every name used twice and every channel's group that there is not.

    While a definition has no instances at all, its channels' groups are not looked for.
    """
    for definition in definitions(request):
        groups = [
            (f"{definition.path}.{_GROUPS}.{number}.InstanceGroupName", name)
            for number, item in structures(definition.body, *_GROUPS.split("."))
            if (name := text(item, "InstanceGroupName"))
        ]
        for path, name in repeated(groups):
            yield Problem(
                path,
                f"Enter another name: {name} is used above.",
                f"Duplicate instance group name: {name}.",
                value=name,
            )
        if definition.instances:
            yield from _channels(definition, [name for _, name in groups])


def _channels(definition: Definition, known: list[str]) -> Iterator[Problem]:
    for path, channel in definition.channels:
        names = texts(channel, "DataSource", "S3DataSource", "InstanceGroupNames")
        for number, name in enumerate(names):
            if name not in known:
                yield Problem(
                    f"{path}.DataSource.S3DataSource.InstanceGroupNames.{number}",
                    f"Choose an instance group of this definition: {written(known)}."
                    if known
                    else "Remove the instance group: this definition has none.",
                    f"Channel {text(channel, 'ChannelName')}: instance group {name} is not in"
                    " ResourceConfig.",
                    value=name,
                )
