"""What SageMaker could do and this engine cannot: refused at once, never quietly left out."""

from collections.abc import Iterator, Mapping
from pathlib import PurePosixPath
from typing import Any

from tuningconsole.engine.errors import ValidationError
from tuningconsole.engine.runner import sandbox

LISTED = ("S3Prefix", "ManifestFile", "AugmentedManifestFile")
"""What a channel's S3 location may be."""
MAX_INSTANCES = 64
TAKEN = ("input", "model", "output")
"""Folders of /opt/ml that are something else than checkpoints."""


def check(expanded: Mapping[str, Any]) -> None:
    """Return if the engine can do everything that the request, in its expanded form, asks for.

    Raises:
        ValidationError: it cannot; the first reason. The texts are ours.
    """
    for definition in expanded["TrainingJobDefinitions"]:
        for reason in _of_definition(definition):
            raise ValidationError(reason)


def _of_definition(definition: Mapping[str, Any]) -> Iterator[str]:
    for channel in definition.get("InputDataConfig", ()):
        yield from _of_channel(channel)
    yield from _of_resources(definition)
    yield from _of_checkpoints(definition.get("CheckpointConfig", {}))
    if definition.get("EnableNetworkIsolation") and not sandbox.can_isolate_network():
        yield (
            "This engine's machine does not let a program be cut off from the network: it may make"
            " neither a network namespace nor a user namespace. Leave EnableNetworkIsolation out,"
            " or see docs/howto/add-a-training-image.md."
        )


def _of_channel(channel: Mapping[str, Any]) -> Iterator[str]:
    name = channel["ChannelName"]
    source = channel["DataSource"].get("S3DataSource")
    if source is None:
        yield (
            f"Channel {name}: this engine reads data from S3 only; a file system or a hub's dataset"
            " is not within its reach."
        )
        return
    if source["S3DataType"] not in LISTED:
        yield f"Channel {name}: this engine reads S3 data types {', '.join(LISTED)} only."
    for member in ("HubAccessConfig", "ModelAccessConfig"):
        if source.get(member):
            yield f"Channel {name}: this engine has no hub of models: leave {member} out."


def _of_resources(definition: Mapping[str, Any]) -> Iterator[str]:
    found = [
        definition.get(name, {})
        for name in ("ResourceConfig", "HyperParameterTuningResourceConfig")
    ]
    parts = ("InstanceGroups", "InstanceConfigs", "InstancePreferences")
    each = [item for config in found for part in parts for item in config.get(part, ())]
    for item in (*found, *each):
        for member in ("TrainingPlanArn", "TrainingPlanArns", "InstancePlacementConfig"):
            if item.get(member):
                yield f"This engine's instances are processes: leave {member} out."
    counts = [sum(item.get("InstanceCount", 0) for item in each)]
    counts += [config.get("InstanceCount", 0) for config in found]
    if max(counts) > MAX_INSTANCES:
        yield f"This engine runs at most {MAX_INSTANCES} instances of a training job, as processes."


def _of_checkpoints(config: Mapping[str, Any]) -> Iterator[str]:
    path = PurePosixPath(config.get("LocalPath") or "/opt/ml/checkpoints")
    is_inside = path.is_relative_to("/opt/ml") and ".." not in path.parts
    if not is_inside or path == PurePosixPath("/opt/ml") or path.parts[3] in TAKEN:
        yield (
            f"This engine keeps checkpoints in a folder of their own below /opt/ml, not in {path}:"
            " leave LocalPath out, or set it to /opt/ml/checkpoints."
        )
    if not config.get("S3Uri", "s3://").startswith("s3://"):
        yield f"This engine keeps checkpoints at s3:// locations only: {config['S3Uri']}"
