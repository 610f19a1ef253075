import pytest

from tests.engine.calls import Calls
from tests.engine.operations.searched import fill


@pytest.fixture(scope="session")
def found_in(calls: Calls) -> Calls:
    """An engine with rows to be searched, once a run."""
    fill(calls)
    return calls
