"""People who submit jobs, and what a name means for AWS; all of it follows from the seed."""

import os
import random
import threading
import time
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field
from zlib import crc32

from tests.chaos.console import Browser

SEED = int(os.environ.get("CHAOS_SEED", "1"))
ANSWERED_WITHIN_S = 60


def chance(*of: object) -> random.Random:
    """Return the dice for one thing, the same in every run with the seed."""
    return random.Random(f"{SEED} {of}")  # noqa: S311  No secret.


def is_taken(name: str) -> bool:
    return crc32(name.encode()) % 40 == 1


def is_refused(name: str) -> bool:
    return crc32(name.encode()) % 40 == 2


def is_denied(name: str) -> bool:
    """AWS allows it only once somebody has given the right to it."""
    return crc32(name.encode()) % 8 == 3


@dataclass
class People:
    """Who submits, stops, and looks after what is held.

    Each sends a form again until it is answered, some of them twice.

    Attributes:
        led: draft -> the addresses that its answers led to.
        stopped: addresses of jobs of which a stop was answered.
        discarded: uuids of held submissions that were let go of.
        retried: how often one was sent again.
    """

    browser: Browser
    led: dict[str, set[str]] = field(default_factory=dict)
    stopped: list[str] = field(default_factory=list)
    answers: Counter[int] = field(default_factory=Counter)
    discarded: set[str] = field(default_factory=set)
    retried: int = 0

    def submit(self, draft: list[str]) -> None:
        uuid, key, name = draft
        dice = chance("person", name)
        copies = 2 if dice.random() < 0.2 else 1
        again = [
            threading.Thread(target=self._until_led, args=(uuid, key)) for _ in range(copies - 1)
        ]
        for thread in again:
            thread.start()
        address = self._until_led(uuid, key)
        if dice.random() < 0.25:
            time.sleep(dice.choice([0, 1, 5, 20, 40]))
            for _ in range(copies):
                self._send(f"{address}stop/")
            self.stopped.append(address)
        for thread in again:
            thread.join()

    def _until_led(self, uuid: str, key: str) -> str:
        address = self._send(f"/create/{uuid}/create/", key=key)
        self.led.setdefault(uuid, set()).add(address)
        return address

    def _send(self, path: str, **typed: str) -> str:
        deadline = time.monotonic() + ANSWERED_WITHIN_S
        while time.monotonic() < deadline:
            status, address = self.browser.post(path, **typed)
            self.answers[status] += 1
            if status == 302:
                return address
            time.sleep(0.5)
        raise AssertionError((path, self.answers))

    def look_after(self, held: Iterable[tuple[str, str, str]]) -> None:
        """Have held submissions sent again, or let go of some: each is (uuid, name, reason).

        One that AWS may have all the same is never let go of: then two rows would be right.
        """
        for uuid, name, reason in held:
            lets_go = reason in {"DENIED", "INVALID"} and chance("lets go", name).random() < 0.5
            if lets_go:
                self._send(f"/jobs/{uuid}/discard/")
                self.discarded.add(uuid)
            elif reason not in {"INVALID", "NAME_TAKEN"}:
                self._send(f"/jobs/{uuid}/retry/")
                self.retried += 1
