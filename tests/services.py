"""A pytest plugin: a PostgreSQL and a Redis of the run's own, before Django reads its settings.

Nothing of it is under var/. The whole stack (S3, the engine, workers) is the fixture `stack`.
"""

import os
import shutil
import socket
import subprocess
import tempfile
from collections.abc import Generator
from pathlib import Path

import pytest

from tuningconsole.embedded import redis
from tuningconsole.embedded.postgres import STOP_SIGNAL, Postgres


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


class Services:
    """PostgreSQL and Redis in a temporary folder, and the variables that point Django at them."""

    def __init__(self) -> None:
        self.folder = Path(tempfile.mkdtemp(prefix="tuningconsole-"))
        database = Postgres(self.folder / "postgres")
        database.prepare()
        self.postgres = subprocess.Popen(database.command())
        port = free_port()
        self.redis: subprocess.Popen[bytes] = redis.start(self.folder / "redis", port)
        while not database.accepts():
            assert self.postgres.poll() is None, "PostgreSQL does not start."
        for name in ("console", "engine"):
            database.make_database(name)
        os.environ |= {
            "TUNINGCONSOLE_VAR": str(self.folder / "var"),
            "DATABASE_URL": database.url("console"),
            "ENGINE_DATABASE_URL": database.url("engine"),
            "REDIS_URL": f"redis://127.0.0.1:{port}/0",
            "ENGINE_REDIS_URL": f"redis://127.0.0.1:{port}/1",
            "SECRET_KEY": "only-for-tests-" + "x" * 50,
            "EMBEDDED_ACCESS_KEY_ID": "AKIDTESTTESTTESTTEST",
            "EMBEDDED_SECRET_ACCESS_KEY": "test-secret-access-key",
            "EMBEDDED_SAGEMAKER_URL": f"http://127.0.0.1:{free_port()}",
            "EMBEDDED_S3_URL": f"http://127.0.0.1:{free_port()}",
            "EMBEDDED_AWS_URL": f"http://127.0.0.1:{free_port()}",
        }

    def stop(self) -> None:
        self.redis.terminate()
        self.redis.wait()
        self.postgres.send_signal(STOP_SIGNAL)
        self.postgres.wait()
        shutil.rmtree(self.folder, ignore_errors=True)


@pytest.hookimpl(wrapper=True, tryfirst=True)
def pytest_load_initial_conftests(early_config: pytest.Config) -> Generator[None, None, None]:
    services = Services()
    early_config.add_cleanup(services.stop)
    early_config.stash[SERVICES] = services
    return (yield)


SERVICES = pytest.StashKey[Services]()


@pytest.fixture(scope="session")
def services(pytestconfig: pytest.Config) -> Services:
    return pytestconfig.stash[SERVICES]
