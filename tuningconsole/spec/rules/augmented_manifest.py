"""An augmented manifest is read in Pipe mode, by the names of its attributes.

Rule C9 of domain-rules.md. Source: S3DataSource in botocore's model ("can only be used if the
Channel's input mode is Pipe"; AttributeNames are "found in a specified augmented manifest file");
the guide's page augmented-manifest. Evidence: [D] documented, that the names are required and that
other types refuse them is our decision [E], as are the texts.
"""

from collections.abc import Iterable, Iterator

from tuningconsole.spec.problems import Problem
from tuningconsole.spec.reading import definitions, input_mode, structure, text, texts
from tuningconsole.spec.rules import Context, Request

_KIND = "AugmentedManifestFile"
_NAMES = "DataSource.S3DataSource.AttributeNames"


def check_definitions(request: Request, context: Context) -> Iterable[Problem]:
    """Yield a problem for every such channel in another mode, and for names that do not fit."""
    for definition in definitions(request):
        for path, channel in definition.channels:
            source = structure(channel, "DataSource", "S3DataSource")
            if kind := text(source, "S3DataType"):
                name, names = text(channel, "ChannelName"), texts(source, "AttributeNames")
                yield from _names(f"{path}.{_NAMES}", name, kind, names)
                place, mode = input_mode(definition, path, channel)
                if kind == _KIND and mode not in ("", "Pipe"):
                    yield Problem(
                        place,
                        "Choose Pipe: an augmented manifest is read in Pipe mode only.",
                        f"Channel {name}: S3DataType {_KIND} is supported only in Pipe input mode.",
                        value=mode,
                    )


def _names(path: str, channel: str, kind: str, names: list[str]) -> Iterator[Problem]:
    if kind != _KIND and names:
        yield Problem(
            path,
            f"Remove the attribute names, or choose {_KIND}: only that has attributes.",
            f"Channel {channel}: AttributeNames is supported only for S3DataType {_KIND}.",
            value=names,
        )
    if kind == _KIND and not names:
        yield Problem(
            path,
            "Enter the attributes that the training reads, in their order.",
            f"Channel {channel}: AttributeNames is required for S3DataType {_KIND}.",
        )
