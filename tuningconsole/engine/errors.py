"""What the engine answers when it refuses a request.

    ServiceError                    any refusal: code, message, HTTP status
    ├── ValidationError             400 ValidationException: not modelled by AWS either
    ├── SerializationError          400 SerializationException: the body cannot be read
    ├── InvalidParameterError       400 InvalidParameterException: CloudWatch Logs' own
    ├── ResourceNotFoundError       400 ResourceNotFound (Logs: ResourceNotFoundException)
    ├── ResourceInUseError          400 ResourceInUse
    ├── ResourceLimitExceededError  400 ResourceLimitExceeded
    ├── AccessError                 403: the signature, the key, the browser's Origin
    └── DependencyError             503: S3, IAM or the database cannot be reached

Codes and texts: domain-rules.md 1, each with its source there.
"""

from functools import cache
from http import HTTPStatus

from botocore.model import StructureShape

from tuningconsole.spec import shapes


class ServiceError(Exception):
    """A refusal as the wire shows it.

    Attributes:
        code: the API's name of the error, what clients branch on.
        message: AWS's words where they are known.
        status: the HTTP status.
    """

    status: int = HTTPStatus.BAD_REQUEST
    code = ""

    def __init__(self, message: str, *, code: str = "", status: int | None = None) -> None:
        super().__init__(message)
        self.message = message
        self.code = code or self.code
        self.status = status or self.status


class ValidationError(ServiceError):
    """The request breaks a constraint or a rule."""

    code = "ValidationException"


class SerializationError(ServiceError):
    """The body is no JSON document of the operation's input shape."""

    code = "SerializationException"


class InvalidParameterError(ServiceError):
    """CloudWatch Logs' word for a broken constraint."""

    code = "InvalidParameterException"


class ResourceNotFoundError(ServiceError):
    """There is no such resource."""

    code = "ResourceNotFound"


class ResourceInUseError(ServiceError):
    """The name is taken."""

    code = "ResourceInUse"


class ResourceLimitExceededError(ServiceError):
    """A quota of the account does not allow it."""

    code = "ResourceLimitExceeded"


class AccessError(ServiceError):
    """The request does not prove that it comes from the owner of the key."""

    status = HTTPStatus.FORBIDDEN


class DependencyError(ServiceError):
    """A service that the engine needs cannot be reached; nothing was changed."""

    code = "ServiceUnavailable"
    status = HTTPStatus.SERVICE_UNAVAILABLE


def body(error: ServiceError) -> dict[str, str]:
    """Return the error as AWS JSON 1.1 spells it; modelled SageMaker errors say `Message`."""
    member = "Message" if error.code in _spelt_with_capital() else "message"
    return {"__type": error.code, member: error.message}


@cache
def _spelt_with_capital() -> frozenset[str]:
    return frozenset(
        shape.name
        for shape in shapes.service_model().error_shapes
        if isinstance(shape, StructureShape) and "Message" in shape.members
    )
