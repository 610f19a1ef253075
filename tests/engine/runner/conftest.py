import pytest

from tests.engine.calls import Calls
from tests.engine.runner.jobs import Jobs


@pytest.fixture(scope="session")
def jobs(calls: Calls) -> Jobs:
    return Jobs(calls)
