"""A channel on a file system is reached through a VPC, in File mode.

Rule C15 of domain-rules.md. Source: FileSystemDataSource in botocore's model; the guide's page
model-access-training-data. Evidence: [D] documented; the texts are ours [E].
"""

from collections.abc import Iterable

from tuningconsole.spec.problems import Problem
from tuningconsole.spec.reading import definitions, input_mode, structure, text
from tuningconsole.spec.rules import Context, Request


def check_definitions(request: Request, context: Context) -> Iterable[Problem]:
    """Yield a problem for each definition without a VPC and each channel in another mode."""
    for definition in definitions(request):
        channels = [
            (path, channel)
            for path, channel in definition.channels
            if structure(channel, "DataSource", "FileSystemDataSource")
        ]
        if channels and not structure(definition.body, "VpcConfig"):
            yield Problem(
                f"{definition.path}.VpcConfig",
                "Choose the VPC of the file system.",
                "VpcConfig is required when a channel has a FileSystemDataSource.",
            )
        for path, channel in channels:
            place, mode = input_mode(definition, path, channel)
            if mode not in ("", "File"):
                yield Problem(
                    place,
                    "Choose File: a file system is read in File mode only.",
                    f"Channel {text(channel, 'ChannelName')}: FileSystemDataSource is supported"
                    " only in File input mode.",
                    value=mode,
                )
