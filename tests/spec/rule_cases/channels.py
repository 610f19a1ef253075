"""Ways to break the rules of channels and output: where data lies, and how it is read."""

from typing import Any

from tests.spec.rule_cases.case import CHANNEL, Case, D

S3 = f"{CHANNEL}.DataSource.S3DataSource"
MODE = f"{D}.AlgorithmSpecification.TrainingInputMode"
UNKNOWN: dict[str, Any] = {"algorithms": {}}
"""The algorithm, which has channels of its own mind, is not known."""
FILE_SYSTEM = {
    "FileSystemId": "fs-01234567",
    "FileSystemType": "EFS",
    "FileSystemAccessMode": "ro",
    "DirectoryPath": "/data",
}
VPC = {"Subnets": ["subnet-1"], "SecurityGroupIds": ["sg-1"]}

CASES = [
    Case(
        "environment_size",
        {
            f"{D}.Environment": {f"A{number}": "" for number in range(48)},
            "TrainingJobDefinitions.1": {"Environment": {"A": ""}},
        },
        "TrainingJobDefinitions.1.Environment",
        (
            "The total number of environment variables of all training job definitions, [49],"
            " must not exceed 48."
        ),
    ),
    Case(
        "pipe_mode_members",
        {f"{CHANNEL}.CompressionType": "Gzip"},
        f"{CHANNEL}.CompressionType",
        "Channel training: CompressionType Gzip is supported only in Pipe input mode.",
        UNKNOWN,
    ),
    Case(
        "pipe_mode_members",
        {f"{CHANNEL}.RecordWrapperType": "RecordIO"},
        f"{CHANNEL}.RecordWrapperType",
        "Channel training: RecordWrapperType RecordIO is supported only in Pipe input mode.",
    ),
    Case(
        "pipe_mode_members",
        {f"{CHANNEL}.RecordWrapperType": "RecordIO", f"{CHANNEL}.InputMode": "FastFile"},
        f"{CHANNEL}.RecordWrapperType",
        "Channel training: RecordWrapperType RecordIO is supported only in Pipe input mode.",
        UNKNOWN,
    ),
    Case(
        "fast_file_prefixes",
        {MODE: "FastFile", f"{S3}.S3DataType": "ManifestFile"},
        f"{S3}.S3DataType",
        "Channel training: S3DataType ManifestFile is not supported in FastFile input mode.",
        UNKNOWN,
    ),
    Case(
        "augmented_manifest",
        {f"{S3}.AttributeNames": ["image-ref"]},
        f"{S3}.AttributeNames",
        "Channel training: AttributeNames is supported only for S3DataType AugmentedManifestFile.",
    ),
    Case(
        "augmented_manifest",
        {f"{S3}.S3DataType": "AugmentedManifestFile", MODE: "Pipe"},
        f"{S3}.AttributeNames",
        "Channel training: AttributeNames is required for S3DataType AugmentedManifestFile.",
    ),
    Case(
        "augmented_manifest",
        {f"{S3}.S3DataType": "AugmentedManifestFile", f"{S3}.AttributeNames": ["image-ref"]},
        MODE,
        (
            "Channel training: S3DataType AugmentedManifestFile is supported only in Pipe input"
            " mode."
        ),
    ),
    Case(
        "augmented_manifest",
        {
            f"{S3}.S3DataType": "AugmentedManifestFile",
            f"{S3}.AttributeNames": ["image-ref"],
            f"{CHANNEL}.InputMode": "FastFile",
        },
        f"{CHANNEL}.InputMode",
        (
            "Channel training: S3DataType AugmentedManifestFile is supported only in Pipe input"
            " mode."
        ),
    ),
    Case(
        "file_systems",
        {f"{CHANNEL}.DataSource": {"FileSystemDataSource": FILE_SYSTEM}},
        f"{D}.VpcConfig",
        "VpcConfig is required when a channel has a FileSystemDataSource.",
    ),
    Case(
        "file_systems",
        {
            f"{CHANNEL}.DataSource": {"FileSystemDataSource": FILE_SYSTEM},
            f"{D}.VpcConfig": VPC,
            MODE: "FastFile",
        },
        MODE,
        "Channel training: FileSystemDataSource is supported only in File input mode.",
    ),
    Case(
        "one_data_source",
        {f"{CHANNEL}.DataSource": {}},
        f"{CHANNEL}.DataSource",
        (
            "Channel training: specify one of S3DataSource, FileSystemDataSource, DatasetSource in"
            " DataSource."
        ),
    ),
    Case(
        "one_data_source",
        {f"{CHANNEL}.DataSource.DatasetSource": {"DatasetArn": "arn"}},
        f"{CHANNEL}.DataSource.DatasetSource",
        (
            "Channel training: specify only one of S3DataSource, FileSystemDataSource,"
            " DatasetSource in DataSource."
        ),
    ),
    Case(
        "instance_group_names",
        {f"{S3}.InstanceGroupNames": ["fast"]},
        f"{S3}.InstanceGroupNames.0",
        "Channel training: instance group fast is not in ResourceConfig.",
    ),
    Case(
        "instance_group_names",
        {
            f"{D}.ResourceConfig": {
                "VolumeSizeInGB": 5,
                "InstanceGroups": [
                    {
                        "InstanceGroupName": "fast",
                        "InstanceType": "ml.m5.large",
                        "InstanceCount": 1,
                    }
                ]
                * 2,
            }
        },
        f"{D}.ResourceConfig.InstanceGroups.1.InstanceGroupName",
        "Duplicate instance group name: fast.",
        UNKNOWN,
    ),
    Case(
        "model_access",
        {f"{S3}.ModelAccessConfig": {"AcceptEula": False}},
        f"{S3}.ModelAccessConfig.AcceptEula",
        "Channel training: AcceptEula must be true to use a model that requires it.",
        severity="warning",
    ),
    Case(
        "hub_access",
        {f"{S3}.HubAccessConfig": {"HubContentArn": "arn:aws:sagemaker:r:1:hub-content/h/Model/m"}},
        f"{S3}.HubAccessConfig.HubContentArn",
        "HubContentArn must be of resource type ModelReference.",
        severity="warning",
    ),
    Case(
        "express_bucket_key",
        {
            f"{D}.OutputDataConfig": {
                "S3OutputPath": "s3://models--use1-az4--x-s3/out",
                "KmsKeyId": "alias/models",
            }
        },
        f"{D}.OutputDataConfig.KmsKeyId",
        "KmsKeyId is not supported for Amazon S3 Express One Zone.",
    ),
]
