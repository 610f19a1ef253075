"""The version before serves while and after this one migrates, and this one knows its messages.

The version before is the commit before the last one with a migration; its own code runs, taken out
of this repository's history. Without that history (a downloaded archive) there is nothing to run.
"""

import io
import shutil
import subprocess
import tarfile
import tempfile
import time
import urllib.request
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.chaos.console import Browser, Console
from tests.chaos.sagemaker import SageMaker, serve
from tuningconsole.embedded import parts

pytestmark = [pytest.mark.stack, pytest.mark.slow]

MIGRATIONS = ":(glob)tuningconsole/*/migrations/*.py"
WORKERS = ("worker", "poller", "stopper", "notifier", "beat")
PAGES = ("/", "/jobs/", "/create/", "/create/drafts/", "/algorithms/", "/notices/", "/team/")
WITHIN_S = 120


def git(*arguments: str) -> bytes:
    return subprocess.run(
        [shutil.which("git") or "git", "-C", str(parts.BASE_DIR), *arguments],
        capture_output=True,
        check=True,
    ).stdout


@pytest.fixture
def before(tmp_path: Path) -> Path:
    """The tree of the version before the last migration."""
    try:
        changed = git("log", "-2", "--format=%H", "--diff-filter=A", "--", MIGRATIONS).split()
    except (OSError, subprocess.CalledProcessError):
        changed = []
    if len(changed) < 2:
        pytest.skip("There is no history here.")
    commit = f"{changed[0].decode()}^"
    with tarfile.open(fileobj=io.BytesIO(git("archive", commit))) as archive:
        archive.extractall(tmp_path / "before", filter="data")
    # What npm has brought is in no history.
    (tmp_path / "before" / "static" / "vendor").symlink_to(parts.BASE_DIR / "static" / "vendor")
    return tmp_path / "before"


@pytest.fixture
def console() -> Iterator[Console]:
    server = serve(SageMaker())
    with tempfile.TemporaryDirectory(prefix="tuningconsole-before-") as folder:
        made = Console(Path(folder), f"http://127.0.0.1:{server.server_address[1]}")
        try:
            made.start_stores()
            yield made
        finally:
            made.stop()
            server.shutdown()


def test_the_version_before_serves_and_is_understood(console: Console, before: Path) -> None:
    console.base = before
    console.manage("migrate", "--verbosity", "0")
    console.manage("collectstatic", "--noinput", "--verbosity", "0")
    seeded = console.seed(3)
    first, second, third = seeded["drafts"]
    console.start_programs()
    browser = Browser(console.url, seeded["session"])
    # The new version migrates while the old one serves, which goes on.
    console.base = parts.BASE_DIR
    applied = console.manage("migrate")
    assert "Applying " in applied, "There is nothing between the two versions."
    for page in PAGES:
        assert status(console.url + page, seeded["session"]) == 200, page
    submit(browser, first)
    created(console, first)
    # Its workers end; what it puts into the queue now is the new ones' to do.
    console.end(*WORKERS)
    submit(browser, second)
    console.start_programs(*WORKERS)
    created(console, second)
    console.end("web")
    console.start_programs("web")
    submit(browser, third)
    created(console, third)
    for page in PAGES:
        assert status(console.url + page, seeded["session"]) == 200, page


def status(url: str, session: str) -> int:
    request = urllib.request.Request(url, headers={"Cookie": f"sessionid={session}"})  # noqa: S310
    opener = urllib.request.build_opener(urllib.request.ProxyHandler({}))
    with opener.open(request, timeout=30) as answer:
        return int(answer.status)


def submit(browser: Browser, draft: list[str]) -> None:
    uuid, key, _ = draft
    answered, address = browser.post(f"/create/{uuid}/create/", key=key)
    assert answered == 302
    assert address.startswith("/jobs/"), address


def created(console: Console, draft: list[str]) -> None:
    """Wait until AWS has the job and the console has seen it run."""
    deadline = time.monotonic() + WITHIN_S
    statement = f"SELECT state, status, reason FROM jobs_tuningjob WHERE name = '{draft[2]}'"  # noqa: S608
    while (found := console.rows(statement)) != [("CREATED", "InProgress", "")]:
        assert time.monotonic() < deadline, found
        time.sleep(0.2)
