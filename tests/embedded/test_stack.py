"""The embedded stack as processes: it comes up, stays up, and leaves nothing behind."""

import os
import re
import signal
import socket
import subprocess
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import TypeVar

import pytest
from botocore.exceptions import BotoCoreError

from tests.conformance.console import Console
from tests.conformance.requests import SUBSCRIBED, tuning_job
from tests.stack import ROOT, EmbeddedStack

pytestmark = [pytest.mark.stack, pytest.mark.slow]

T = TypeVar("T")
ENDS_WITHIN_S = 30
KEPT_BUCKET = "kept-by-the-test"
KEPT_ROLE = "KeptByTheTest"


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder whose state the tests of this module hand on: later starts are faster."""
    return tmp_path_factory.mktemp("home")


@pytest.fixture
def own(home: Path) -> Iterator[EmbeddedStack]:
    """A stack that the test starts and may break."""
    stack = EmbeddedStack(home)
    yield stack
    if stack.process is not None:
        stack.stop(signal.SIGTERM)
    assert stack.left() == set()


def until(what: Callable[[], T | None]) -> T:
    """Return the first answer that is true; fail when there is none in time."""
    deadline = time.monotonic() + ENDS_WITHIN_S
    while not (found := what()):
        assert time.monotonic() < deadline, "It did not come about in time."
        time.sleep(0.05)
    return found


def name_in(page: str) -> str:
    """Return the tuning job's name in the first page of a draft."""
    [field] = re.findall(r'<input[^>]* name="HyperParameterTuningJobName"[^>]*>', page)
    [name] = re.findall(r'value="([^"]+)"', field)
    return str(name)


def pid_of(stack: EmbeddedStack, part: str) -> int:
    """Return the process whose command line has the part's words; the oldest one, its parent."""
    return min(int(line.split()[0]) for line in stack.left() if part in line)


def supervisor_of(stack: EmbeddedStack) -> int:
    assert stack.process is not None
    pid = stack.process.pid
    return int(Path(f"/proc/{pid}/task/{pid}/children").read_text().split()[0])


def the_line(stack: EmbeddedStack) -> str:
    """Return the one line that bin/up ends with when it cannot go on."""
    [line] = [line for line in stack.said if line.startswith("bin/up: ")]
    assert stack.said[-1] == line
    return line


def test_a_second_start_finds_everything(own: EmbeddedStack) -> None:
    assert own.start(), own.said
    assert any(f"password {own.password}" in line for line in own.said)
    ports, password = own.ports, own.password
    console = Console(own.url, "admin", password)
    algorithm = until(lambda: re.search(r'value="(\d+)"', console.page("/create/")))
    draft = console.send("/create/", algorithm=algorithm[1])
    suggested = name_in(console.page(draft))
    [samples] = own.client("s3").list_buckets()["Buckets"]
    own.client("s3").create_bucket(Bucket=KEPT_BUCKET)
    own.client("s3").put_object(Bucket=KEPT_BUCKET, Key="a/b", Body=b"kept")
    role = own.client("iam").create_role(RoleName=KEPT_ROLE, AssumeRolePolicyDocument="{}")
    vpcs = own.client("ec2").describe_vpcs()["Vpcs"]
    request = tuning_job(
        "kept",
        SUBSCRIBED,
        role=role["Role"]["Arn"],
        bucket=samples["Name"],
    )
    own.client("sagemaker").create_hyper_parameter_tuning_job(**request)

    assert own.stop(signal.SIGINT) == 0
    assert own.left() == set()
    assert own.start(), own.said

    assert (own.ports, own.password) == (ports, password)
    assert not any(password in line for line in own.said)
    assert name_in(Console(own.url, "admin", password).page(draft)) == suggested
    assert own.client("s3").get_object(Bucket=KEPT_BUCKET, Key="a/b")["Body"].read() == b"kept"
    found = own.client("iam").get_role(RoleName=KEPT_ROLE)["Role"]
    assert found["Arn"] == role["Role"]["Arn"]
    assert [v["VpcId"] for v in own.client("ec2").describe_vpcs()["Vpcs"]] == [
        v["VpcId"] for v in vpcs
    ]
    engine = own.client("sagemaker")

    def status() -> str:
        job = engine.describe_hyper_parameter_tuning_job(HyperParameterTuningJobName="kept")
        return str(job["HyperParameterTuningJobStatus"])

    # Interrupted by the stop, it goes on by itself.
    until(lambda: status() == "Completed")


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGHUP])
def test_a_signal_ends_everything(own: EmbeddedStack, number: int) -> None:
    assert own.start(), own.said
    assert own.stop(number) == 0
    assert own.left() == set()


def test_ctrl_c_while_it_starts_ends_everything(own: EmbeddedStack) -> None:
    own.start(until="Preparing")
    assert own.stop(signal.SIGINT) == 0
    assert own.left() == set()


