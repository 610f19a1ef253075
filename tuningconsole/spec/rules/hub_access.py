"""Access to a private hub names a reference to a model.

Rule C9 of domain-rules.md, on the rest of S3DataSource. Source: HubAccessConfig$HubContentArn in
botocore's model ("should be a ModelReference resource type"); should, so this warns. The ARN's form
is that of HubContentArn there: hub-content/HUB/TYPE/NAME. Evidence: [D] documented; the text is
ours [E].
"""

from collections.abc import Iterable

from tuningconsole.spec.problems import Problem
from tuningconsole.spec.reading import definitions, text
from tuningconsole.spec.rules import Context, Request

_ARN = "DataSource.S3DataSource.HubAccessConfig.HubContentArn"


def check_definitions(request: Request, context: Context) -> Iterable[Problem]:
    """Yield a warning for every ARN of another type."""
    for definition in definitions(request):
        for path, channel in definition.channels:
            arn = text(channel, *_ARN.split("."))
            if arn and "/ModelReference/" not in arn:
                yield Problem(
                    f"{path}.{_ARN}",
                    "Enter the ARN of a ModelReference in your hub:"
                    " arn:…:hub-content/HUB/ModelReference/NAME.",
                    "HubContentArn must be of resource type ModelReference.",
                    value=arn,
                    severity="warning",
                )
