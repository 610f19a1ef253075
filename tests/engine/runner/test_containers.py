"""Container images, where podman or docker and a busybox to make one of are present."""

import io
import os
import shutil
import subprocess
import tarfile
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.engine.runner.jobs import HOSTS, Jobs
from tests.engine.runner.test_killed import shim_of
from tests.engine.stack import until

pytestmark = pytest.mark.slow
IMAGE = "localhost/tuningconsole-test:1"
ARGUMENTS = ("", "--runtime runc --ulimit nofile=1024:1024 --ulimit nproc=1024:1024")
"""Of `run`: what most machines need, and what one without cgroups of its own does."""
TRAIN = """#!/bin/busybox sh
cd /opt/ml
echo host $(busybox hostname) interface $(busybox ls /sys/class/net | busybox tr '\\n' ' ')
echo given $(busybox cat input/config/hyperparameters.json)
echo mine $MINE
case $DO in
hold) trap 'echo model > model/part; exit 0' TERM; busybox sleep 600 & wait ;;
fail) echo "no luck" > output/failure; exit 3 ;;
*) echo model > model/whole ;;
esac
"""


def archive() -> bytes:
    """Return the root file system of the image: busybox and the program."""
    found = io.BytesIO()
    with tarfile.open(fileobj=found, mode="w") as tar:
        tar.add(shutil.which("busybox") or "", "bin/busybox")
        for name in ("opt/ml", "tmp", "etc", "proc", "sys", "dev"):
            folder = tarfile.TarInfo(name)
            folder.type, folder.mode = tarfile.DIRTYPE, 0o755
            tar.addfile(folder)
        program = tarfile.TarInfo("bin/train")
        program.mode, program.size = 0o755, len(TRAIN)
        tar.addfile(program, io.BytesIO(TRAIN.encode()))
    return found.getvalue()


def succeeds(*command: str) -> bool:
    return subprocess.run(command, check=False, capture_output=True, timeout=60).returncode == 0


@pytest.fixture(scope="module")
def runtime(jobs: Jobs, tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The container runtime, with the test's image in it and a trainer that knows how to use it."""
    path = next(
        (found for name in ("podman", "docker") if (found := shutil.which(name)) and
         succeeds(found, "info")), ""
    )  # fmt: skip
    if not path or not shutil.which("busybox"):
        pytest.skip("there is no container runtime, or no busybox to make an image of")
    file = tmp_path_factory.mktemp("image") / "root.tar"
    file.write_bytes(archive())
    assert succeeds(path, "import", "--change", "ENV PATH=/bin", str(file), IMAGE)
    works = [
        given
        for given in (os.environ.get("ENGINE_CONTAINER_ARGUMENTS", ""), *ARGUMENTS)
        if succeeds(path, "run", "--rm", *given.split(), IMAGE, "/bin/busybox", "true")
    ]
    if not works:
        pytest.skip("the container runtime runs nothing on this machine")
    jobs.calls.stack.environment["ENGINE_CONTAINER_ARGUMENTS"] = works[0]
    jobs.calls.stack.restart("trainer")
    yield path
    succeeds(path, "rmi", "--force", IMAGE)


def containers(runtime: str, name: str) -> str:
    """Return the names of a training job's containers, those that have ended too."""
    command = [runtime, "ps", "--all", "--filter", f"name={name}", "--format", "{{.Names}}"]
    return subprocess.run(command, check=True, capture_output=True, text=True).stdout.strip()


def test_a_container_is_given_the_same_contract(jobs: Jobs, runtime: str) -> None:
    name = jobs.start("", {"Environment": {"MINE": "a b"}, "HyperParameters": {"x": "1"}}, IMAGE)
    found = jobs.ended(name)
    assert found["TrainingJobStatus"] == "Completed", jobs.calls.lines(name)
    lines = jobs.calls.lines(name)
    assert lines[0].startswith("host algo-1 ")
    assert lines[1:] == ['given {"x": "1"}', "mine a b"]
    model = found["ModelArtifacts"]["S3ModelArtifacts"]
    assert jobs.calls.archive(model) == {"whole": b"model\n"}
    assert containers(runtime, name) == ""


def test_an_isolated_container_has_no_network(jobs: Jobs, runtime: str) -> None:
    name = jobs.start("", {"EnableNetworkIsolation": True}, IMAGE)
    assert jobs.ended(name)["TrainingJobStatus"] == "Completed"
    assert jobs.calls.lines(name)[0] == "host algo-1 interface lo"


def test_a_failing_container_says_why(jobs: Jobs, runtime: str) -> None:
    found = jobs.ended(jobs.start("", {"Environment": {"DO": "fail"}}, IMAGE))
    assert found["FailureReason"] == "AlgorithmError: no luck\n, exit code: 3"


def test_a_stopped_container_leaves_its_model(jobs: Jobs, runtime: str) -> None:
    name = jobs.start("", {"Environment": {"DO": "hold"}, HOSTS: 2}, IMAGE)
    until(lambda: len(jobs.calls.lines(name)) == 6)
    assert len(containers(runtime, name).split()) == 2
    jobs.calls.sagemaker.stop_training_job(TrainingJobName=name)
    found = jobs.ended(name)
    assert found["TrainingJobStatus"] == "Stopped"
    model = found["ModelArtifacts"]["S3ModelArtifacts"]
    assert jobs.calls.archive(model) == {"part": b"model\n"}
    assert containers(runtime, name) == ""


def test_a_container_whose_shim_was_killed_is_gone_and_starts_again(
    jobs: Jobs, runtime: str
) -> None:
    changes = {"Environment": {"DO": "hold"}, "RetryStrategy": {"MaximumRetryAttempts": 1}}
    name = jobs.start("", changes, IMAGE)
    until(lambda: len(jobs.calls.lines(name)) == 3)
    os.kill(shim_of(jobs, name), 9)
    until(lambda: len(jobs.calls.lines(name)) == 6)
    assert len(containers(runtime, name).split()) == 1
    os.kill(shim_of(jobs, name), 9)
    assert jobs.ended(name)["FailureReason"].startswith("InternalServerError")
    assert containers(runtime, name) == ""


def test_an_image_that_nobody_has_fails_the_job(jobs: Jobs) -> None:
    found = jobs.ended(jobs.start("", image="registry.invalid/nothing:1"))
    assert found["FailureReason"] == (
        "ClientError: The training image registry.invalid/nothing:1 is not registered with this"
        " engine."
    )
    assert Path(jobs.calls.stack.work).exists()
