"""What SageMaker could do and this engine cannot yet: refused at once, never quietly left out."""

from collections.abc import Iterator, Mapping
from typing import Any

from tuningconsole.engine.errors import ValidationError


def check(expanded: Mapping[str, Any]) -> None:
    """Return if the engine can do everything that the request, in its expanded form, asks for.

    Raises:
        ValidationError: it cannot; the first reason. The texts are ours.
    """
    for definition in expanded["TrainingJobDefinitions"]:
        for reason in (*_of_job(expanded), *_of_definition(definition)):
            raise ValidationError(reason)


def _of_job(expanded: Mapping[str, Any]) -> Iterator[str]:
    if expanded.get("Autotune", {}).get("Mode") == "Enabled":
        yield "This engine does not run Autotune yet."


def _of_definition(definition: Mapping[str, Any]) -> Iterator[str]:
    mode = definition["AlgorithmSpecification"]["TrainingInputMode"]
    for channel in definition.get("InputDataConfig", ()):
        yield from _of_channel(channel, channel.get("InputMode", mode))
    if definition.get("CheckpointConfig"):
        yield "This engine does not keep checkpoints yet: leave CheckpointConfig out."
    if definition["OutputDataConfig"].get("CompressionType") == "NONE":
        yield "This engine compresses its output: set CompressionType to GZIP."
    for name in ("ResourceConfig", "HyperParameterTuningResourceConfig"):
        resources = definition.get(name, {})
        groups = [*resources.get("InstanceGroups", ()), *resources.get("InstanceConfigs", ())]
        if any(item.get("InstanceCount", 1) > 1 for item in (resources, *groups)):
            yield "This engine trains on one instance: set InstanceCount to 1."


def _of_channel(channel: Mapping[str, Any], mode: str) -> Iterator[str]:
    name = channel["ChannelName"]
    source = channel["DataSource"].get("S3DataSource")
    if source is None:
        yield f"Channel {name}: this engine reads data from S3 only."
    elif source["S3DataType"] != "S3Prefix":
        yield f"Channel {name}: this engine reads S3 data type S3Prefix only."
    if mode != "File":
        yield f"Channel {name}: this engine offers input mode File only."
    for member in ("CompressionType", "RecordWrapperType"):
        if channel.get(member, "None") != "None":
            yield f"Channel {name}: {member} {channel[member]} needs input mode Pipe."
