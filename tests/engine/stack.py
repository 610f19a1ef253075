"""The engine as it runs: API, search loop and trainer, over a real S3 and IAM, all processes."""

import os
import signal
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any, TypeVar
from urllib.parse import urlsplit

import boto3
import psycopg
from botocore.config import Config

from tests.services import Services
from tuningconsole.embedded import parts, processes, stack
from tuningconsole.embedded.processes import Process
from tuningconsole.embedded.state import State

T = TypeVar("T")
READY_WITHIN_S = 60.0
GRACE_S = 2
LIMITS = {
    "ENGINE_MEMORY_MB": "1024",
    "ENGINE_PROCESSES": "200",
    "ENGINE_VOLUME_MB": "256",
    "ENGINE_DISK_RESERVE_MB": "64",
    "ENGINE_LOG_MB": "2",
}
"""Small, so that they are soon reached."""
NAMES = {"s3": "S3", "aws": "AWS", "sagemaker": "SAGEMAKER"}
ROLE = f"arn:aws:iam::{parts.ACCOUNT}:role/SageMakerRole"
BUCKET = f"sagemaker-{parts.REGION}-{parts.ACCOUNT}"


def until(what: Callable[[], T], timeout_s: float = 60.0) -> T:
    """Return the first true answer; fail when there is none in time."""
    deadline = time.monotonic() + timeout_s
    while not (found := what()):
        assert time.monotonic() < deadline, "It did not come about in time."
        time.sleep(0.02)
    return found


class EngineStack:
    """The processes of the engine by name; each can be killed and started again."""

    def __init__(self, services: Services) -> None:
        ports = {
            name: urlsplit(os.environ[f"EMBEDDED_{part}_URL"]).port or 0
            for name, part in NAMES.items()
        }
        self.folder = services.folder / "engine"
        state = State(self.folder)
        given = os.environ | {
            "ENGINE_STOP_GRACE_S": str(GRACE_S),
            **LIMITS,
            "MOTO_IAM_LOAD_MANAGED_POLICIES": "false",
            # Its own, and never a proxy between a client and a port of this machine.
            "NO_PROXY": "*",
        }
        ports = {"redis": 0, "web": 0} | ports
        self.environment = parts.shared_environment(state, ports, given)
        stores = parts.stores(state, self.environment, ports)
        self._parts = {part.name: part for part in stores + parts.engine(ports)}
        self._running: dict[str, Process] = {}
        self.images = Path(self.environment["TUNINGCONSOLE_VAR"]) / "images"
        self.work = Path(self.environment["TUNINGCONSOLE_VAR"]) / "training"

    def start(self) -> None:
        for name in ("s3", "aws"):
            self.start_part(name)
        for command in ("migrate", "seed_engine"):
            self.manage(command)
        self.client("iam").create_role(RoleName="SageMakerRole", AssumeRolePolicyDocument="{}")
        for name in ("engine", "search", "trainer"):
            self.start_part(name)

    def manage(self, command: str) -> None:
        environment = self.environment | {"DJANGO_SETTINGS_MODULE": parts.ENGINE}
        done = processes.run(
            [str(parts.BIN / "python"), "manage.py", command, "--verbosity", "0"],
            environment,
            parts.BASE_DIR,
        )
        assert done.returncode == 0, done.stdout

    def start_part(self, name: str) -> Process:
        part = self._parts[name]
        environment = self.environment | {"DJANGO_SETTINGS_MODULE": part.settings} | part.extra
        process = Process(name, part.command, environment, parts.BASE_DIR, is_quiet=part.is_quiet)
        self._running[name] = process
        until(lambda: process.has_ended() or stack._is_ready(part), READY_WITHIN_S)
        assert not process.has_ended(), process.last_line
        return process

    def query(self, statement: str, *values: Any) -> Any:
        """Return the one value that a statement in the engine's database gives."""
        with psycopg.connect(self.environment["ENGINE_DATABASE_URL"]) as connection:
            row = connection.execute(statement, values).fetchone()
        return row and row[0]

    def pid(self, name: str) -> int:
        return self._running[name].popen.pid

    def kill(self, name: str) -> None:
        """End the part and its workers as the kernel does when there is no memory left."""
        os.killpg(self.pid(name), signal.SIGKILL)
        self._running[name].wait(10)

    def restart(self, name: str) -> None:
        """Kill the part and start it again, with the environment as it is now."""
        self.kill(name)
        self.start_part(name)

    def stop(self) -> None:
        for name in ("search", "trainer", "engine", "aws", "s3"):
            if process := self._running.get(name):
                process.terminate()
                process.wait(10)

    def client(self, service: str, **changes: Any) -> Any:
        """Return a client as the console and the SDK make it; nothing is sent again by itself."""
        name = {"iam": "AWS", "s3": "S3"}.get(service, "SAGEMAKER")
        given = {
            "endpoint_url": self.environment[f"EMBEDDED_{name}_URL"],
            "region_name": parts.REGION,
            "aws_access_key_id": self.environment["EMBEDDED_ACCESS_KEY_ID"],
            "aws_secret_access_key": self.environment["EMBEDDED_SECRET_ACCESS_KEY"],
        }
        config = Config(
            retries={"total_max_attempts": 1},
            parameter_validation=False,
            proxies={},
            s3={"addressing_style": "path"},
        )
        return boto3.session.Session().client(service, config=config, **(given | changes))
