"""What the sample programs have in common: SageMaker's training contract, seen from inside.

A program finds its files under /opt/ml, or under the folder that OPT_ML names.
"""

import json
import os
import sys
import traceback
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import joblib
import numpy as np
from sklearn.model_selection import train_test_split

ROOT = Path(os.environ.get("OPT_ML", "/opt/ml"))
CHECKPOINT = ROOT / "checkpoints/last.joblib"


@dataclass(frozen=True)
class Data:
    """Rows to learn from and rows to judge by; labels are the first column of each file."""

    features: np.ndarray
    labels: np.ndarray
    validation_features: np.ndarray
    validation_labels: np.ndarray


def hyperparameters() -> dict[str, str]:
    """Return the training job's hyperparameters; every value is text."""
    return json.loads((ROOT / "input/config/hyperparameters.json").read_text())


def data(validation_fraction: float, seed: int) -> Data:
    """Return channel `training`, and channel `validation` or, without one, a part set aside."""
    features, labels = rows("training")
    if (ROOT / "input/data/validation").is_dir():
        return Data(features, labels, *rows("validation"))
    parts = train_test_split(
        features, labels, test_size=validation_fraction, random_state=seed, stratify=labels
    )
    return Data(parts[0], parts[2], parts[1], parts[3])


def rows(channel: str) -> tuple[np.ndarray, np.ndarray]:
    """Return features and labels of every CSV file of a channel; the files have no header."""
    folder = ROOT / "input/data" / channel
    files = sorted(path for path in folder.rglob("*") if path.is_file())
    if not files:
        raise ValueError(f"Channel {channel} has no file.")
    try:
        table = np.concatenate([np.loadtxt(path, delimiter=",", ndmin=2) for path in files])
    except ValueError as error:
        raise ValueError(f"Channel {channel} is not CSV of numbers: {error}") from error
    return table[:, 1:], table[:, 0].astype(int)


def resumed() -> Any:
    """Return what an attempt before this one kept last, None when there is nothing."""
    return joblib.load(CHECKPOINT) if CHECKPOINT.is_file() else None


def keep(state: Any) -> None:
    """Keep what a further attempt goes on from; only where the training job keeps checkpoints."""
    if CHECKPOINT.parent.is_dir():
        scratch = CHECKPOINT.with_suffix(".new")
        joblib.dump(state, scratch)
        # Whole or not at all: it is sent to S3 at any moment.
        scratch.replace(CHECKPOINT)


def save(model: Any) -> None:
    """Leave the model where SageMaker makes model.tar.gz of it; joblib.load reads it."""
    joblib.dump(model, ROOT / "model" / "model.joblib")


def run(main: Callable[[], None]) -> None:
    """Run the program; what goes wrong becomes the training job's failure reason."""
    try:
        main()
    except Exception as error:  # noqa: BLE001  Whatever it is, it ends the training.
        traceback.print_exc()
        (ROOT / "output/failure").write_text(f"{type(error).__name__}: {error}")
        sys.exit(1)
