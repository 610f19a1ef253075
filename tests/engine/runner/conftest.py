import shutil
import subprocess
from collections.abc import Iterator

import pytest

from tests.engine.calls import Calls
from tests.engine.runner.jobs import Jobs


@pytest.fixture(scope="session")
def jobs(calls: Calls) -> Jobs:
    return Jobs(calls)


def _has_bubblewrap() -> bool:
    command = ["bwrap", "--unshare-user-try", "--unshare-pid", "--ro-bind", "/", "/", "true"]
    return bool(shutil.which("bwrap")) and subprocess.run(command, check=False).returncode == 0


@pytest.fixture(scope="module", params=["auto", "none"])
def sandbox(jobs: Jobs, request: pytest.FixtureRequest) -> Iterator[str]:
    """Whether programs run under bubblewrap ("auto") or without it ("none")."""
    if request.param == "auto" and not _has_bubblewrap():
        pytest.skip("bubblewrap does not work on this machine")
    stack = jobs.calls.stack
    stack.environment["ENGINE_SANDBOX"] = "0" if request.param == "none" else "1"
    stack.restart("trainer")
    yield request.param
    stack.environment["ENGINE_SANDBOX"] = "1"
    stack.restart("trainer")
