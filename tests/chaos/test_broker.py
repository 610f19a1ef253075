"""Workers that are busy while Redis is lost go on once it is back; nobody starts them again."""

import tempfile
import threading
import time
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.chaos.console import Browser, Console
from tests.chaos.people import People
from tests.chaos.sagemaker import Fault, SageMaker, serve

pytestmark = [pytest.mark.stack, pytest.mark.slow]

SUBMISSIONS = 12
"""More than a worker has in hand: what runs and what it has fetched meanwhile."""
WITHIN_S = 40.0
CREATE = ("CreateHyperParameterTuningJob", "us-east-2")


@pytest.mark.timeout(240)
def test_what_was_fetched_before_redis_was_lost_does_not_block_a_worker(tmp_path: Path) -> None:
    sagemaker = SageMaker(tmp_path / "journal")
    server = serve(sagemaker, lambda *_: Fault.SLOW)
    address = f"http://127.0.0.1:{server.server_address[1]}"
    with tempfile.TemporaryDirectory(prefix="tuningconsole-chaos-") as folder:
        console = Console(Path(folder), address)
        try:
            console.start()
            seeded = console.seed(SUBMISSIONS)
            console.start_programs()
            people = People(Browser(console.url, seeded["session"]))
            sent = [
                threading.Thread(target=people.submit, args=(draft,)) for draft in seeded["drafts"]
            ]
            for thread in sent:
                thread.start()
            wait_until(console, lambda: sagemaker.calls[CREATE] >= 4)
            console.kill("redis")
            # What was fetched already begins when these have ended, and Redis cannot be told.
            wait_until(console, lambda: count(console, "CREATED") >= 4, is_kept_up=False)
            wait_until(console, lambda: count(console, "CREATED", "CANCELLED") == SUBMISSIONS)
            for thread in sent:
                thread.join()
        finally:
            console.stop()
            server.shutdown()


def count(console: Console, *states: str) -> int:
    """Return how many submissions are in the states; some people stop theirs at once."""
    found = dict(console.rows("SELECT state, count(*) FROM jobs_tuningjob GROUP BY state"))
    return sum(found.get(state, 0) for state in states)


def wait_until(console: Console, is_so: Callable[[], bool], *, is_kept_up: bool = True) -> None:
    deadline = time.monotonic() + WITHIN_S
    while not is_so():
        assert time.monotonic() < deadline, console.rows("SELECT state, reason FROM jobs_tuningjob")
        if is_kept_up:
            console.keep_up()
        time.sleep(0.1)
