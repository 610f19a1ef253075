"""A pytest plugin: the whole embedded stack as bin/up runs it, in a folder of its own."""

import json
import os
import re
import shlex
import signal
import subprocess
import sys
import tempfile
import threading
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import boto3
import pytest
from botocore.config import Config

ROOT = Path(__file__).parents[1]
READY = "Stop everything: Ctrl-C"
"""In the last line of what the stack says once it answers."""
STARTED_WITHIN_S = 120
STOPPED_WITHIN_S = 60


class EmbeddedStack:
    """A stack over the state in `folder`/var; start() may come again after stop().

    Attributes:
        var: the state folder.
        variables: its environment. Nothing of this test run's own services is in it, which it
            would use instead of its parts.
        said: its lines since the last start.
    """

    def __init__(self, folder: Path, **variables: str) -> None:
        self.var = folder / "var"
        self.variables = {
            "PATH": os.environ["PATH"],
            "HOME": str(folder),
            "LANG": "C.UTF-8",
            "TUNINGCONSOLE_VAR": str(self.var),
            "TUNINGCONSOLE_PORT": "0",
            **variables,
        }
        self.said: list[str] = []
        self.process: subprocess.Popen[str] | None = None
        self._has_settled = threading.Event()

    def start(self, until: str = READY) -> bool:
        """Start it and return when it answers or has ended; tell whether it answers.

        With `until`: when it has said that.
        """
        self.said, self._has_settled = [], threading.Event()
        self.process = subprocess.Popen(
            [sys.executable, "-m", "tuningconsole.embedded"],
            cwd=ROOT,
            env=self.variables,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
        )
        threading.Thread(target=self._listen, args=(self.process, until), daemon=True).start()
        assert self._has_settled.wait(STARTED_WITHIN_S), self.said
        return any(until in line for line in self.said)

    def stop(self, number: int = signal.SIGINT) -> int:
        """Send the signal, wait for the end and return the exit code."""
        assert self.process is not None
        self.process.send_signal(number)
        return self.process.wait(STOPPED_WITHIN_S)

    def left(self) -> set[str]:
        """Return the command lines of all processes that are of this stack."""
        marks = str(self.var).encode()
        found = set()
        for path in Path("/proc").glob("[0-9]*"):
            try:
                command, environment = ((path / f).read_bytes() for f in ("cmdline", "environ"))
                # Redis writes its title over both.
                folder = os.fsencode((path / "cwd").readlink())
            except OSError:
                continue
            if any(marks in where for where in (command, environment, folder)):
                found.add(f"{path.name} {command.replace(bytes(1), b' ').decode()}")
        return found

    @property
    def ports(self) -> dict[str, int]:
        return dict(json.loads((self.var / "ports.json").read_text()))

    @property
    def url(self) -> str:
        """The console's address."""
        return f"http://127.0.0.1:{self.ports['web']}"

    @property
    def password(self) -> str:
        """The password of the first administrator, who is called admin."""
        return (self.var / "secrets" / "admin-password").read_text().strip()

    @property
    def client_variables(self) -> dict[str, str]:
        """What ``bin/env`` prints, by name."""
        printed = subprocess.run(
            [str(ROOT / "bin" / "env")],
            env=self.variables,
            capture_output=True,
            text=True,
            check=True,
        ).stdout
        exports = re.findall(r"^export (\w+)=(.*)$", printed, re.MULTILINE)
        return {name: shlex.split(value)[0] for name, value in exports}

    def client(self, service: str) -> Any:
        """Return a client of the service, as ``bin/env`` points it."""
        given = self.client_variables
        special = given.get(f"AWS_ENDPOINT_URL_{service.upper()}")
        return boto3.session.Session().client(
            service,
            endpoint_url=special or given["AWS_ENDPOINT_URL"],
            region_name=given["AWS_REGION"],
            aws_access_key_id=given["AWS_ACCESS_KEY_ID"],
            aws_secret_access_key=given["AWS_SECRET_ACCESS_KEY"],
            config=Config(proxies={}, s3={"addressing_style": "path"}),
        )

    def _listen(self, process: "subprocess.Popen[str]", until: str) -> None:
        assert process.stdout is not None
        for line in process.stdout:
            self.said.append(line.rstrip())
            if until in line:
                self._has_settled.set()
        self._has_settled.set()


@pytest.fixture(scope="session")
def stack() -> Iterator[EmbeddedStack]:
    """A stack that runs, once a test run; its tests must not stop it."""
    with tempfile.TemporaryDirectory(prefix="tuningconsole-stack-") as folder:
        running = EmbeddedStack(Path(folder))
        try:
            if not running.start():
                pytest.fail("The stack did not start:\n" + "\n".join(running.said[-20:]))
            yield running
        finally:
            running.stop(signal.SIGTERM)
            assert running.left() == set()
