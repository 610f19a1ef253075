"""A training job definition as the SDK's `AlgorithmEstimator` or, with an image, `Estimator`."""

from typing import Any

from tuningconsole.export.sdk.channels import given
from tuningconsole.export.writing.python import Call
from tuningconsole.export.writing.rest import Rest

Statement = tuple[str, Any]
"""What stands before an expression, such as ``tuner = ``, and the expression."""

RESOURCES = ("ResourceConfig", "HyperParameterTuningResourceConfig")
_COMMON = {
    "role": "RoleArn",
    "input_mode": "AlgorithmSpecification.TrainingInputMode",
    "output_path": "OutputDataConfig.S3OutputPath",
    "output_kms_key": "OutputDataConfig.KmsKeyId",
    "max_run": "StoppingCondition.MaxRuntimeInSeconds",
    "max_wait": "StoppingCondition.MaxWaitTimeInSeconds",
    "use_spot_instances": "EnableManagedSpotTraining",
    "subnets": "VpcConfig.Subnets",
    "security_group_ids": "VpcConfig.SecurityGroupIds",
    "encrypt_inter_container_traffic": "EnableInterContainerTrafficEncryption",
}
_ESTIMATOR_ONLY = {
    "checkpoint_s3_uri": "CheckpointConfig.S3Uri",
    "checkpoint_local_path": "CheckpointConfig.LocalPath",
    "environment": "Environment",
    "max_retry_attempts": "RetryStrategy.MaximumRetryAttempts",
}
"""Arguments of `Estimator`; `AlgorithmEstimator` knows them as attributes only."""
_WHY = "# What is tuned needs a value here, too; the SDK does not send it.\n"
_INSTANCES = {
    "instance_count": "InstanceCount",
    "instance_type": "InstanceType",
    "volume_size": "VolumeSizeInGB",
}


def estimator(
    variable: str, definition: Rest, hyperparameters: dict[str, str], values: dict[str, str]
) -> list[Statement]:
    """Take what an estimator can say and return the statements that make it.

    Args:
        variable: the name that it gets.
        definition: of a training job.
        hyperparameters: those that do not change.
        values: one of each range. The SDK asks for every hyperparameter that an algorithm
            requires, also for those that are tuned, and does not send them.
    """
    arguments = given(definition, _COMMON) | _resources(definition)
    others = given(definition, _ESTIMATOR_ONLY)
    if definition.take("OutputDataConfig.CompressionType") == "NONE":
        others["disable_output_compression"] = True
    name = definition.take("AlgorithmSpecification.AlgorithmName")
    if name is None:
        image = definition.take("AlgorithmSpecification.TrainingImage")
        isolated = given(definition, {"enable_network_isolation": "EnableNetworkIsolation"})
        named = {"image_uri": image} | arguments | others | isolated
        if hyperparameters:
            named["hyperparameters"] = hyperparameters
        return [(f"{variable} = ", Call("Estimator", named=named))]
    if definition.peek("EnableNetworkIsolation") is False:
        definition.take("EnableNetworkIsolation")
    made = Call("AlgorithmEstimator", named={"algorithm_arn": name} | arguments)
    statements: list[Statement] = [(f"{variable} = ", made)]
    statements += [(f"{variable}.{attribute} = ", value) for attribute, value in others.items()]
    if hyperparameters or values:
        update = Call(f"{variable}.hyperparameters().update", (values | hyperparameters,))
        statements.append((_WHY if values else "", update))
    return statements


def instance_configs(definition: Rest) -> list[Call]:
    """Take the alternatives of instances; none where there are not several."""
    configs = definition.each("HyperParameterTuningResourceConfig.InstanceConfigs")
    return [Call("InstanceConfig", named=given(config, _INSTANCES)) for config in configs]


def _resources(definition: Rest) -> dict[str, Any]:
    """Take the instances; of several alternatives the first, which the tuner overrides."""
    found: dict[str, Any] = {}
    for member in RESOURCES:
        resources = definition.within(member)
        found |= given(resources, _INSTANCES | {"volume_kms_key": "VolumeKmsKeyId"})
        for config in resources.each("InstanceConfigs")[:1]:
            first = {name: config.peek(path) for name, path in list(_INSTANCES.items())[:2]}
            found |= {name: value for name, value in first.items() if value is not None}
    return found
