"""The request as one command of the AWS CLI, versions 1 and 2, for a POSIX shell.

The JSON stands between single quotes, where a shell reads everything as it is but the quote
itself, and the quote is written as JSON's escape: nothing in a request can end the argument. It
is ASCII, so that no terminal's encoding changes it.
"""

import json

from tuningconsole.export import Format, LeftOut, Request

COMMAND = "aws sagemaker create-hyper-parameter-tuning-job --cli-input-json"


def write(request: Request) -> tuple[str, tuple[LeftOut, ...]]:
    """Return the command; every member is in it."""
    document = json.dumps(request, indent=2).replace("'", r"\u0027").replace("\x7f", r"\u007f")
    return f"{COMMAND} '{document}'\n", ()


FORMAT = Format("aws_cli", "AWS CLI", ".sh", "application/x-sh", write)
