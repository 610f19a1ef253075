"""SageMaker's models: a trained artifact under a name, ready to be served."""

import re
from typing import Any

from tuningconsole.aws import messages
from tuningconsole.aws.client import client_for
from tuningconsole.aws.errors import Ambiguous, InUse, NotFound, Rejected, translated
from tuningconsole.aws.models import Connection
from tuningconsole.spec.problems import Problem

CREATE = "CreateModelInput"
NAME, ROLE = "ModelName", "ExecutionRoleArn"
IMAGE, ARTIFACT = "PrimaryContainer.Image", "PrimaryContainer.ModelDataUrl"
_TAKEN = re.compile(r"already exist", re.IGNORECASE)
_SAID = (
    (re.compile(r"model data|s3://", re.IGNORECASE), ARTIFACT),
    (re.compile(r"\brole\b", re.IGNORECASE), ROLE),
    (re.compile(r"\bimage\b|\becr\b", re.IGNORECASE), IMAGE),
)
"""CreateModel's sentences name no member: what they speak of -> the member."""


def create(connection: Connection, request: dict[str, Any]) -> str:
    """Send CreateModel once and return the ARN.

    Raises:
        InUse: the account has a model of this name in the Region.
        Rejected: the request is wrong; the problems' paths are those of its shape.
        AwsError: of any other kind but NotFound; after Ambiguous the model may exist.
    """
    client = client_for(connection, "sagemaker", retries=False)
    try:
        with translated():
            answer = client.create_model(**request)
    except (NotFound, Rejected) as error:
        is_taken = isinstance(error, InUse) or _TAKEN.search(error.message)
        problems = [
            _placed(found) for found in messages.problems(error.message, error.code, CREATE)
        ]
        if is_taken:
            problems = [Problem(NAME, error.message, error.message, error.code)]
        raise (InUse if is_taken else Rejected)(error.message, error.code, problems) from error
    if "ModelArn" not in answer:
        # botocore takes a body that it cannot read for an empty one.
        raise Ambiguous("The answer could not be read.")
    return str(answer["ModelArn"])


def _placed(problem: Problem) -> Problem:
    if problem.path:
        return problem
    said = (path for words, path in _SAID if words.search(problem.message))
    return Problem(next(said, ""), problem.message, problem.message, problem.code)
