"""What the embedded stack keeps between two starts."""

import json
import socket
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from tuningconsole.embedded.aws import keep_changes_only
from tuningconsole.embedded.state import PORT_VARIABLE, PORTS, SetUpError, State


@pytest.fixture
def state(tmp_path: Path) -> State:
    return State(tmp_path / "var")


@pytest.fixture
def taken() -> Iterator[int]:
    with socket.create_server(("127.0.0.1", 0)) as other:
        yield int(other.getsockname()[1])


def test_ports_are_the_same_at_every_start(state: State) -> None:
    first = state.ports({PORT_VARIABLE: "0"})
    assert set(first) == set(PORTS)
    assert len(set(first.values())) == len(PORTS)
    assert state.ports({PORT_VARIABLE: "0"}) == first
    assert state.ports({}) == first


def test_the_console_gets_the_port_that_is_asked_for(state: State, taken: int) -> None:
    state.ports({PORT_VARIABLE: "0"})
    free = taken + 1 if taken < 60_000 else taken - 1
    assert state.ports({PORT_VARIABLE: str(free)})["web"] == free


def test_a_port_that_was_chosen_before_and_is_taken_is_refused(state: State, taken: int) -> None:
    (state.folder / "ports.json").write_text(json.dumps({"s3": taken}))
    with pytest.raises(SetUpError, match=rf"^Port {taken} \(s3\) is taken .* remove .*ports.json"):
        state.ports({PORT_VARIABLE: "0"})


@pytest.mark.parametrize("value", ["abc", "65536", "-1", "8000.5"])
def test_what_is_no_port_is_refused(state: State, value: str) -> None:
    with pytest.raises(SetUpError, match=f"^{PORT_VARIABLE}={value}: write a port number"):
        state.ports({PORT_VARIABLE: value})


def test_two_stacks_do_not_share_a_folder(state: State) -> None:
    with pytest.raises(SetUpError, match=r"^Another bin/up runs with"):
        State(state.folder)


def test_the_next_stack_waits_for_one_that_ends(state: State) -> None:
    code = (
        "import sys\nfrom pathlib import Path\nfrom tuningconsole.embedded.state import State\n"
        "State(Path(sys.argv[1]))\nprint('locked')"
    )
    state.note_end()
    command = [sys.executable, "-c", code, str(state.folder)]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as waiting:
        with pytest.raises(subprocess.TimeoutExpired):
            waiting.wait(1)
        state._lock.close()
        said, _ = waiting.communicate(timeout=30)
    assert said == "locked\n"
    assert (state.folder / "lock").read_text() == ""


def test_a_folder_that_cannot_be_made_is_refused(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    with pytest.raises(SetUpError, match="cannot be used: Not a directory"):
        State(tmp_path / "file" / "var")


def test_a_secret_is_made_once_and_only_its_owner_reads_it(state: State) -> None:
    made = state.secret("key")
    assert len(made) == 64
    assert state.secret("key") == made
    assert state.secret_path("key").stat().st_mode & 0o777 == 0o600
    assert state.folder.stat().st_mode & 0o777 == 0o700


def test_of_a_recording_only_what_changed_something_is_kept(tmp_path: Path) -> None:
    def line(method: str, url: str, body: str = "", target: str = "") -> str:
        headers = {"X-Amz-Target": target} if target else {}
        return json.dumps({"method": method, "url": url, "headers": headers, "body": body}) + "\n"

    kept = [
        line("POST", "http://a/", "Action=CreateRole&RoleName=mine"),
        line("POST", "http://a/", "{}", "TrentService.CreateKey"),
    ]
    read = [
        line("GET", "http://a/"),
        line("POST", "http://a/", "Action=DescribeVpcs"),
        line("POST", "http://a/", "{}", "TrentService.ListKeys"),
        line("POST", "http://a/moto-api/seed?a=1"),
    ]
    cut_off = '{"method": "POST", "url": "http'
    recording = tmp_path / "recording"
    recording.write_text("".join([kept[0], *read, kept[1], cut_off]))
    keep_changes_only(recording)
    assert recording.read_text() == "".join(kept)