def test_killing_the_program_that_was_started_leaves_no_process(own: EmbeddedStack) -> None:
    assert own.start(), own.said
    own.stop(signal.SIGKILL)
    until(lambda: not own.left())


def test_killing_the_supervisor_leaves_no_process(own: EmbeddedStack) -> None:
    assert own.start(), own.said
    os.kill(supervisor_of(own), signal.SIGKILL)
    assert own.process is not None
    assert own.process.wait(ENDS_WITHIN_S) == 1
    assert own.left() == set()
    assert "The supervisor was killed" in the_line(own)


def test_a_part_that_is_killed_is_started_again(own: EmbeddedStack) -> None:
    assert own.start(), own.said
    iam = own.client("iam")
    iam.create_role(RoleName="MadeBeforeTheKill", AssumeRolePolicyDocument="{}")
    for part in ("moto_server", "postgres -D", "redis-server", "tuningconsole.wsgi"):
        os.kill(pid_of(own, part), signal.SIGKILL)
    names = ("aws", "postgres", "redis", "web")
    until(lambda: all(f"{name} ended with -9; starting it again." in own.said for name in names))

    def answers() -> bool:
        try:
            Console(own.url, "admin", own.password).page("/jobs/")
        except OSError:
            return False
        return True

    until(answers)
    until(lambda: "MadeBeforeTheKill" in {r["RoleName"] for r in iam.list_roles()["Roles"]})


def test_a_part_that_is_killed_all_the_time_never_stops_the_others(own: EmbeddedStack) -> None:
    assert own.start(), own.said
    for name, words in (
        ("beat", "celery --quiet --app tuningconsole beat"),
        ("aws", "moto_server"),
    ):
        again = f"{name} ended with -9; starting it again."
        while own.said.count(again) < 4:
            before = own.said.count(again)
            os.kill(until(lambda: sole(own, words)), signal.SIGKILL)  # noqa: B023  # asked at once
            until(lambda: own.said.count(again) > before)  # noqa: B023
    iam = own.client("iam")

    def has_role() -> bool:
        try:
            return "SageMakerRole" in {role["RoleName"] for role in iam.list_roles()["Roles"]}
        except BotoCoreError:
            return False

    until(has_role)
    Console(own.url, "admin", own.password).page("/jobs/")


def sole(stack: EmbeddedStack, part: str) -> int | None:
    """Return the part's process where it runs."""
    found = [int(line.split()[0]) for line in stack.left() if part in line]
    return min(found, default=None)


def test_a_port_that_is_taken_is_said_in_one_line(own: EmbeddedStack) -> None:
    with socket.create_server(("127.0.0.1", own.ports["s3"])):
        assert not own.start()
    assert the_line(own).startswith(f"bin/up: Port {own.ports['s3']} (s3) is taken")
    assert own.left() == set()


def test_a_second_stack_over_the_same_folder_is_refused(own: EmbeddedStack, home: Path) -> None:
    own.start(until="Starting the stores")
    second = EmbeddedStack(home)
    assert not second.start()
    assert the_line(second).startswith("bin/up: Another bin/up runs with")


def test_a_part_that_does_not_start_is_said_in_one_line(home: Path, tmp_path: Path) -> None:
    fake = tmp_path / "redis-server"
    fake.write_text("#!/bin/sh\necho 'no memory for me'\nexit 3\n")
    fake.chmod(0o755)
    stack = EmbeddedStack(home, PATH=f"{tmp_path}:{os.environ['PATH']}")
    assert not stack.start()
    assert the_line(stack) == "bin/up: redis ended with 3: no memory for me"
    assert stack.left() == set()


def test_a_setting_that_is_wrong_is_said_in_one_line(home: Path) -> None:
    stack = EmbeddedStack(home, DEBUG="perhaps")
    assert not stack.start()
    assert the_line(stack).endswith("DEBUG=perhaps: write 1 or 0.")
    assert stack.left() == set()


def test_what_bin_env_prints_evaluates(stack: EmbeddedStack) -> None:
    script = f'set -eu; eval "$({ROOT}/bin/env)"; env'
    printed = subprocess.run(
        ["/bin/bash", "-c", script],
        env=stack.variables | {"AWS_PROFILE": "another", "AWS_SESSION_TOKEN": "old"},
        capture_output=True,
        text=True,
        check=True,
    ).stdout
    variables = dict(line.split("=", 1) for line in printed.splitlines() if "=" in line)
    assert not {"AWS_PROFILE", "AWS_SESSION_TOKEN"} & variables.keys()
    assert variables.items() >= stack.client_variables.items()
    assert Path(variables["SAGEMAKER_USER_CONFIG_OVERRIDE"]).exists()
