"""bin/set-up and bin/env, as programs."""

import os
import shutil
import subprocess
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.stack import ROOT

Run = Callable[..., "subprocess.CompletedProcess[str]"]
NO_INDEX = {"PIP_INDEX_URL": "http://127.0.0.1:9/simple", "PIP_RETRIES": "0"}
PINNED = "nothing-of-ours==1.0 --hash=sha256:" + "0" * 64


@pytest.fixture
def project(tmp_path: Path) -> Path:
    """A folder with bin/set-up and an empty list of requirements."""
    (tmp_path / "bin").mkdir()
    shutil.copy(ROOT / "bin" / "set-up", tmp_path / "bin")
    (tmp_path / "list.txt").write_text("# nothing\n")
    return tmp_path


@pytest.fixture
def run(project: Path) -> Run:
    def run(
        *arguments: str, folder: Path = project, **variables: str
    ) -> "subprocess.CompletedProcess[str]":
        return subprocess.run(
            [str(folder / "bin" / "set-up"), *(arguments or (".venv", "list.txt"))],
            env={"PATH": os.environ["PATH"], "HOME": str(folder), "CALLED_BY": "bin/up"}
            | {"PIP_CONFIG_FILE": os.devnull, **variables},
            capture_output=True,
            text=True,
            check=False,
        )

    return run


def python_that(folder: Path, body: str) -> str:
    """Return the path of a program that answers in Python's place."""
    program = folder / "fake-python"
    program.write_text(f"#!/bin/sh\n{body}\n")
    program.chmod(0o755)
    return str(program)


def test_an_environment_is_made_once(project: Path, run: Run) -> None:
    first = run()
    assert first.returncode == 0, first.stderr
    assert "Making .venv with Python 3" in first.stdout
    second = run()
    assert (second.returncode, second.stdout, second.stderr) == (0, "", "")
    (project / "list.txt").write_text("# something else\n")
    assert run().stdout.splitlines()[0] == "Installing list.txt into .venv ..."


def test_an_environment_that_was_moved_is_made_again(project: Path, run: Run) -> None:
    run()
    moved = project.rename(project.with_name("moved"))
    done = run(folder=moved)
    assert "Making .venv" in done.stdout
    pip = (moved / ".venv" / "bin" / "pip").read_text()
    assert pip.startswith(f"#!{moved}/.venv/bin/python")


def test_without_a_python_that_is_new_enough_one_line_says_so(project: Path, run: Run) -> None:
    done = run(PYTHON=python_that(project, "exit 1"))
    assert done.returncode == 1
    [line] = done.stderr.split("\n")[1:-1]
    assert line.startswith("bin/up: Python 3.11 or newer is needed")
    assert not (project / ".venv").exists()


def test_without_the_venv_module_one_line_says_so(project: Path, run: Run) -> None:
    done = run(PYTHON=python_that(project, 'case "$2" in *venv*) exit 1;; esac'))
    assert done.returncode == 1
    [line] = done.stderr.split("\n")[1:-1]
    assert "no venv module" in line
    assert "apt install python3-venv" in line


def test_without_a_network_pips_words_and_one_line_say_so(project: Path, run: Run) -> None:
    (project / "list.txt").write_text(f"{PINNED}\n")
    done = run(**NO_INDEX)
    assert done.returncode == 1
    assert "No matching distribution found for nothing-of-ours" in done.stderr
    last = done.stderr.splitlines()[-1]
    assert last.startswith("bin/up: pip could not install list.txt")
    assert "Check the network" in last


def test_what_pip_notes_of_folders_of_wheels_is_not_shown(project: Path, run: Run) -> None:
    (project / "list.txt").write_text(f"{PINNED}\n")
    done = run(PIP_EXTRA_INDEX_URL="file:///nowhere/simple", **NO_INDEX)
    assert "Location" not in done.stderr
    assert "No matching distribution" in done.stderr


@pytest.fixture
def uv(project: Path) -> Path:
    """A program in uv's place that writes down what it is asked, and fails once it is told to."""
    program = project / ".venv" / "bin" / "uv"
    program.parent.mkdir(parents=True)
    program.write_text('#!/bin/sh\necho "$@" >> asked\n[ ! -e fails ]\n')
    program.chmod(0o755)
    return project / "asked"


def test_uv_installs_into_the_environments_of_others(project: Path, run: Run, uv: Path) -> None:
    (project / "list.txt").write_text(f"{PINNED}\n")
    done = run(".venv-client", "list.txt", **NO_INDEX)
    assert (done.returncode, done.stderr) == (0, "")
    assert "--python .venv-client/bin/python --require-hashes" in uv.read_text()


def test_where_uv_does_not_get_on_pip_is_asked(project: Path, run: Run, uv: Path) -> None:
    (project / "list.txt").write_text(f"{PINNED}\n")
    (project / "fails").touch()
    done = run(".venv-client", "list.txt", **NO_INDEX)
    assert uv.read_text().count("pip install") == 1
    assert done.returncode == 1
    assert "No matching distribution found for nothing-of-ours" in done.stderr


@pytest.mark.skipif(os.geteuid() == 0, reason="root writes everywhere")
def test_a_folder_that_cannot_be_written_is_said_in_one_line(project: Path, run: Run) -> None:
    project.chmod(0o555)
    try:
        done = run()
    finally:
        project.chmod(0o755)
    assert done.returncode == 1
    assert "cannot be written" in done.stderr


def test_before_the_first_start_bin_env_says_what_to_do(tmp_path: Path) -> None:
    done = subprocess.run(
        [str(ROOT / "bin" / "env")],
        env={"PATH": os.environ["PATH"], "TUNINGCONSOLE_VAR": str(tmp_path)},
        capture_output=True,
        text=True,
        check=False,
    )
    assert (done.returncode, done.stdout) == (1, "")
    assert done.stderr == (
        "bin/env: the embedded stack has never run here. Start it first: bin/up\n"
    )
