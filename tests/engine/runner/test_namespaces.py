"""Two trainers in two network namespaces share one engine, as two machines would."""

import os
import shutil
import socket
import subprocess
import threading
from collections import Counter
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path
from urllib.parse import urlsplit

import pytest

from tests.engine.calls import python
from tests.engine.runner.jobs import SAYS, Jobs
from tuningconsole.embedded import parts
from tuningconsole.embedded.processes import Process

IP = shutil.which("ip") or ""
pytestmark = [
    pytest.mark.slow,
    pytest.mark.skipif(os.getuid() != 0 or not IP, reason="needs root and iproute2"),
]
SERVERS = ("ENGINE_REDIS_URL", "EMBEDDED_S3_URL", "EMBEDDED_AWS_URL")
NET = os.getpid() % 200


def ip(*arguments: str) -> None:
    subprocess.run([IP, *arguments], check=True)


def relay(address: str, port: int) -> socket.socket:
    """Lead a port of an address to the same port of the loopback, where the servers listen."""
    server = socket.create_server((address, port))

    def copy(source: socket.socket, target: socket.socket) -> None:
        with suppress(OSError):
            while data := source.recv(65_536):
                target.sendall(data)
            target.shutdown(socket.SHUT_WR)

    def serve() -> None:
        with suppress(OSError):
            while True:
                near, _ = server.accept()
                far = socket.create_connection(("127.0.0.1", port))
                for pair in ((near, far), (far, near)):
                    threading.Thread(target=copy, args=pair, daemon=True).start()

    threading.Thread(target=serve, daemon=True).start()
    return server


@pytest.fixture
def trainers(jobs: Jobs, tmp_path: Path) -> Iterator[None]:
    """In place of the stack's trainer: two, each with a network and a work folder of its own."""
    stack = jobs.calls.stack
    stack.kill("trainer")
    processes: list[Process] = []
    relays: list[socket.socket] = []
    names = [f"tc{NET}{letter}" for letter in "ab"]
    try:
        for number, name in enumerate(names):
            here, there = (f"10.77.{NET}.{4 * number + end}" for end in (1, 2))
            ip("netns", "add", name)
            ip("link", "add", f"{name}h", "type", "veth", "peer", "name", f"{name}n")
            ip("link", "set", f"{name}n", "netns", name)
            ip("addr", "add", f"{here}/30", "dev", f"{name}h")
            ip("link", "set", f"{name}h", "up")
            ip("-n", name, "addr", "add", f"{there}/30", "dev", f"{name}n")
            for device in (f"{name}n", "lo"):
                ip("-n", name, "link", "set", device, "up")
            given = stack.environment | {
                "DJANGO_SETTINGS_MODULE": parts.ENGINE,
                "ENGINE_WORK_DIR": str(tmp_path / name),
            }
            for variable in SERVERS:
                url = stack.environment[variable]
                relays.append(relay(here, urlsplit(url).port or 0))
                given[variable] = url.replace("127.0.0.1", here)
            command = (IP, "netns", "exec", name, *stack._parts["trainer"].command)
            processes.append(Process(name, command, given, parts.BASE_DIR))
        yield
    finally:
        for process in processes:
            process.terminate()
            process.wait(10)
        for server in relays:
            server.close()
        for name in names:
            subprocess.run([IP, "netns", "del", name], check=False)
        stack.start_part("trainer")


@pytest.mark.usefixtures("trainers")
def test_two_trainers_that_share_only_the_servers_share_the_training_jobs(jobs: Jobs) -> None:
    calls = jobs.calls
    source = python(
        SAYS + "say('at', os.readlink('/proc/self/ns/net')); time.sleep(0.5); print('score=1')"
    )
    name = calls.tune(calls.algorithm(source), jobs=20, parallel=8)
    found = calls.ended(name, 120)
    assert found["TrainingJobStatusCounters"]["Completed"] == 20
    said = [jobs.said(item["TrainingJobName"])["at"] for item in calls.children(name)]
    # Each ran once, and both networks had their part.
    assert [len(places) for places in said] == [1] * 20
    shares = Counter(places[0] for places in said)
    assert len(shares) == 2
    assert str(Path("/proc/self/ns/net").readlink()) not in shares
