"""Only a channel in Pipe mode unpacks its data or wraps it in records.

Rules C5, C6 of domain-rules.md. Source: Channel in botocore's model ("used only in Pipe input
mode. In File mode, leave this field unset or set it to None"); FastFile shows objects as they are,
so it is as File. Evidence: [D] documented; the text is ours [E].
"""

from collections.abc import Iterable

from tuningconsole.spec.problems import Problem
from tuningconsole.spec.reading import definitions, input_mode, text
from tuningconsole.spec.rules import Context, Request

_MEMBERS = {"CompressionType": "compression type", "RecordWrapperType": "record wrapper type"}


def check_definitions(request: Request, context: Context) -> Iterable[Problem]:
    """Yield a problem for everything that a channel in another mode would not do."""
    for definition in definitions(request):
        for path, channel in definition.channels:
            _, mode = input_mode(definition, path, channel)
            for name, noun in _MEMBERS.items():
                given = text(channel, name)
                if mode in ("", "Pipe") or given in ("", "None"):
                    continue
                yield Problem(
                    f"{path}.{name}",
                    f"Choose None, or input mode Pipe: {mode} mode knows no {noun}.",
                    f"Channel {text(channel, 'ChannelName')}: {name} {given} is supported only in"
                    " Pipe input mode.",
                    value=given,
                )
