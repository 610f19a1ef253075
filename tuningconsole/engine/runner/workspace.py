"""A training job's folder: what SageMaker mounts at /opt/ml, and what the shim reads and writes.

    <work dir>/<training job>/
        run.json started.json exit.json stop spent usage     the shim's (shim.py)
        attended                                             touched while a trainer looks on
        names                                                /etc/hosts in a sandbox
        <channel>.blob                                       data of a channel in Pipe mode
        <host>/                                              algo-1 and so on
            log tmp/ shm/
            ml/                                              /opt/ml (domain-rules.md 3.7)
                input/config/{hyperparameters,inputdataconfig,resourceconfig}.json
                input/data/<channel>/  model/  output/failure  output/data/  checkpoints/

A program finds `ml` by the variable OPT_ML; a sandbox and a container have it at /opt/ml.
"""

import json
import shutil
from pathlib import Path
from typing import Any

from django.conf import settings

from tuningconsole.engine.models import TrainingJob
from tuningconsole.engine.runner import channels, checkpoints, hosts, launch, machines, outputs

GIB = 2**30
MIB = 2**20


class Workspace:
    """The folder of one training job."""

    def __init__(self, job: TrainingJob) -> None:
        self.job = job
        self.folder: Path = settings.ENGINE_WORK_DIR / job.name
        self.hosts = hosts.of(job.definition)
        self.channels = channels.of(job.definition)
        local_path = job.definition.get("CheckpointConfig", {}).get("LocalPath")
        kept = str(Path(local_path or launch.CHECKPOINTS).relative_to(launch.OPT_ML))
        self.checkpoints = checkpoints.Checkpoints(
            checkpoints.location(job), [self.ml(host) for host in self.hosts], kept
        )
        self._kept = [kept] if "CheckpointConfig" in job.definition else []

    def ml(self, host: hosts.Host) -> Path:
        """Return a host's /opt/ml."""
        return self.folder / host.name / "ml"

    def log(self, host: hosts.Host) -> Path:
        """Return a host's log file."""
        return self.folder / host.name / "log"

    def prepare(self) -> None:
        """Make the folder anew, with its configuration files; data is not there yet."""
        self.remove()
        for host in self.hosts:
            for name in ("input/config", "input/data", "model", "output/data", *self._kept):
                (self.ml(host) / name).mkdir(parents=True)
            for name in ("tmp", "shm"):
                (self.folder / host.name / name).mkdir()
            for name, value in self._configuration(host).items():
                (self.ml(host) / "input/config" / f"{name}.json").write_text(json.dumps(value))

    def _configuration(self, host: hosts.Host) -> dict[str, Any]:
        given = self.job.definition.get("StaticHyperParameters", {})
        receivers = [
            item for item in self.channels if host in hosts.with_channel(self.hosts, item.given)
        ]
        return {
            "hyperparameters": given | self.job.tuned,
            "inputdataconfig": {item.name: item.configuration() for item in receivers},
            "resourceconfig": hosts.configuration(self.hosts, host, launch.INTERFACE),
        }

    def download(self) -> None:
        """Fetch every channel's data and the checkpoints that were kept.

        Raises:
            storage.StorageError: S3 did not give them.
            channels.DataError: the data is not what its channel says.
        """
        feeds: list[dict[str, Any]] = []
        for channel in self.channels:
            if channel.mode == "Pipe":
                feeds += self._feeds(channel)
                continue
            for host in self.hosts:
                folder = self.ml(host) / "input/data" / channel.name
                channels.fetch_files(channel, host, self.hosts, folder)
        self.checkpoints.restore()
        (self.folder / "feeds.json").write_text(json.dumps(feeds))

    def _feeds(self, channel: channels.Channel) -> list[dict[str, Any]]:
        """Fetch a channel in Pipe mode; return what feeds each host with it (feeder.py)."""
        blob = self.folder / f"{channel.name}.blob"
        parts = channels.fetch_feed(channel, blob)
        receivers = hosts.with_channel(self.hosts, channel.given)
        return [
            {
                "folder": str(self.ml(host) / "input/data"),
                "channel": channel.name,
                "blob": str(blob),
                "parts": parts,
                "seed": channel.seed,
                "host": number if channel.is_sharded else 0,
                "hosts": len(receivers) if channel.is_sharded else 1,
            }
            for number, host in enumerate(receivers)
        ]

    def show_attended(self) -> None:
        """Show the shim that a trainer looks after it."""
        (self.folder / "attended").touch()

    def write_run(self, spent_s: float) -> None:
        """Write what the shim is to run, after `spent_s` seconds of earlier attempts.

        Raises:
            ImageError: there is no such training image.
        """
        launched = launch.programs(self.job, self.hosts, self.folder)
        run = {
            "programs": launched,
            "feeds": json.loads((self.folder / "feeds.json").read_text()),
            "deadlines": launch.deadlines(self.job, spent_s),
            "grace_s": settings.ENGINE_STOP_GRACE_S,
            "is_isolated": bool(self.job.definition.get("EnableNetworkIsolation"))
            and not any(program["end"] for program in launched),
            "limits": self.limits(),
            "alone_s": machines.alone_s(),
        }
        (self.folder / "run.json").write_text(json.dumps(run))

    def limits(self) -> dict[str, int]:
        """Return what a host may use, in bytes and processes (watching.py)."""
        size = int(self.job.definition["ResourceConfig"].get("VolumeSizeInGB") or 1) * GIB
        most = settings.ENGINE_VOLUME_MB * MIB
        return {
            "memory": settings.ENGINE_MEMORY_MB * MIB,
            "processes": settings.ENGINE_PROCESSES,
            "volume": min(size, most) if most else size,
            "reserve": settings.ENGINE_DISK_RESERVE_MB * MIB,
            "log": settings.ENGINE_LOG_MB * MIB,
        }

    def spent_s(self) -> float:
        """Return how long the programs of the last attempt ran; 0 when nothing is known of it."""
        try:
            return float((self.folder / "spent").read_text())
        except (OSError, ValueError):
            return 0.0

    def upload(self) -> str:
        """Put model and output data to S3, each if there is something; return where the model is.

        Raises:
            storage.StorageError: S3 did not take them.
        """
        config = self.job.definition["OutputDataConfig"]
        return outputs.upload(
            [self.ml(host) for host in self.hosts],
            f"{config['S3OutputPath'].rstrip('/')}/{self.job.name}/output/",
            self.folder,
            is_compressed=config.get("CompressionType") != "NONE",
        )

    def failure(self, host: str) -> str:
        """Return what the program of a host, by its name, left in output/failure."""
        return outputs.failure(self.folder / host / "ml")

    def remove(self) -> None:
        """Remove the folder, if it is there."""
        shutil.rmtree(self.folder, ignore_errors=True)
