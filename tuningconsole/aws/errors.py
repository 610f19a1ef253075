"""What can go wrong when AWS is asked, sorted by what the console can do about it.

    AwsError              anything; the message is AWS's own
    ├── Rejected          the request is wrong: `problems` says where, as far as AWS told
    │   └── InUse         the name is taken
    ├── NotFound          there is no such thing
    ├── Denied            the credentials are missing, wrong, too old, or may not do this
    ├── LimitExceeded     a quota of the account
    ├── Throttled         too many requests; nothing was done
    ├── Unreachable       the request did not get there; nothing was done
    └── Ambiguous         nobody knows whether it was done

Whether something was done: reliability notes, rule R7. An answer of 4xx says no. A connection that
could not be made says no. Everything else (a connection that broke, a time-out while reading, 5xx,
an answer that cannot be read) says nothing.
"""

import re
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from http import HTTPStatus

from botocore import exceptions as boto
from botocore.parsers import ResponseParserError

from tuningconsole.aws import messages
from tuningconsole.spec.problems import Problem


class AwsError(Exception):
    """AWS did not do what was asked.

    Attributes:
        message: AWS's words, or botocore's.
        code: AWS's name of the error, "" without an answer.
    """

    def __init__(self, message: str, code: str = "") -> None:
        super().__init__(message)
        self.message = message
        self.code = code


class Rejected(AwsError):  # noqa: N818  These are outcomes; `errors.Rejected` reads as one.
    """The request is wrong.

    Attributes:
        problems: where, as far as AWS told; paths in the request's spelling.
    """

    def __init__(self, message: str, code: str = "", problems: Sequence[Problem] = ()) -> None:
        super().__init__(message, code)
        self.problems = list(problems)


class InUse(Rejected):
    """The name is taken."""


class NotFound(AwsError):  # noqa: N818
    """There is no such thing."""


class Denied(AwsError):  # noqa: N818
    """The credentials are missing, wrong, too old, or may not do this."""


class LimitExceeded(AwsError):  # noqa: N818
    """A quota of the account does not allow it."""


class Throttled(AwsError):  # noqa: N818
    """Too many requests; nothing was done."""


class Unreachable(AwsError):  # noqa: N818
    """The request did not get there; nothing was done."""


class Ambiguous(AwsError):  # noqa: N818
    """Nobody knows whether it was done."""


_BY_CODE: dict[str, type[AwsError]] = {
    "ResourceInUse": InUse,
    "EntityAlreadyExists": InUse,
    "ResourceNotFound": NotFound,
    "ResourceNotFoundException": NotFound,
    "NoSuchEntity": NotFound,
    "NoSuchBucket": NotFound,
    "NoSuchKey": NotFound,
    "404": NotFound,
    "ResourceLimitExceeded": LimitExceeded,
    "LimitExceeded": LimitExceeded,
}
_THROTTLED = re.compile(r"Throttl|TooManyRequests|RequestLimitExceeded|SlowDown|RequestThrottled")
_DENIED = re.compile(
    r"AccessDenied|UnrecognizedClient|InvalidClientTokenId|ExpiredToken|RequestExpired"
    r"|SignatureDoesNotMatch|InvalidSignature|MissingAuthentication|OptInRequired|UnauthorizedOperation|AuthFailure|IncompleteSignature"
    r"|InvalidAccessKeyId|RequestTimeTooSkewed|^40[13]$"
)
_NOT_FOUND_TEXT = re.compile(r"Requested resource not found|does not exist|can't find")
_NEVER_SENT = (
    boto.ConnectTimeoutError,
    boto.EndpointConnectionError,
    boto.EndpointProviderError,
    boto.NoRegionError,
    boto.ProxyConnectionError,
)
_UNTRUSTED = "CERTIFICATE_VERIFY_FAILED"
"""Of TLS errors only this one is known to come before the request."""
_NO_CREDENTIALS = (
    boto.ConfigNotFound,
    boto.CredentialRetrievalError,
    boto.InvalidConfigError,
    boto.MetadataRetrievalError,
    boto.NoAuthTokenError,
    boto.NoCredentialsError,
    boto.PartialCredentialsError,
    boto.ProfileNotFound,
    boto.SSOError,
    boto.TokenRetrievalError,
)


def is_throttling(code: str) -> bool:
    """Tell whether AWS's name of an error means "too many requests"."""
    return bool(_THROTTLED.search(code))


@contextmanager
def translated() -> Iterator[None]:
    """Turn what botocore raises inside the block into an AwsError.

    Raises:
        AwsError: one of the classes above.
    """
    try:
        yield
    except boto.ClientError as error:
        raise _of_answer(error) from error
    except boto.ParamValidationError as error:
        text = str(error)
        raise Rejected(text, "ParamValidation", [Problem("", text, text)]) from error
    except _NO_CREDENTIALS as error:
        raise Denied(str(error), "NoCredentials") from error
    except _NEVER_SENT as error:
        raise Unreachable(str(error)) from error
    except (boto.BotoCoreError, ResponseParserError) as error:
        kind = Unreachable if _UNTRUSTED in str(error) else Ambiguous
        raise kind(str(error)) from error


def _of_answer(error: boto.ClientError) -> AwsError:
    details = error.response.get("Error", {})
    code, message = str(details.get("Code", "")), str(details.get("Message", "") or error)
    status = error.response.get("ResponseMetadata", {}).get("HTTPStatusCode", 0)
    if is_throttling(code) or status == HTTPStatus.TOO_MANY_REQUESTS:
        return Throttled(message, code)
    if not 400 <= status < 500 or code == "RequestTimeout":
        return Ambiguous(message, code)
    if _DENIED.search(code):
        return Denied(message, code)
    kind = _BY_CODE.get(code) or (NotFound if _NOT_FOUND_TEXT.search(message) else Rejected)
    if issubclass(kind, Rejected):
        return kind(message, code, messages.problems(message, code))
    return kind(message, code)
