"""Whatever a program does to its machine, its training job ends and the engine goes on."""

from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path

import pytest

from tests.engine.runner.jobs import Jobs
from tests.engine.stack import until
from tests.engine.test_training import alive

pytestmark = pytest.mark.slow
LOG_BYTES = 2 * 2**20


@pytest.fixture(scope="module", autouse=True)
def engine_goes_on(jobs: Jobs, sandbox: str) -> Iterator[None]:
    """After all of them a quiet training job completes."""
    yield
    assert jobs.run("(ml / 'model/a').touch()")["TrainingJobStatus"] == "Completed"


def test_many_files_that_fill_the_volume_end_the_job(jobs: Jobs) -> None:
    source = """
for number in range(10_000):
    (ml / f"model/{number}").write_bytes(os.urandom(1_000_000))
    time.sleep(0.002)
time.sleep(600)
"""
    found = jobs.run(source)
    assert found["TrainingJobStatus"] == "Failed"
    assert found["FailureReason"] == (
        "ClientError: The training ended: a host wrote more than its volume holds: 268435456 bytes."
    )
    until(lambda: not (jobs.calls.stack.work / found["TrainingJobName"]).exists())


def test_scratch_space_counts_as_the_volume(jobs: Jobs) -> None:
    source = """
import tempfile
for number in range(10_000):
    tempfile.NamedTemporaryFile(delete=False).write(os.urandom(1_000_000))
    time.sleep(0.002)
time.sleep(600)
"""
    found = jobs.run(source)
    assert "wrote more than its volume" in found["FailureReason"]


def test_one_file_cannot_outgrow_the_volume(jobs: Jobs) -> None:
    source = """
try:
    with open(ml / "model/big", "wb") as file:
        for _ in range(400): file.write(bytes(1_000_000))
except OSError as error:
    (ml / "model/big").unlink()
    say("refused", error.errno)
"""
    found = jobs.run(source)
    assert jobs.said(found["TrainingJobName"])["refused"] == [27]


def test_one_process_cannot_have_more_than_the_memory(jobs: Jobs) -> None:
    source = """
try: bytearray(1_200_000_000)
except MemoryError: say("refused", True)
"""
    found = jobs.run(source)
    assert jobs.said(found["TrainingJobName"])["refused"] == [True]


def test_processes_that_together_have_more_memory_end_the_job(jobs: Jobs) -> None:
    source = """
for _ in range(3):
    if os.fork() == 0: break
held = b"x" * 400_000_000
time.sleep(600)
"""
    found = jobs.run(source)
    assert found["TrainingJobStatus"] == "Failed"
    assert "used more memory than a training may: 1073741824 bytes" in found["FailureReason"]
    assert alive(found["TrainingJobName"]) == []


def test_memory_that_processes_share_counts_once(jobs: Jobs) -> None:
    source = """
held = b"x" * 300_000_000
children = [pid for _ in range(5) if (pid := os.fork() or time.sleep(3) or os._exit(0))]
for pid in children: os.waitpid(pid, 0)
"""
    assert jobs.run(source)["TrainingJobStatus"] == "Completed"


def test_a_fork_bomb_ends_and_leaves_nothing(jobs: Jobs) -> None:
    source = """
for _ in range(400):
    try:
        if os.fork() == 0:
            os.setsid()
            time.sleep(600)
    except OSError: break
time.sleep(600)
"""
    found = jobs.run(source)
    assert found["TrainingJobStatus"] == "Failed"
    assert alive(found["TrainingJobName"]) == []


def test_a_gigabyte_of_log_is_bounded_and_its_last_metric_counts(jobs: Jobs) -> None:
    source = """
line = "score=1 " + "x" * 1015 + "\\n"
for _ in range(1_000): sys.stdout.write(line * 1_024)
print("score=0.5")
"""
    given = {
        "AlgorithmSpecification.MetricDefinitions": [{"Name": "score", "Regex": r"score=(\S+)"}]
    }
    found = jobs.run(source, given)
    assert found["TrainingJobStatus"] == "Completed"
    assert [item["Value"] for item in found["FinalMetricDataList"]] == [0.5]
    lines = jobs.calls.lines(found["TrainingJobName"])
    assert sum(len(line) for line in lines) < 2 * LOG_BYTES
    assert any("The log is at its limit of 2097152 bytes" in line for line in lines)
    [left_out] = [line for line in lines if "bytes of the log are left out here" in line]
    assert int(left_out[1:].split()[0]) > 1_000_000_000


def test_a_line_without_end_is_cut(jobs: Jobs) -> None:
    found = jobs.run("sys.stdout.write('x' * 1_000_000)")
    lengths = [len(line) for line in jobs.calls.lines(found["TrainingJobName"])]
    assert max(lengths) <= 262_144
    assert sum(lengths) == 1_000_000


def test_a_program_that_removes_its_folder_ends_as_what_it_is(jobs: Jobs) -> None:
    source = """
import shutil
shutil.rmtree(ml / "model"); shutil.rmtree(ml / "output")
(ml / "model").symlink_to("/etc"); (ml / "output").symlink_to("/etc")
os.mkfifo(ml / "failure")
"""
    found = jobs.run(source)
    assert found["TrainingJobStatus"] == "Completed"
    assert jobs.objects(f"out/{found['TrainingJobName']}/") == {}


def test_a_shell_that_outlives_its_program_is_gone_with_it(jobs: Jobs) -> None:
    source = """
if os.fork() == 0:
    os.setsid()
    if os.fork() == 0:
        os.environ.clear()
        os.execve("/bin/sleep", ["sleep", "612"], {})
    os._exit(0)
os.wait()
"""
    found = jobs.run(source)
    assert found["TrainingJobStatus"] == "Completed"
    assert not _sleepers("612")


def _sleepers(argument: str) -> list[str]:
    wanted = f"sleep\0{argument}\0".encode()
    found = []
    for path in Path("/proc").glob("[0-9]*/cmdline"):
        with suppress(OSError):
            if path.read_bytes() == wanted:
                found.append(path.parent.name)
    return found


def test_a_stopped_program_that_ignores_sigterm_is_killed_after_its_grace(jobs: Jobs) -> None:
    source = """
signal.signal(signal.SIGTERM, lambda *_: (ml / "model/told").touch())
say("ready", True)
while True: time.sleep(600)
"""
    name = jobs.start(source)
    until(lambda: "ready" in jobs.said(name))
    jobs.calls.sagemaker.stop_training_job(TrainingJobName=name)
    found = jobs.ended(name)
    assert (found["TrainingJobStatus"], found["SecondaryStatus"]) == ("Stopped", "Stopped")
    assert jobs.calls.archive(found["ModelArtifacts"]["S3ModelArtifacts"]) == {"told": b""}
    assert alive(name) == []
