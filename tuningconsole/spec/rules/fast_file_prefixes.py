"""FastFile mode reads what lies under a prefix, not what a manifest lists.

Rule C8 of domain-rules.md. Source: TrainingInputMode in botocore's model, which names augmented
manifests; these have a rule of their own. Evidence: [D] documented; that other lists are refused
is read from it, and the text is ours [E]. That the prefix is a whole folder is not checked: no
source asks for its slash.
"""

from collections.abc import Iterable

from tuningconsole.spec.problems import Problem
from tuningconsole.spec.reading import definitions, input_mode, text
from tuningconsole.spec.rules import Context, Request


def check_definitions(request: Request, context: Context) -> Iterable[Problem]:
    """Yield a problem for every channel that would list its objects in FastFile mode."""
    for definition in definitions(request):
        for path, channel in definition.channels:
            _, mode = input_mode(definition, path, channel)
            kind = text(channel, "DataSource", "S3DataSource", "S3DataType")
            if mode == "FastFile" and kind not in ("", "S3Prefix", "AugmentedManifestFile"):
                yield Problem(
                    f"{path}.DataSource.S3DataSource.S3DataType",
                    "Choose S3Prefix, or another input mode: FastFile mode reads prefixes only.",
                    f"Channel {text(channel, 'ChannelName')}: S3DataType {kind} is not supported in"
                    " FastFile input mode.",
                    value=kind,
                )
