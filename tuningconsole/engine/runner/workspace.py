"""A training job's folder: what SageMaker mounts at /opt/ml, and what the shim reads and writes.

    <work dir>/<training job>/
        run.json started.json exit.json log stop     the shim's
        ml/                                          /opt/ml (domain-rules.md 3.7)
            input/config/{hyperparameters,inputdataconfig,resourceconfig}.json
            input/data/<channel>/  model/  output/failure  output/data/  checkpoints/

A program finds `ml` by the variable OPT_ML; a container has it at /opt/ml.
"""

import json
import shutil
import stat
import tarfile
from pathlib import Path
from typing import Any

from django.conf import settings

from tuningconsole.engine import storage
from tuningconsole.engine.models import TrainingJob

MAX_REASON = 1024
HOST = "algo-1"


class ImageError(Exception):
    """The training image is not one that this engine has."""


class Workspace:
    """The folder of one training job."""

    def __init__(self, job: TrainingJob) -> None:
        self.job = job
        self.folder: Path = settings.ENGINE_WORK_DIR / job.name
        self.ml = self.folder / "ml"

    def prepare(self) -> None:
        """Make the folder anew, with its configuration files; data is not there yet."""
        self.remove()
        for name in ("input/config", "input/data", "model", "output/data", "checkpoints"):
            (self.ml / name).mkdir(parents=True)
        channels = self.job.definition.get("InputDataConfig", ())
        resources = self.job.definition["ResourceConfig"]
        configuration = {
            "hyperparameters": self.job.definition.get("StaticHyperParameters", {})
            | self.job.tuned,
            "inputdataconfig": {item["ChannelName"]: _channel(item) for item in channels},
            "resourceconfig": {
                "current_host": HOST,
                "hosts": [HOST],
                "network_interface_name": "lo",
                "current_instance_type": resources.get("InstanceType", ""),
            },
        }
        for name, value in configuration.items():
            (self.ml / "input/config" / f"{name}.json").write_text(json.dumps(value))

    def download(self) -> None:
        """Fetch every channel's objects, each under its key without the channel's prefix.

        Raises:
            storage.StorageError: S3 did not give them.
        """
        for channel in self.job.definition.get("InputDataConfig", ()):
            folder = self.ml / "input/data" / channel["ChannelName"]
            folder.mkdir()
            uri = channel["DataSource"]["S3DataSource"]["S3Uri"]
            prefix = storage.locate(uri).key
            # A prefix is a folder's, or the beginning of names in one: files keep their own name.
            base = prefix[: prefix.rfind("/") + 1]
            base = prefix + "/" if _is_folder(uri) else base
            for item in storage.keys(uri):
                storage.fetch(item, _inside(folder, item.key.removeprefix(base)))

    def write_run(self) -> None:
        """Write what the shim is to run.

        Raises:
            ImageError: there is no such training image.
        """
        program = find_program(self.job.image)
        run = {
            "argv": [str(program), "train"],
            "cwd": str(self.ml),
            "env": self._environment(),
            "grace_s": settings.ENGINE_STOP_GRACE_S,
            "max_runtime_s": self.job.definition["StoppingCondition"]["MaxRuntimeInSeconds"],
        }
        (self.folder / "run.json").write_text(json.dumps(run))

    def _environment(self) -> dict[str, str]:
        """Return all that the program sees of ours: nothing of the engine's own environment."""
        return {
            **self.job.definition.get("Environment", {}),
            "PATH": settings.ENGINE_PROGRAM_PATH,
            "HOME": str(self.ml),
            "LANG": "C.UTF-8",
            "OPT_ML": str(self.ml),
            "PYTHONUNBUFFERED": "1",
            "AWS_EC2_METADATA_DISABLED": "true",
            "TRAINING_JOB_NAME": self.job.name,
            "TRAINING_JOB_ARN": self.job.arn,
        }

    def upload(self) -> str:
        """Put model.tar.gz and output.tar.gz to S3, each if there is something; return the model's.

        Raises:
            storage.StorageError: S3 did not take them.
        """
        target = self.job.definition["OutputDataConfig"]["S3OutputPath"].rstrip("/")
        artifact = ""
        for name, folder in (("model", self.ml / "model"), ("output", self.ml / "output/data")):
            # The program may have put anything in its place; a link would lead out of it.
            if folder.is_symlink() or not folder.is_dir() or not any(folder.iterdir()):
                continue
            archive = self.folder / f"{name}.tar.gz"
            with tarfile.open(archive, "w:gz", compresslevel=6) as tar:
                for path in sorted(folder.iterdir()):
                    tar.add(path, arcname=path.name)
            uri = f"{target}/{self.job.name}/output/{name}.tar.gz"
            storage.upload(archive, uri)
            artifact = uri if name == "model" else artifact
        return artifact

    def failure(self) -> str:
        """Return what the program left in output/failure, cut to what Describe can say."""
        path = self.ml / "output/failure"
        try:
            # A pipe would never end.
            if not stat.S_ISREG(path.lstat().st_mode):
                return ""
            with path.open(errors="replace") as file:
                return file.read(MAX_REASON).replace("\0", "")
        except OSError:
            return ""

    def remove(self) -> None:
        """Remove the folder, if it is there."""
        shutil.rmtree(self.folder, ignore_errors=True)


def find_program(image: str) -> Path:
    """Return the program of a training image: `train` in the folder of the image's name.

    The name is the image's without registry, tag and digest.

    Raises:
        ImageError: no folder of ENGINE_IMAGE_DIRS has it.
    """
    name = image.rpartition("/")[2].partition("@")[0].partition(":")[0]
    for folder in settings.ENGINE_IMAGE_DIRS:
        program: Path = folder / name / "train"
        if name not in ("", ".", "..") and program.is_file():
            return program
    raise ImageError(f"The training image {image} is not registered with this engine.")


def _channel(channel: dict[str, Any]) -> dict[str, str]:
    source = channel["DataSource"]["S3DataSource"]
    found = {
        "ContentType": channel.get("ContentType"),
        "TrainingInputMode": channel.get("InputMode", "File"),
        "S3DistributionType": source["S3DataDistributionType"],
        "RecordWrapperType": channel["RecordWrapperType"],
    }
    return {name: value for name, value in found.items() if value is not None}


def _is_folder(uri: str) -> bool:
    """Tell whether an S3 URI without a slash at its end means a folder."""
    return not uri.endswith("/") and storage.has_objects(uri + "/")


def _inside(folder: Path, key: str) -> Path:
    """Return the file for a key, which may hold `..` but does not lead out of the folder."""
    path = (folder / key.lstrip("/")).resolve()
    if not path.is_relative_to(folder.resolve()):
        raise storage.StorageError(f"The key {key} would lead out of its channel's folder.")
    return path
