"""A channel's data lies in one place.

Rules C9, C15 of domain-rules.md. Source: DataSource in botocore's model, whose members are the
places to choose from. Evidence: [E] ours, and so are the texts: each member is "the" location, and
the model requires none.
"""

from collections.abc import Iterable, Mapping

from botocore.model import StructureShape

from tuningconsole.spec import shapes
from tuningconsole.spec.problems import Problem
from tuningconsole.spec.reading import definitions, member, text, written
from tuningconsole.spec.rules import Context, Request


def check_definitions(request: Request, context: Context) -> Iterable[Problem]:
    """Yield a problem for every data source that is empty or is several."""
    for definition in definitions(request):
        for path, channel in definition.channels:
            source = member(channel, "DataSource")
            if not isinstance(source, Mapping):
                continue
            given = [name for name in _MEMBERS if source.get(name) is not None]
            name = text(channel, "ChannelName")
            if not given:
                yield Problem(
                    f"{path}.DataSource",
                    "Choose where the channel's data is.",
                    f"Channel {name}: specify one of {written(_MEMBERS)} in DataSource.",
                )
            elif len(given) > 1:
                yield Problem(
                    f"{path}.DataSource.{given[1]}",
                    f"Keep one place of the channel's data: {written(given)} are set.",
                    f"Channel {name}: specify only one of {written(_MEMBERS)} in DataSource.",
                )


def _members() -> list[str]:
    found = shapes.shape("DataSource")
    return list(found.members) if isinstance(found, StructureShape) else []


_MEMBERS = _members()
