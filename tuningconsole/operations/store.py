"""What all processes of the console tell about themselves, in Redis: counters and heartbeats.

Nobody waits for it: an answer takes a quarter of a second at most, and after a failure nothing is
told for some seconds. What is lost are counts.
"""

import logging
import time
from collections.abc import Callable
from functools import cache
from typing import Any

from django.conf import settings
from redis import Redis
from redis.exceptions import RedisError

log = logging.getLogger(__name__)

TIMEOUT_S = 0.25
PAUSE_S = 10
_silent_until = 0.0


@cache
def client() -> "Redis":
    """Return the client of this process."""
    return Redis.from_url(
        settings.REDIS_URL,
        socket_timeout=TIMEOUT_S,
        socket_connect_timeout=TIMEOUT_S,
        decode_responses=True,
    )


def tell(write: Callable[[Any], None]) -> None:
    """Have `write` fill a pipeline, and send it, unless Redis has just not answered."""
    global _silent_until
    if time.monotonic() < _silent_until:
        return
    pipeline = client().pipeline(transaction=False)
    write(pipeline)
    try:
        pipeline.execute()
    except RedisError as error:
        _silent_until = time.monotonic() + PAUSE_S
        log.warning("Nothing is counted for %s s, Redis does not answer: %s", PAUSE_S, error)


def read(key: str) -> dict[str, str]:
    """Return a hash.

    Raises:
        RedisError: Redis does not answer.
    """
    found: Any = client().hgetall(key)
    return dict(found)
