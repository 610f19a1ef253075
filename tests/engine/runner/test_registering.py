"""bin/image: folders as training images."""

import os
import subprocess
from pathlib import Path

import pytest

from tests.engine.runner.jobs import Jobs
from tuningconsole.embedded import parts

pytestmark = pytest.mark.slow
TRAIN = """#!/usr/bin/env python
import os, sys
print("prefix", sys.prefix)
try:
    import numpy
    print("numpy", True)
except ImportError: print("numpy", False)
"""


def image(jobs: Jobs, *arguments: str) -> tuple[int, str]:
    """Run bin/image for the engine's own state; return its exit code and what it said."""
    var = jobs.calls.stack.environment["TUNINGCONSOLE_VAR"]
    done = subprocess.run(
        [str(parts.BASE_DIR / "bin/image"), *arguments],
        env=os.environ | {"TUNINGCONSOLE_VAR": var},
        check=False,
        capture_output=True,
        text=True,
    )
    return done.returncode, done.stdout + done.stderr


def folder(path: Path, train: str = TRAIN, **files: str) -> Path:
    path.mkdir()
    (path / "train").write_text(train)
    (path / "train").chmod(0o755)
    for name, content in files.items():
        (path / name.replace("_txt", ".txt")).write_text(content)
    return path


def test_a_folder_is_a_training_image_until_it_is_removed(jobs: Jobs, tmp_path: Path) -> None:
    source = folder(tmp_path / "My-Own")
    assert image(jobs, "add", str(source)) == (
        0,
        "Registered. Use it as TrainingImage: my-own:latest\n",
    )
    assert "my-own\tof your own\n" in image(jobs, "list")[1]
    name = jobs.start("", image="my-own:latest")
    assert jobs.ended(name)["TrainingJobStatus"] == "Completed"
    # It runs in the engine's environment.
    assert "numpy True" in jobs.calls.lines(name)
    (source / "train").write_text("#!/bin/sh\necho again\n")
    image(jobs, "add", str(source))
    name = jobs.start("", image="my-own:latest")
    assert jobs.ended(name)["TrainingJobStatus"] == "Completed"
    assert jobs.calls.lines(name) == ["again"]
    assert image(jobs, "remove", "my-own") == (0, "Removed.\n")
    failed = jobs.ended(jobs.start("", image="my-own:latest"))
    assert "is not registered with this engine" in failed["FailureReason"]


def test_an_image_with_requirements_has_an_environment_of_its_own(
    jobs: Jobs, tmp_path: Path, sandbox: str
) -> None:
    source = folder(tmp_path / f"with-{sandbox}", requirements_txt="# nothing\n")
    code, said = image(jobs, "add", str(source), "--name", f"apart-{sandbox}")
    assert code == 0, said
    name = jobs.start("", image=f"apart-{sandbox}")
    assert jobs.ended(name)["TrainingJobStatus"] == "Completed"
    [prefix, numpy] = jobs.calls.lines(name)
    assert f"/environments/apart-{sandbox}-" in prefix
    assert numpy == "numpy False"
    image(jobs, "remove", f"apart-{sandbox}")
    assert not Path(prefix.partition(" ")[2]).exists()


def test_what_is_no_image_is_refused_and_says_why(jobs: Jobs, tmp_path: Path) -> None:
    (tmp_path / "empty").mkdir()
    code, said = image(jobs, "add", str(tmp_path / "empty"))
    assert (code, "has no program named train" in said) == (1, True)
    good = folder(tmp_path / "good")
    for name in ("linear-sgd", "../up", "Upper", ""):
        if name:
            code, said = image(jobs, "add", str(good), "--name", name)
            assert code == 1, name
    code, said = image(jobs, "remove", "nothing")
    assert (code, "There is no image of your own named nothing" in said) == (1, True)


def test_requirements_that_cannot_be_had_leave_what_was_there(jobs: Jobs, tmp_path: Path) -> None:
    source = folder(tmp_path / "stays")
    image(jobs, "add", str(source))
    (source / "requirements.txt").write_text("./nowhere-to-be-found\n")
    code, said = image(jobs, "add", str(source))
    assert (code, "Nothing was registered" in said) == (1, True)
    name = jobs.start("", image="stays")
    assert jobs.ended(name)["TrainingJobStatus"] == "Completed"
