"""A model behind a licence is read by those who accept it.

Rule C9 of domain-rules.md, on the rest of S3DataSource. Source: ModelAccessConfig$AcceptEula in
botocore's model ("must be explicitly defined as True in order to accept the EULA that this model
requires"); a model that requires none may say False, so this warns. Evidence: [D] documented; the
text is ours [E].
"""

from collections.abc import Iterable

from tuningconsole.spec.problems import Problem
from tuningconsole.spec.reading import definitions, member, text
from tuningconsole.spec.rules import Context, Request

_ACCEPTED = "DataSource.S3DataSource.ModelAccessConfig.AcceptEula"


def check_definitions(request: Request, context: Context) -> Iterable[Problem]:
    """Yield a warning for every channel that says it does not accept."""
    for definition in definitions(request):
        for path, channel in definition.channels:
            if member(channel, *_ACCEPTED.split(".")) is False:
                yield Problem(
                    f"{path}.{_ACCEPTED}",
                    "Accept the license agreement if the model has one: SageMaker does not hand"
                    " it out otherwise.",
                    f"Channel {text(channel, 'ChannelName')}: AcceptEula must be true to use a"
                    " model that requires it.",
                    value=False,
                    severity="warning",
                )
