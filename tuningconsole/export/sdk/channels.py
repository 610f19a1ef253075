"""A channel as the SDK's `TrainingInput` (S3) or `FileSystemInput` (EFS, FSx for Lustre)."""

from typing import Any

from tuningconsole.export.writing.python import Call
from tuningconsole.export.writing.rest import Rest

_S3 = "DataSource.S3DataSource"
_FILES = "DataSource.FileSystemDataSource"
_OF_S3 = {
    "s3_data": f"{_S3}.S3Uri",
    "s3_data_type": f"{_S3}.S3DataType",
    "distribution": f"{_S3}.S3DataDistributionType",
    "attribute_names": f"{_S3}.AttributeNames",
    "instance_groups": f"{_S3}.InstanceGroupNames",
    "hub_access_config": f"{_S3}.HubAccessConfig",
    "model_access_config": f"{_S3}.ModelAccessConfig",
    "content_type": "ContentType",
    "compression": "CompressionType",
    "record_wrapping": "RecordWrapperType",
    "input_mode": "InputMode",
}
_OF_FILES = {
    "file_system_id": f"{_FILES}.FileSystemId",
    "file_system_type": f"{_FILES}.FileSystemType",
    "directory_path": f"{_FILES}.DirectoryPath",
    "file_system_access_mode": f"{_FILES}.FileSystemAccessMode",
    "content_type": "ContentType",
}


def given(rest: Rest, paths: dict[str, str]) -> dict[str, Any]:
    """Take the members at the paths; return those that were there, by the SDK's names."""
    found = {argument: rest.take(path) for argument, path in paths.items()}
    return {argument: value for argument, value in found.items() if value is not None}


def inputs(definition: Rest) -> dict[str, Call]:
    """Take the channels and return what `fit` is given for them, by the channels' names."""
    found: dict[str, Call] = {}
    for channel in definition.each("InputDataConfig"):
        if channel.peek(_S3):
            arguments = given(channel, _OF_S3)
            seed = channel.take("ShuffleConfig.Seed")
            if seed is not None:
                arguments["shuffle_config"] = Call("ShuffleConfig", (seed,))
            found[str(channel.take("ChannelName"))] = Call("TrainingInput", named=arguments)
        elif channel.peek(_FILES):
            call = Call("FileSystemInput", named=given(channel, _OF_FILES))
            found[str(channel.take("ChannelName"))] = call
    return found
