"""Whatever of the console is killed and whatever AWS answers: one job of each submission, no more.

The short run is the suite's. The long one, with a seed of your choice in CHAOS_SEED:

    CHAOS_SUBMISSIONS=1000 .venv/bin/python -m pytest -s tests/chaos/test_submissions.py

Which process is killed when, and what happens to which request, follows from the seed alone; how
the two meet does not. The long run's figures are in docs/measurements.md.
"""

import os
import tempfile
import threading
import time
from collections import Counter, deque
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Any

import psycopg
import pytest

from tests.chaos.console import Browser, Console
from tests.chaos.people import SEED, People, chance, is_denied, is_refused, is_taken
from tests.chaos.sagemaker import NAME, Fault, Job, Refusal, SageMaker, serve
from tuningconsole.embedded.processes import Process
from tuningconsole.spec.described import SUBMISSION_TAG

pytestmark = [pytest.mark.stack, pytest.mark.slow, pytest.mark.timeout(3600)]

SUBMISSIONS = int(os.environ.get("CHAOS_SUBMISSIONS", "60"))
EACH_S = 0.6
"""A submission comes every so often; the faults last as long as they come."""
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
PAUSED = ("worker", "worker", "stopper", "poller")
PAUSE_S = 75.0
"""Longer than a lease: another one takes over what it had, and then it goes on."""
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


class Sky:
    """AWS: its faults while they last, and jobs of names that somebody else was faster to take."""

    def __init__(self, folder: Path) -> None:
        self.is_clear = False
        self.state = SageMaker(folder / "journal", make=self._job)
        self._asked: Counter[str] = Counter()
        self._seen: Counter[str] = Counter()
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
        self._seen[given[NAME]] += 1
        if is_denied(given[NAME]) and self._seen[given[NAME]] <= 2:
            raise Refusal("AccessDeniedException", "You are not authorized to do this yet.")
        dice = chance("job", given[NAME])
        life_s, ending = dice.uniform(5, 90), dice.choice(["Completed", "Completed", "Failed"])
        return Job(region, given, now, life_s, ending, hidden_until=now + dice.choice([0, 0, 3]))

    def ours(self) -> Counter[str]:
        """Return submission -> how many jobs it has."""
        return Counter(job.tags[SUBMISSION_TAG] for job in self.state.accepted)


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
    with caretakers(console, people):
        kills = suffer(console, people, seeded["drafts"])
        sky.is_clear = True
        began = time.monotonic()
        settled_s = drained(console) - began
    check(console, sky, people)
    states = dict(console.rows("SELECT state, count(*) FROM jobs_tuningjob GROUP BY state"))
    [(losses,)] = console.rows("SELECT sum(losses) FROM jobs_tuningjob")
    report = {
        "seed": SEED,
        "submissions": SUBMISSIONS,
        "kills": dict(kills),
        "faults": {str(fault): count for fault, count in sky.done.items() if fault},
        "answers to people": dict(people.answers),
        "workers lost while they sent": losses,
        "stops": len(people.stopped),
        "held ones sent again": people.retried,
        "held ones let go of": len(people.discarded),
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
    paused = deque[tuple[float, Process]]()
    while waiting or paused or any(thread.is_alive() for thread in sent):
        elapsed = time.monotonic() - began
        console.keep_up()
        if paused and elapsed >= paused[0][0]:
            console.go_on(paused.popleft()[1])
        while waiting and len(drafts) - len(waiting) < elapsed / EACH_S:
            sent.append(threading.Thread(target=people.submit, args=(waiting.pop(0),)))
            sent[-1].start()
        if waiting and elapsed >= next_kill:
            next_kill += dice.uniform(1, 9)
            if not paused and dice.random() < (0.3 if kills else 1):
                victim = dice.choice(PAUSED) if kills else PAUSED[0]
                paused.append((elapsed + PAUSE_S, console.pause(victim)))
                kills[f"{victim}, paused"] += 1
                continue
            [victim] = dice.choices(list(VICTIMS), VICTIMS.values())
            kills[victim] += console.kill(victim, is_child=dice.random() < 0.3)
        time.sleep(0.05)
    return kills


def drained(console: Console) -> float:
    """Return when nothing waited any more: neither a submission, nor a stop, nor a person."""
    deadline = time.monotonic() + DRAINED_WITHIN_S
    statement = (
        "SELECT name, state, reason, attempts, losses, message FROM jobs_tuningjob"
        " WHERE state IN ('READY', 'SENDING', 'UNSURE')"
        " OR (stop_requested_at IS NOT NULL AND stop_confirmed_at IS NULL)"
        " OR status = '' AND state = 'CREATED'"
        " OR state = 'HELD' AND reason NOT IN ('INVALID', 'NAME_TAKEN')"
    )
    while found := console.rows(statement):
        assert time.monotonic() < deadline, found
        console.keep_up()
        time.sleep(0.5)
    return time.monotonic()


@contextmanager
def caretakers(console: Console, people: People) -> Iterator[None]:
    """Let people look after what is held, all the time."""
    is_over = threading.Event()

    def look_after() -> None:
        while not is_over.wait(2):
            # The database may be the one that is gone.
            with suppress(psycopg.Error):
                people.look_after(
                    console.rows(
                        "SELECT uuid::text, name, reason FROM jobs_tuningjob"
                        " WHERE state = 'HELD' AND reason <> 'NAME_TAKEN'"
                    )
                )

    thread = threading.Thread(target=look_after)
    thread.start()
    try:
        yield
    finally:
        # Else a run that fails would never end.
        is_over.set()
        thread.join()


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
        assert state[uuid] in {"CREATED", "HELD"} or uuid in people.discarded, uuid
    assert "submissions are in order" in console.manage("audit_submissions")
