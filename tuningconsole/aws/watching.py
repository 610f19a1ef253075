"""Every call to AWS is told: in the log, and to whoever counts (`called`)."""

import logging
import time
from dataclasses import asdict, dataclass
from typing import Any

from botocore.exceptions import ClientError
from django.dispatch import Signal

from tuningconsole.spec.described import SUBMISSION_TAG

log = logging.getLogger("tuningconsole.calls")

OK = "ok"
called = Signal()
"""Sent with `call`, a Call, once AWS has answered or has not."""
_MARK = "tuningconsole"


@dataclass(frozen=True, slots=True)
class Call:
    """A call to AWS that is over.

    Attributes:
        outcome: OK, AWS's name of the error, or the exception's where there was no answer.
        seconds: with botocore's own further attempts, of which there were `retries`.
        aws_request: AWS's id of the request, by which CloudTrail knows it; "" without an answer.
        about: the submission that a new job carries as a tag, else the name that was asked for.
    """

    service: str
    operation: str
    outcome: str
    seconds: float
    is_answered: bool = True
    retries: int = 0
    aws_request: str = ""
    about: str = ""


def watch(client: Any) -> Any:
    """Return the client, whose calls are told from now on."""
    events = client.meta.events
    events.register("before-parameter-build.*.*", _before)
    events.register("after-call.*.*", _answered)
    events.register("after-call-error.*.*", _failed)
    return client


def _before(params: Any, model: Any, context: dict[str, Any], **_more: Any) -> None:
    told = (model.service_model.service_name, model.name, _about(params))
    context[_MARK] = (time.monotonic(), *told)


def _answered(parsed: dict[str, Any], context: dict[str, Any], **_more: Any) -> None:
    metadata = parsed.get("ResponseMetadata", {})
    is_error = metadata.get("HTTPStatusCode", 200) >= 300
    code = parsed.get("Error", {}).get("Code") or str(metadata.get("HTTPStatusCode", ""))
    _tell(
        context,
        outcome=code if is_error else OK,
        retries=metadata.get("RetryAttempts", 0),
        aws_request=metadata.get("RequestId", ""),
    )


def _failed(exception: Exception, context: dict[str, Any], **_more: Any) -> None:
    if not isinstance(exception, ClientError):
        _tell(context, outcome=type(exception).__name__, is_answered=False)


def _tell(context: dict[str, Any], **values: Any) -> None:
    if _MARK not in context:
        return
    since, service, operation, about = context.pop(_MARK)
    seconds = round(time.monotonic() - since, 4)
    call = Call(service, operation, seconds=seconds, about=about, **values)
    log.info("%s %s: %s", service, operation, call.outcome, extra={"data": asdict(call)})
    called.send(sender=Call, call=call)


def _about(params: Any) -> str:
    if not isinstance(params, dict):
        return ""
    tags = params.get("Tags")
    for tag in tags if isinstance(tags, list) else ():
        if isinstance(tag, dict) and tag.get("Key") == SUBMISSION_TAG:
            return str(tag.get("Value", ""))
    names = ("HyperParameterTuningJobName", "TrainingJobName", "AlgorithmName")
    return next((str(params[name]) for name in names if name in params), "")
