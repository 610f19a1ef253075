"""How often an account is asked in a Region: a bucket of calls that all workers share.

AWS publishes no rates for these calls, so the rate is found: half of it after an answer that says
"too many", a little more after each quiet minute. Calls are taken from the bucket once they are
made, so that it may owe some, a minute's at most; who asks for room waits until nothing is owed.
Redis keeps it: when that forgets, the rate is found again. An embedded stack has no such limit.
"""

import logging
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
SPARE = 3.0
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
redis.call('HSET', KEYS[1], 'tokens', tokens, 'rate', rate, 'at', math.max(at, now),
  'halved', halved)
redis.call('EXPIRE', KEYS[1], ARGV[9])
return {tostring(tokens), tostring(rate)}
"""


def wait(connection: Connection, now: datetime, *, spare: float = 0) -> timedelta:
    """Return how long to wait before a call, so that `spare` calls stay in the bucket; often 0."""
    tokens, rate = _spend(connection, Calls(), now)
    return timedelta(seconds=max((spare - tokens) / rate, 0))


def spend(connection: Connection, calls: Calls, now: datetime) -> None:
    """Take calls that were made, and learn from those that were refused."""
    if calls.sent:
        _spend(connection, calls, now)


def _spend(connection: Connection, calls: Calls, now: datetime) -> tuple[float, float]:
    """Return what is in the bucket then, less than 0 when it owes, and the rate."""
    if connection.kind == Connection.Kind.EMBEDDED:
        return BURST, RATE
    key = f"budget:{account_of(connection)}:{connection.region}"
    limits = (RATE, LOWEST, HIGHEST, BURST, RISE, _KEPT_S)
    given = (now.timestamp(), calls.sent, calls.throttled, *limits)
    try:
        answer: Any = _redis().eval(_SPEND, 1, key, *given)
    except RedisError as error:
        log.warning("Nobody counts the calls to AWS: %s", error)
        return BURST, RATE
    return float(answer[0]), float(answer[1])


@cache
def _redis() -> Redis:
    return Redis.from_url(settings.REDIS_URL, socket_timeout=5, socket_connect_timeout=2)
