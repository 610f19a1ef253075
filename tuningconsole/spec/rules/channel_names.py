"""Channels have names of their own, which the algorithm declares.

Rules C1, C2 of domain-rules.md. Source and text: sagemaker-python-sdk 2.257.7 algorithm.py:472;
only its `fit` of an estimator checks, so the server must. Evidence: [P] the SDK's check; the text
on repeated names is ours [E].
"""

from collections.abc import Iterable

from tuningconsole.spec.problems import Problem
from tuningconsole.spec.reading import definitions, repeated, text, with_algorithms, written
from tuningconsole.spec.rules import Context, Request


def check(request: Request, context: Context) -> Iterable[Problem]:
    """Yield a problem for every repeated and for every unknown channel name."""
    for definition in definitions(request):
        names = [
            (f"{path}.ChannelName", text(channel, "ChannelName"))
            for path, channel in definition.channels
        ]
        for path, name in repeated(names):
            yield Problem(
                path,
                f"Choose another channel: {name} is used above.",
                f"Duplicate input channel: {name}.",
                value=name,
            )
    for definition, algorithm in with_algorithms(request, context.algorithms):
        for path, channel in definition.channels:
            name = text(channel, "ChannelName")
            if name and name not in algorithm.channels:
                yield Problem(
                    f"{path}.ChannelName",
                    f"Choose a channel of the algorithm: {written(sorted(algorithm.channels))}.",
                    f"Unknown input channel: {name} is not supported by: {algorithm.name}",
                    value=name,
                )
