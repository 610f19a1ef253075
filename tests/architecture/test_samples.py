"""The folders of the sample algorithms: a program and a specification that fit each other."""

import json
import os
import re
from pathlib import Path
from typing import Any

import pytest

from tests.architecture.sources import ROOT
from tuningconsole.spec import constraints, shapes

IMAGES = ROOT / "tuningconsole/engine/images"
SAMPLES = sorted(path.parent for path in IMAGES.glob("*/specification.json"))


def specification(sample: Path) -> dict[str, Any]:
    return dict(json.loads((sample / "specification.json").read_text()))


@pytest.mark.parametrize("sample", SAMPLES, ids=lambda path: path.name)
def test_the_specification_is_a_request_of_create_algorithm(sample: Path) -> None:
    shape = shapes.operation("CreateAlgorithm").input_shape
    assert constraints.violations(shape, specification(sample)) == []


@pytest.mark.parametrize("sample", SAMPLES, ids=lambda path: path.name)
def test_the_image_is_the_folder_and_can_be_started(sample: Path) -> None:
    image = specification(sample)["TrainingSpecification"]["TrainingImage"]
    assert image.partition(":")[0] == sample.name
    assert os.access(sample / "train", os.X_OK)
    assert (sample / "train").read_text().startswith("#!")


@pytest.mark.parametrize("sample", SAMPLES, ids=lambda path: path.name)
def test_the_program_reads_and_prints_what_the_specification_names(sample: Path) -> None:
    program = (sample / "train").read_text() + (IMAGES / "toolkit/training.py").read_text()
    training = specification(sample)["TrainingSpecification"]
    names = [item["Name"] for item in training["SupportedHyperParameters"]]
    assert [name for name in names if f'"{name}"' not in program] == []
    for metric in training["MetricDefinitions"]:
        assert f"{metric['Name']}=" in program
        assert re.search(metric["Regex"], f"x {metric['Name']}=-1.5e-07 y")[1] == "-1.5e-07"


def test_the_samples_are_found() -> None:
    assert {"scikit-decision-trees", "hist-gradient-boosting", "linear-sgd"} <= {
        sample.name for sample in SAMPLES
    }
