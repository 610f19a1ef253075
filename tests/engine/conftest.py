from collections.abc import Iterator

import pytest

from tests.engine.calls import Calls
from tests.engine.stack import EngineStack
from tests.services import Services


@pytest.fixture(scope="session")
def engine(services: Services) -> Iterator[EngineStack]:
    """The whole engine, once a run: HTTP, search loop, trainer, S3, IAM."""
    stack = EngineStack(services)
    try:
        stack.start()
        yield stack
    finally:
        stack.stop()


@pytest.fixture(scope="session")
def calls(engine: EngineStack) -> Calls:
    return Calls(engine)
