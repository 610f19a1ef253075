"""How the programs of a training job are run: as processes, in a sandbox, as containers."""

from pathlib import Path
from typing import Any

from django.conf import settings
from django.utils import timezone

from tuningconsole.engine.models import TrainingJob
from tuningconsole.engine.runner import containers, images, sandbox
from tuningconsole.engine.runner.hosts import Host

CHECKPOINTS = "/opt/ml/checkpoints/"
OPT_ML = "/opt/ml"
INTERFACE = "lo"
"""By which the hosts of one training job reach each other: all are on this machine."""


def programs(job: TrainingJob, hosts: list[Host], folder: Path) -> list[dict[str, Any]]:
    """Return one program a host, as the shim runs it.

    Each is {"host", "argv", "cwd", "env", "is_sandboxed", "end": a container's removal or []}.

    Raises:
        images.ImageError: there is no such training image.
    """
    image = images.find(job.image)
    names = folder / "names"
    names.write_text(_names(hosts))
    if isinstance(image, images.Container):
        if len(hosts) > 1 and job.definition.get("EnableNetworkIsolation"):
            raise images.ImageError(
                f"The training image {job.image} is a container's: this engine cannot cut off"
                " several containers from the network that reach each other."
            )
        return [_container(job, image, hosts, folder / host.name) for host in hosts]
    return [_program(job, image, folder / host.name, names) for host in hosts]


def _program(job: TrainingJob, image: images.Program, folder: Path, names: Path) -> dict[str, Any]:
    is_sandboxed = bool(sandbox.bubblewrap())
    ml = OPT_ML if is_sandboxed else str(folder / "ml")
    own = f"{image.environment}/bin:" if image.environment else ""
    env = {
        **variables(job),
        "PATH": own + settings.ENGINE_PROGRAM_PATH,
        "HOME": ml,
        "LANG": "C.UTF-8",
        "OPT_ML": ml,
        "TMPDIR": "/tmp" if is_sandboxed else str(folder / "tmp"),  # noqa: S108
        "PYTHONUNBUFFERED": "1",
        "PYTHONDONTWRITEBYTECODE": "1",
    }
    argv = [str(image.path), "train"]
    if is_sandboxed:
        readable = [image.shelf, *([image.environment] if image.environment else [])]
        argv = sandbox.command(image.path, folder, names, readable, env)
        env = _marked(job)
    return {
        "host": folder.name,
        "argv": argv,
        "cwd": str(folder / "ml"),
        "env": env,
        "is_sandboxed": is_sandboxed,
        "end": [],
    }


def _container(
    job: TrainingJob, image: images.Container, hosts: list[Host], folder: Path
) -> dict[str, Any]:
    given = variables(job) | {"OPT_ML": OPT_ML}
    for path in (folder / "ml").rglob("*"):
        # An image may have a user of its own.
        if path.is_dir():
            path.chmod(0o777)
    return {
        "host": folder.name,
        "argv": containers.command(image.runtime, image.name, folder, given, _network(job, hosts)),
        "cwd": str(folder),
        "env": _marked(job) | containers.variables(),
        "is_sandboxed": False,
        "end": containers.removal(image.runtime, folder),
    }


def _marked(job: TrainingJob) -> dict[str, str]:
    """Return the environment of what runs a program apart: no request has a say in it.

    The job's name finds what an attempt leaves behind (process.end_leftovers).
    """
    return {
        "PATH": settings.ENGINE_PROGRAM_PATH,
        "HOME": str(Path.home()),
        "TRAINING_JOB_NAME": job.name,
    }


def _network(job: TrainingJob, hosts: list[Host]) -> list[str]:
    """Return a container's arguments: several hosts find each other on this machine's loopback."""
    if job.definition.get("EnableNetworkIsolation"):
        return ["--network", "none"]
    if len(hosts) == 1:
        return []
    known = [f"{host.name}:{address(number)}" for number, host in enumerate(hosts, 1)]
    return ["--network", "host", *(item for name in known for item in ("--add-host", name))]


def address(number: int) -> str:
    """Return the loopback address of host algo-`number`: each has one of its own."""
    return f"127.1.{number >> 8}.{number & 255}"


def _names(hosts: list[Host]) -> str:
    """Return what /etc/hosts says where the hosts have one."""
    lines = [f"{address(number)} {host.name}" for number, host in enumerate(hosts, 1)]
    return "\n".join(["127.0.0.1 localhost", *lines]) + "\n"


def variables(job: TrainingJob) -> dict[str, str]:
    """Return what the platform says to a program, and the request's Environment.

    No SM_ variables: those are sagemaker-training-toolkit's, inside an image (domain-rules.md 3.7).
    """
    return {
        **job.definition.get("Environment", {}),
        "AWS_REGION": settings.ENGINE_REGION,
        "AWS_EC2_METADATA_DISABLED": "true",
        "TRAINING_JOB_NAME": job.name,
        "TRAINING_JOB_ARN": job.arn,
    }


def deadlines(job: TrainingJob, spent_s: float) -> list[tuple[str, float]]:
    """Return after how many seconds of this attempt the job is to end, and as what.

    MaxRuntimeInSeconds counts the runs of all attempts; MaxWaitTimeInSeconds, which spot training
    has, all the time since the job was made.
    """
    given = job.definition["StoppingCondition"]
    found = [("MaxRuntimeExceeded", given["MaxRuntimeInSeconds"] - spent_s)]
    if "MaxWaitTimeInSeconds" in given:
        waited_s = (timezone.now() - job.created_at).total_seconds()
        found.append(("MaxWaitTimeExceeded", given["MaxWaitTimeInSeconds"] - waited_s))
    return found


def overdue(job: TrainingJob, spent_s: float) -> str:
    """Return which time is over before a further attempt begins, "" when none is."""
    left_s, cause = min((left_s, cause) for cause, left_s in deadlines(job, spent_s))
    return cause if left_s <= 0 else ""
