"""What a program cannot reach: the network under isolation, and in a sandbox the machine."""

import os
from pathlib import Path

import pytest

from tests.engine.calls import channel
from tests.engine.runner.jobs import HOSTS, Jobs
from tests.engine.stack import BUCKET

CALLS = """
import socket
def reaches(address, port):
    try: socket.create_connection((address, port), 3).close()
    except OSError as error: return type(error).__name__
    return True
"""


def test_an_isolated_program_reaches_nothing_of_the_machine(jobs: Jobs, sandbox: str) -> None:
    address, _, port = jobs.calls.stack.environment["EMBEDDED_S3_URL"][7:].partition(":")
    source = CALLS + f"say('reaches', reaches({address!r}, {port}))"
    isolated = jobs.run(source, {"EnableNetworkIsolation": True})
    free = jobs.run(source)
    assert jobs.said(isolated["TrainingJobName"])["reaches"] == ["ConnectionRefusedError"]
    assert jobs.said(free["TrainingJobName"])["reaches"] == [True]


def test_isolated_hosts_reach_each_other(jobs: Jobs, sandbox: str) -> None:
    source = (
        CALLS
        + """
names = {line.split()[1]: line.split()[0] for line in open("/etc/hosts") if "algo" in line}
if host == "algo-1":
    server = socket.create_server(("0.0.0.0", 7000)); server.settimeout(20)
    server.accept(); say("met", sorted(names))
else:
    address = names.get("algo-1", "127.0.0.1")
    while (found := reaches(address, 7000)) is not True: time.sleep(0.05)
"""
    )
    found = jobs.run(source, {HOSTS: 2, "EnableNetworkIsolation": True})
    assert found["TrainingJobStatus"] == "Completed"
    # In a sandbox they have names; without one they are all on the loopback that they share.
    names = ["algo-1", "algo-2"] if sandbox == "auto" else []
    assert jobs.said(found["TrainingJobName"])["met"] == [names]


def test_a_sandboxed_program_sees_its_own_folder_and_the_system_only(
    jobs: Jobs, sandbox: str
) -> None:
    if sandbox == "none":
        pytest.skip("without bubblewrap a program sees what the engine's user sees")
    stack = jobs.calls.stack
    var = Path(stack.environment["TUNINGCONSOLE_VAR"])
    assert any((stack.folder / "secrets").iterdir())
    source = f"""
def sees(path):
    try: return bool(os.listdir(path))
    except OSError as error: return type(error).__name__
say("secrets", sees({str(stack.folder / "secrets")!r}))
say("training", sees({str(var / "training")!r}))
say("processes", [name for name in os.listdir("/proc") if name.isdigit()])
def writes(path):
    try: pathlib.Path(path).write_text("x")
    except OSError: return False
    return True
say("writes", [writes(path) for path in
    ("/usr/x", "/etc/x", "/x", "/dev/x", "/opt/ml/x", "/tmp/x", "/dev/shm/x")])
say("shadow", os.path.exists("/etc/shadow"))
"""
    said = jobs.said(jobs.run(source)["TrainingJobName"])
    for place in ("secrets", "training"):
        assert said[place] == ["FileNotFoundError"], place
    assert len(said["processes"][0]) <= 3
    assert said["writes"] == [[False, False, False, False, True, True, True]]
    assert said["shadow"] == [False]


def test_a_variable_of_a_request_does_not_reach_what_runs_the_sandbox(
    jobs: Jobs, sandbox: str
) -> None:
    found = jobs.run(
        "say('preload', os.environ.get('LD_PRELOAD'))",
        {"Environment": {"LD_PRELOAD": "/nowhere.so", "BASH_ENV": "/nowhere"}},
    )
    said = jobs.said(found["TrainingJobName"])
    assert said["preload"] == ["/nowhere.so"]
    if sandbox == "auto":
        lines = jobs.calls.lines(found["TrainingJobName"])
        # Once for env, once for python; a third time would be bubblewrap itself.
        assert sum("nowhere.so" in line for line in lines) <= 3


def test_a_program_has_no_more_rights_than_it_began_with(jobs: Jobs, sandbox: str) -> None:
    source = """
status = dict(l.split(":", 1) for l in open("/proc/self/status").read().splitlines() if ":" in l)
say("privileges", [int(status["NoNewPrivs"]), int(status["CapEff"], 16)])
"""
    [found] = jobs.said(jobs.run(source)["TrainingJobName"])["privileges"]
    assert found[0] == 1
    if sandbox == "auto":
        assert found[1] == 0
    assert os.getuid() or sandbox == "none" or found[1] == 0


def test_no_link_leads_whoever_collects_the_output_out_of_it(
    jobs: Jobs, sandbox: str, tmp_path: Path
) -> None:
    (tmp_path / "data").mkdir()
    for name in ("data/secret", "failure", "secret"):
        (tmp_path / name).write_text("told")
    key = jobs.calls.fresh("checkpoints")
    source = f"""
import shutil
for name in ("model", "output", "checkpoints"):
    shutil.rmtree(ml / name)
    (ml / name).symlink_to({str(tmp_path)!r})
time.sleep(2.5)
sys.exit(int(given["code"]))
"""
    for code, compression in (("0", "NONE"), ("0", "GZIP"), ("3", "GZIP")):
        changes = {
            "CheckpointConfig": {"S3Uri": f"s3://{BUCKET}/{key}"},
            "OutputDataConfig.CompressionType": compression,
            "HyperParameters": {"code": code},
        }
        found = jobs.run(source, changes)
        assert found["TrainingJobStatus"] == ("Failed" if int(code) else "Completed")
        assert "told" not in found.get("FailureReason", "")
        assert jobs.objects(f"out/{found['TrainingJobName']}/") == {}
    assert jobs.objects(f"{key}/") == {}


def test_no_link_leads_the_data_of_a_pipe_elsewhere(
    jobs: Jobs, sandbox: str, tmp_path: Path
) -> None:
    victim = tmp_path / "victim"
    victim.write_text("whole")
    uri = jobs.calls.put(f"{jobs.calls.fresh('data')}/a")
    source = f"""
path = ml / "input/data/training_1"
while not path.exists(): time.sleep(0.01)
path.unlink(); path.symlink_to({str(victim)!r})
(ml / "input/data/training_0").read_bytes()
time.sleep(600)
"""
    found = jobs.run(source, {"InputDataConfig": [channel(uri, InputMode="Pipe")]})
    assert found["TrainingJobStatus"] == "Failed"
    assert "the data of a channel in Pipe mode could not be given" in found["FailureReason"]
    assert victim.read_text() == "whole"
