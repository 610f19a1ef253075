"""Count requests and calls to AWS, over all processes; `metrics` shows them."""

from bisect import bisect_left
from typing import Any

from tuningconsole.aws import errors
from tuningconsole.aws.watching import OK, Call, called
from tuningconsole.operations import store

REQUESTS, CALLS, RETRIES = "metrics:requests", "metrics:calls", "metrics:retries"
BUCKETS_S = (0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1.0, 2.5, 5.0, 10.0)
"""Upper ends, included; what took longer stands in one more."""
MORE = "+Inf"
SUM = "sum"
_APART = "|"


def install() -> None:
    """Count the calls of this process."""
    called.connect(_count, dispatch_uid="operations.count")


def request(view: str, method: str, status: int, seconds: float) -> None:
    """Count a request that was answered."""
    place = bisect_left(BUCKETS_S, seconds)
    bucket = str(BUCKETS_S[place]) if place < len(BUCKETS_S) else MORE
    name = _APART.join((view, method, f"{status // 100}xx"))

    def write(pipeline: Any) -> None:
        pipeline.hincrby(REQUESTS, f"{name}{_APART}{bucket}", 1)
        pipeline.hincrbyfloat(REQUESTS, f"{name}{_APART}{SUM}", round(seconds, 4))

    store.tell(write)


def _count(call: Call, **_more: Any) -> None:
    name = _APART.join((call.service, call.operation))

    def write(pipeline: Any) -> None:
        pipeline.hincrby(CALLS, f"{name}{_APART}{outcome(call)}", 1)
        if call.retries:
            pipeline.hincrby(RETRIES, name, call.retries)

    store.tell(write)


def outcome(call: Call) -> str:
    """Return how the call went, in one of a few words."""
    if call.outcome == OK:
        return OK
    if errors.is_throttling(call.outcome):
        return "throttled"
    return "error" if call.is_answered else "no_answer"


def parts(name: str) -> list[str]:
    """Return what a counter's name is made of."""
    return name.split(_APART)
