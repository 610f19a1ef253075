"""Which machine this is, among those that train for one engine.

A training job's folder and processes are on the machine that started it: that one goes on with it.
Another one begins it anew only where ENGINE_TAKE_OVER_AFTER_S says when, and by then the first
machine's shim, which no trainer has looked at for that long, has ended its programs: they never run
twice at the same time, as long as the machine itself runs no slower than its clock.
"""

import uuid
from contextlib import suppress
from datetime import timedelta
from functools import cache

from django.conf import settings
from django.db.models import Q
from django.db.models.functions import Now

MARGIN_S = 60
"""For a shim to end its programs in, and for clocks."""


@cache
def this() -> str:
    """Return this machine's name, made once for its work folder."""
    path = settings.ENGINE_WORK_DIR / ".machine"
    path.parent.mkdir(parents=True, exist_ok=True)
    if not path.exists():
        scratch = path.with_name(f".machine.{uuid.uuid4()}")
        scratch.write_text(str(uuid.uuid4()))
        # Of two trainers that start together one names the machine.
        with suppress(FileExistsError):
            path.hardlink_to(scratch)
        scratch.unlink()
    return path.read_text().strip()


def alone_s() -> int:
    """Return after how many seconds without a trainer a shim ends its programs; 0 for never."""
    return int(settings.ENGINE_TAKE_OVER_AFTER_S)


def free() -> Q:
    """Return which training jobs this machine may look after now.

    What another machine started, whose programs may run there still, is free only when its lease
    has been over for long enough.
    """
    is_over = Q(lease_until=None) | Q(lease_until__lt=Now())
    found = Q(machine__in=["", this()]) & is_over
    if seconds := alone_s():
        found |= Q(lease_until__lt=Now() - timedelta(seconds=seconds + MARGIN_S))
    return found
