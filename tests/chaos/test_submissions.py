"""Whatever of the console is killed and whatever AWS answers: one job of each submission, no more.

The short run is the suite's. The long one, with a seed of your choice in CHAOS_SEED:

    CHAOS_SUBMISSIONS=1000 .venv/bin/python -m pytest -s tests/chaos/test_submissions.py

Which process is killed when, and what happens to which request, follows from the seed alone; how
the two meet does not. The long run's figures are in docs/measurements.md.
"""

import os
import random
import tempfile
import threading
import time
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from zlib import crc32

import pytest

from tests.chaos.console import Browser, Console
from tests.chaos.sagemaker import NAME, Fault, Job, Refusal, SageMaker, serve
from tuningconsole.spec.described import SUBMISSION_TAG

pytestmark = [pytest.mark.stack, pytest.mark.slow, pytest.mark.timeout(3600)]

SUBMISSIONS = int(os.environ.get("CHAOS_SUBMISSIONS", "60"))
SEED = int(os.environ.get("CHAOS_SEED", "1"))
EACH_S = 0.6
"""A submission comes every so often; the faults last as long as they come."""
ANSWERED_WITHIN_S = 60
DRAINED_WITHIN_S = 60 + SUBMISSIONS * 0.3 + 180
VICTIMS = {
    "web": 3,
    "worker": 5,
    "poller": 2,
    "stopper": 3,
    "beat": 2,
    "redis": 2,
    "postgres": 1,
}
"""What is killed: name -> how often, of all."""
FAULTS = {
    Fault.NONE: 60,
    Fault.SLOW: 6,
    Fault.DROPPED: 6,
    Fault.LOST: 6,
    Fault.LATE: 4,
    Fault.THROTTLED: 8,
    Fault.FAILED: 5,
    Fault.FAILED_AFTER: 4,
    Fault.SILENT: 1,
}
"""What happens to a request, of a hundred."""
FINAL = {"CREATED", "HELD", "CANCELLED"}


def chance(*of: object) -> random.Random:
    """Return the dice for one thing, the same in every run with the seed."""
    return random.Random(f"{SEED} {of}")  # noqa: S311  No secret.


class Sky:
    """AWS: its faults while they last, and jobs of names that somebody else was faster to take."""

    def __init__(self, folder: Path) -> None:
        self.is_clear = False
        self.state = SageMaker(folder / "journal", make=self._job)
        self._asked: Counter[str] = Counter()
        self.done: Counter[Fault] = Counter()
        self.server = serve(self.state, self._choose)
        self.address = f"http://127.0.0.1:{self.server.server_address[1]}"

    def _choose(self, operation: str, region: str, given: dict[str, Any]) -> Fault:
        what = f"{operation} {given.get(NAME, '')}"
        self._asked[what] += 1
        first = operation == "CreateHyperParameterTuningJob" and self._asked[what] == 1
        if first and is_taken(given[NAME]):
            foreign = {**given, "Tags": []}
            self.state.jobs[region].setdefault(
                given[NAME].lower(), Job(region, foreign, time.time(), 30.0)
            )
        if self.is_clear:
            return Fault.NONE
        dice = chance(what, self._asked[what])
        [fault] = dice.choices(list(FAULTS), FAULTS.values())
        self.done[fault] += 1
        return fault

    def _job(self, region: str, given: dict[str, Any], now: float, _: float) -> Job:
        if is_refused(given[NAME]):
            raise Refusal("ValidationException", "The role is not one that SageMaker may assume.")
        dice = chance("job", given[NAME])
        life_s, ending = dice.uniform(5, 90), dice.choice(["Completed", "Completed", "Failed"])
        return Job(region, given, now, life_s, ending, hidden_until=now + dice.choice([0, 0, 3]))

    def ours(self) -> Counter[str]:
        """Return submission -> how many jobs it has."""
        return Counter(job.tags[SUBMISSION_TAG] for job in self.state.accepted)


def is_taken(name: str) -> bool:
    return crc32(name.encode()) % 40 == 1


def is_refused(name: str) -> bool:
    return crc32(name.encode()) % 40 == 2


@dataclass
class People:
    """Who submits and stops; each sends a form again until it is answered, some of them twice.

    Attributes:
        led: draft -> the addresses that its answers led to.
        stopped: addresses of jobs of which a stop was answered.
    """

    browser: Browser
    led: dict[str, set[str]] = field(default_factory=dict)
    stopped: list[str] = field(default_factory=list)
    answers: Counter[int] = field(default_factory=Counter)

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


@pytest.fixture
def sky(tmp_path: Path) -> Iterator[Sky]:
    made = Sky(tmp_path)
    yield made
    made.server.shutdown()


@pytest.fixture
def console(sky: Sky) -> Iterator[Console]:
    with tempfile.TemporaryDirectory(prefix="tuningconsole-chaos-") as folder:
        made = Console(Path(folder), sky.address)
        try:
            made.start()
            yield made
        finally:
            made.stop()


