"""A channel has a content type, a compression and an input mode that the algorithm declares.

Rules C4, C5, C7 of domain-rules.md; a channel without an input mode has the definition's. No
content type is fine: the SDK sends none. Source: the guide's page sagemaker-mkt-algo-tune;
sagemaker-python-sdk 2.257.7 algorithm.py:219. Evidence: [D] documented; the texts are ours [E]
(domain-rules.md 1.13).
"""

from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from tuningconsole.spec.problems import Problem
from tuningconsole.spec.reading import Definition, input_mode, text, texts, with_algorithms, written
from tuningconsole.spec.rules import Context, Request

_MEMBERS = (
    ("ContentType", "SupportedContentTypes", "content type"),
    ("CompressionType", "SupportedCompressionTypes", "compression type"),
    ("InputMode", "SupportedInputModes", "input mode"),
)


def check_definitions(request: Request, context: Context) -> Iterable[Problem]:
    """Yield a problem for everything of a channel that its declaration does not list."""
    for definition, algorithm in with_algorithms(request, context.algorithms):
        for path, channel in definition.channels:
            declared = algorithm.channels.get(text(channel, "ChannelName"), {})
            yield from _check(definition, path, channel, declared)


def _check(
    definition: Definition, path: str, channel: Mapping[str, Any], declared: Mapping[str, Any]
) -> Iterator[Problem]:
    for name, list_name, noun in _MEMBERS:
        place, given = f"{path}.{name}", text(channel, name)
        if name == "InputMode":
            place, given = input_mode(definition, path, channel)
        if not given or _is_nothing(name, given):
            continue
        supported = texts(declared, list_name)
        if supported and given not in supported:
            choice = "" if len(supported) == 1 else "one of "
            yield Problem(
                place,
                f"Choose {choice}{written(supported)}: the algorithm supports nothing else here.",
                f"Channel {text(channel, 'ChannelName')} does not support {noun} {given}."
                f" Supported: {written(supported)}.",
                value=given,
            )


def _is_nothing(name: str, given: str) -> bool:
    """Tell whether it is how the API spells no compression, which needs no support."""
    return name == "CompressionType" and given == "None"
