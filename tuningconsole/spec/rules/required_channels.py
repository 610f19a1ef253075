"""Every channel that the algorithm requires is there.

Rule C3 of domain-rules.md. Source and text: sagemaker-python-sdk 2.257.7 algorithm.py:478; only
its `fit` of an estimator checks, so the server must. Evidence: [P] the SDK's check and text.
"""

from collections.abc import Iterable

from tuningconsole.spec.problems import Problem
from tuningconsole.spec.reading import member, text, with_algorithms
from tuningconsole.spec.rules import Context, Request


def check_definitions(request: Request, context: Context) -> Iterable[Problem]:
    """Yield a problem for every required channel that is missing."""
    for definition, algorithm in with_algorithms(request, context.algorithms):
        given = {text(channel, "ChannelName") for _, channel in definition.channels}
        for name, declared in algorithm.channels.items():
            if member(declared, "IsRequired") is True and name not in given:
                yield Problem(
                    f"{definition.path}.InputDataConfig",
                    f"Add the channel {name}: the algorithm requires it.",
                    f"Required input channel: {name} Was not provided.",
                )