def test_each_submission_becomes_one_job(console: Console, sky: Sky) -> None:
    seeded = console.seed(SUBMISSIONS)
    console.start_programs()
    people = People(Browser(console.url, seeded["session"]))
    kills = suffer(console, people, seeded["drafts"])
    sky.is_clear = True
    began = time.monotonic()
    settled_s = drained(console) - began
    check(console, sky, people)
    states = dict(console.rows("SELECT state, count(*) FROM jobs_tuningjob GROUP BY state"))
    report = {
        "seed": SEED,
        "submissions": SUBMISSIONS,
        "kills": dict(kills),
        "faults": {str(fault): count for fault, count in sky.done.items() if fault},
        "answers to people": dict(people.answers),
        "stops": len(people.stopped),
        "states": states,
        "settled after s": round(settled_s, 1),
    }
    print(*(f"{name}: {value}" for name, value in report.items()), sep="\n")  # noqa: T201


def suffer(console: Console, people: People, drafts: list[list[str]]) -> Counter[str]:
    """Let everything be submitted while parts are killed; return how often each was."""
    dice, kills = chance("kills"), Counter[str]()
    began = time.monotonic()
    waiting = list(drafts)
    sent: list[threading.Thread] = []
    next_kill = 3.0
    while waiting or any(thread.is_alive() for thread in sent):
        elapsed = time.monotonic() - began
        console.keep_up()
        while waiting and len(drafts) - len(waiting) < elapsed / EACH_S:
            sent.append(threading.Thread(target=people.submit, args=(waiting.pop(0),)))
            sent[-1].start()
        if waiting and elapsed >= next_kill:
            next_kill += dice.uniform(1, 9)
            [victim] = dice.choices(list(VICTIMS), VICTIMS.values())
            kills[victim] += console.kill(victim, is_child=dice.random() < 0.3)
        time.sleep(0.05)
    return kills


def drained(console: Console) -> float:
    """Return when nothing waited any more: neither a submission nor a stop."""
    deadline = time.monotonic() + DRAINED_WITHIN_S
    statement = (
        "SELECT name, state, reason, attempts, losses, message FROM jobs_tuningjob"
        " WHERE state IN ('READY', 'SENDING', 'UNSURE')"
        " OR (stop_requested_at IS NOT NULL AND stop_confirmed_at IS NULL)"
        " OR status = '' AND state = 'CREATED'"
    )
    while found := console.rows(statement):
        assert time.monotonic() < deadline, found
        console.keep_up()
        time.sleep(0.5)
    return time.monotonic()


def check(console: Console, sky: Sky, people: People) -> None:
    rows = console.rows(
        "SELECT uuid::text, name, state, reason, message, stop_requested_at, stop_confirmed_at,"
        " status FROM jobs_tuningjob WHERE key IS NOT NULL"
    )
    # Nothing is lost: every form was answered with one job, and that is there.
    assert {len(addresses) for addresses in people.led.values()} == {1}
    led = {next(iter(addresses)).split("/")[-2] for addresses in people.led.values()}
    assert led == {row[0] for row in rows}
    assert len(led) == SUBMISSIONS
    # Nothing is doubled, nothing is stuck.
    ours = sky.ours()
    assert set(ours.values()) <= {1}, ours.most_common(3)
    state = {row[0]: row[2] for row in rows}
    assert set(state.values()) <= FINAL
    assert set(ours) == {uuid for uuid, how in state.items() if how == "CREATED"}
    for _, name, how, reason, message, *_ in rows:
        if how == "HELD":
            expected = {"NAME_TAKEN"} if is_taken(name) else {"INVALID"}
            assert reason in expected, (name, reason, message)
            assert message
    # A stop that was asked for was carried out, and no other.
    jobs = {job.name: job for job in sky.state.jobs["us-east-2"].values()}
    asked = {address.split("/")[-2] for address in people.stopped}
    for uuid, name, how, _, message, requested, confirmed, status in rows:
        if requested:
            assert uuid in asked
            assert confirmed or message, name
            assert how != "CREATED" or status in {"Stopping", "Stopped", "Completed", "Failed"}
        elif how == "CREATED":
            assert not jobs[name].stops, name
    entries = console.rows(
        "SELECT target_id, verb FROM audit_entry WHERE verb IN ('asked to stop', 'could not stop')"
    )
    pks = dict(console.rows("SELECT id::text, uuid::text FROM jobs_tuningjob"))
    told = {pks[pk] for pk, verb in entries if verb == "could not stop"}
    wanted = {pks[pk] for pk, verb in entries if verb == "asked to stop"}
    assert wanted - told == {row[0] for row in rows if row[5]}
    # What was answered and is not asked for had ended, or was held, when the form came.
    for uuid in asked - wanted:
        assert state[uuid] in {"CREATED", "HELD"}, uuid
    assert "submissions are in order" in console.manage("audit_submissions")
