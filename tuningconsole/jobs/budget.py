"""How often an account is asked in a Region: a bucket of calls that all workers share.

AWS publishes no rates for these calls, so the rate is found: half of it after an answer that says
"too many", a little more after each quiet minute. Calls are taken from the bucket once they are
made, so that it may owe some, a minute's at most; who asks for room waits until nothing is owed.
Redis keeps it: when that forgets, the rate is found again. An embedded stack has no such limit.
"""

import logging
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import cache
from typing import Any

from django.conf import settings
from redis import Redis
from redis.exceptions import RedisError

from tuningconsole.aws.calls import Calls
from tuningconsole.aws.models import Connection
from tuningconsole.jobs.models import account_of

log = logging.getLogger(__name__)

RATE, LOWEST, HIGHEST = 2.0, 0.1, 10.0
"""Calls a second: at first, and at the least and at the most."""
BURST = 5.0
RISE = 0.1
"""So much is the rate raised a minute without a refusal."""
DESCRIPTION = 2
"""Calls of a description: Describe, and a page of training jobs."""
SPARE = 1.0
"""Descriptions leave so many calls in the bucket for the lists, which show what changed."""
_KEPT_S = 3600
_SPEND = """
local now, sent, throttled = tonumber(ARGV[1]), tonumber(ARGV[2]), tonumber(ARGV[3])
local rate, lowest, highest = tonumber(ARGV[4]), tonumber(ARGV[5]), tonumber(ARGV[6])
local burst, rise = tonumber(ARGV[7]), tonumber(ARGV[8])
local known = redis.call('HMGET', KEYS[1], 'tokens', 'rate', 'at', 'halved')
local tokens, at, halved = tonumber(known[1]) or burst, tonumber(known[3]) or now, known[4] or 0
rate = tonumber(known[2]) or rate
local passed = math.max(now - at, 0)
tokens = math.min(burst, tokens + passed * rate) - sent
if throttled > 0 then
  if now - tonumber(halved) >= 1 then
    rate, halved = math.max(lowest, rate / 2), now
  end
  tokens = math.min(tokens, 0)
else
  rate = math.min(highest, rate + rise * passed / 60)
end
tokens = math.max(tokens, -60 * rate)
local want, spare, taken = tonumber(ARGV[10]), tonumber(ARGV[11]), 0
if want > 0 and tokens - want >= spare then
  tokens, taken = tokens - want, want
end
redis.call('HSET', KEYS[1], 'tokens', tokens, 'rate', rate, 'at', math.max(at, now),
  'halved', halved)
redis.call('EXPIRE', KEYS[1], ARGV[9])
return {tostring(tokens), tostring(rate), taken}
"""


@dataclass(frozen=True, slots=True)
class _Bucket:
    tokens: float = BURST
    rate: float = RATE
    taken: int = DESCRIPTION


def wait(connection: Connection, now: datetime) -> timedelta:
    """Return how long to wait until nothing is owed; mostly 0."""
    bucket = _bucket(connection, now)
    return timedelta(seconds=max(-bucket.tokens / bucket.rate, 0))


def is_open(connection: Connection, now: datetime) -> bool:
    """Tell whether there is enough for a description."""
    return _bucket(connection, now).tokens >= DESCRIPTION + SPARE


def take(connection: Connection, now: datetime) -> bool:
    """Take the calls of a description from the bucket beforehand; False when it has not enough."""
    return bool(_bucket(connection, now, want=DESCRIPTION).taken)


def spend(connection: Connection, calls: Calls, now: datetime, *, taken: int = 0) -> None:
    """Take calls that were made, without those taken before, and learn from those refused."""
    _bucket(connection, now, sent=calls.sent - taken, throttled=calls.throttled)


def _bucket(
    connection: Connection, now: datetime, *, sent: int = 0, throttled: int = 0, want: int = 0
) -> _Bucket:
    """Return the bucket after that."""
    if connection.kind == Connection.Kind.EMBEDDED:
        return _Bucket()
    key = f"budget:{account_of(connection)}:{connection.region}"
    given = (now.timestamp(), sent, throttled, RATE, LOWEST, HIGHEST, BURST, RISE, _KEPT_S)
    try:
        answer: Any = _redis().eval(_SPEND, 1, key, *given, want, SPARE)
    except RedisError as error:
        log.warning("Nobody counts the calls to AWS: %s", error)
        return _Bucket()
    return _Bucket(float(answer[0]), float(answer[1]), int(answer[2]))


@cache
def _redis() -> Redis:
    return Redis.from_url(settings.REDIS_URL, socket_timeout=5, socket_connect_timeout=2)
