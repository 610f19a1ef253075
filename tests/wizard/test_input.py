"""Wrong and hostile input: told at its field, kept as typed, never a crash."""

from typing import Any

import pytest
from django.urls import reverse

from tests.wizard.pages import Pages
from tuningconsole.wizard.flow import pages as pages_of

D = "TrainingJobDefinitions.0"
H = f"{D}.HyperParameters"
CHANNEL = f"{D}.InputDataConfig.0"
S3 = f"{CHANNEL}.DataSource.S3DataSource.S3Uri"
LIMITS = "HyperParameterTuningJobConfig.ResourceLimits"

WRONG = [
    ("job", {"HyperParameterTuningJobName": ""}, "HyperParameterTuningJobName"),
    ("job", {"HyperParameterTuningJobName": "-a"}, "HyperParameterTuningJobName"),
    ("job", {"HyperParameterTuningJobName": "a" * 33}, "HyperParameterTuningJobName"),
    ("job", {"HyperParameterTuningJobName": "a\x00b"}, "HyperParameterTuningJobName"),
    ("job", {f"{D}.RoleArn": ":other"}, f"{D}.RoleArn"),
    ("job", {f"{D}.RoleArn": ":other", f"{D}.RoleArn:other": "root"}, f"{D}.RoleArn"),
    ("job", {"WarmStartConfig": "on"}, "WarmStartConfig.ParentHyperParameterTuningJobs"),
    (
        "job",
        {
            "WarmStartConfig": "on",
            "WarmStartConfig.ParentHyperParameterTuningJobs:other": "a b c d e f",
        },
        "WarmStartConfig.ParentHyperParameterTuningJobs",
    ),
    (
        "job",
        {"WarmStartConfig": "on", "WarmStartConfig.WarmStartType": "Hot"},
        "WarmStartConfig.WarmStartType",
    ),
    ("job", {f"{D}.VpcConfig": "vpc-1"}, f"{D}.VpcConfig.Subnets"),
    ("job", {f"{D}.VpcConfig": "vpc-1"}, f"{D}.VpcConfig.SecurityGroupIds"),
    (
        "job",
        {f"{D}.VpcConfig": "vpc-1", f"{D}.VpcConfig.Subnets:other": "subnet_1"},
        f"{D}.VpcConfig.Subnets",
    ),
    (
        "hyperparameters",
        {f"{D}.TuningObjective.MetricName": "loss"},
        f"{D}.TuningObjective.MetricName",
    ),
    ("hyperparameters", {f"{D}.TuningObjective.Type": "Minimize"}, f"{D}.TuningObjective.Type"),
    ("hyperparameters", {f"{H}.max_leaf_nodes:value": ""}, f"{H}.max_leaf_nodes:value"),
    ("hyperparameters", {f"{H}.max_leaf_nodes:value": "1"}, f"{H}.max_leaf_nodes:value"),
    (
        "hyperparameters",
        {f"{H}.max_leaf_nodes:kind": "Integer", f"{H}.max_leaf_nodes:min": "1.5"},
        f"{H}.max_leaf_nodes:min",
    ),
    (
        "hyperparameters",
        {f"{H}.max_leaf_nodes:kind": "Integer", f"{H}.max_leaf_nodes:max": "1001"},
        f"{H}.max_leaf_nodes:max",
    ),
    (
        "hyperparameters",
        {f"{H}.alpha:kind": "Continuous", f"{H}.alpha:scaling": "Logarithmic"},
        f"{H}.alpha:min",
    ),
    (
        "hyperparameters",
        {f"{H}.criterion:kind": "Categorical", f"{H}.criterion:values": ["entropy"]},
        f"{H}.criterion:values",
    ),
    ("data", {f"{CHANNEL}.ChannelName": "train"}, f"{CHANNEL}.ChannelName"),
    ("data", {f"{CHANNEL}.ContentType": "image/png"}, f"{CHANNEL}.ContentType"),
    ("data", {f"{CHANNEL}.CompressionType": "Zip"}, f"{CHANNEL}.CompressionType"),
    ("data", {f"{CHANNEL}.InputMode": "Pipe"}, f"{CHANNEL}.InputMode"),
    ("data", {S3: ""}, S3),
    ("data", {S3: "samples/iris"}, S3),
    (
        "data",
        {f"{D}.OutputDataConfig.S3OutputPath": "output"},
        f"{D}.OutputDataConfig.S3OutputPath",
    ),
    (
        "data",
        {
            f"{D}.OutputDataConfig.KmsKeyId": ":other",
            f"{D}.OutputDataConfig.KmsKeyId:other": "my key",
        },
        f"{D}.OutputDataConfig.KmsKeyId",
    ),
    (
        "resources",
        {f"{D}.ResourceConfig.InstanceType": "ml.p3.2xlarge"},
        f"{D}.ResourceConfig.InstanceType",
    ),
    ("resources", {f"{D}.ResourceConfig.InstanceCount": "2"}, f"{D}.ResourceConfig.InstanceCount"),
    (
        "resources",
        {f"{D}.ResourceConfig.InstanceCount": "1.5"},
        f"{D}.ResourceConfig.InstanceCount",
    ),
    (
        "resources",
        {f"{D}.ResourceConfig.VolumeSizeInGB": "9" * 60},
        f"{D}.ResourceConfig.VolumeSizeInGB",
    ),
    ("limits", {f"{LIMITS}.MaxNumberOfTrainingJobs": "0"}, f"{LIMITS}.MaxNumberOfTrainingJobs"),
    ("limits", {f"{LIMITS}.MaxNumberOfTrainingJobs": "751"}, f"{LIMITS}.MaxNumberOfTrainingJobs"),
    ("limits", {f"{LIMITS}.MaxParallelTrainingJobs": "11"}, f"{LIMITS}.MaxParallelTrainingJobs"),
    (
        "resources",
        {f"{D}.StoppingCondition.MaxRuntimeInSeconds": "an hour"},
        f"{D}.StoppingCondition.MaxRuntimeInSeconds",
    ),
    (
        "resources",
        {f"{D}.StoppingCondition.MaxRuntimeInSeconds:unit": "years"},
        f"{D}.StoppingCondition.MaxRuntimeInSeconds",
    ),
]


@pytest.mark.parametrize(("step_id", "typed", "at"), WRONG)
def test_wrong_input_is_told_at_its_field_and_kept_as_typed(
    pages: Pages, step_id: str, typed: dict[str, Any], at: str
) -> None:
    pages.open(step_id)
    answer = pages.next(typed)
    assert answer.status_code == 422
    assert pages.errors[at]
    assert f'<a href="#id_{at}">' in pages.text
    assert f"id_{at}_error" in pages.text
    for name, value in typed.items():
        assert pages.draft.answers[name] == (
            value.replace("\x00", "\ufffd") if isinstance(value, str) else value
        )


HOSTILE: list[dict[str, Any]] = [
    {},
    {"_next": ""},
    {"_add": "Tags.9999"},
    {"_add": ""},
    {"_remove": "Tags.0"},
    {"_remove": "Tags.-1"},
    {"_remove": f"Tags.{'9' * 5000}"},
    {"_remove": "Tags.²"},
    {"_go": "nowhere"},
    {"_go": "\x00"},
    {"_bulk": "x"},
    {"Tags.99999.Key": "x", "_next": "1"},
    {"Tags.0.Key": ["x", "y"], "_next": "1"},
    {"HyperParameterTuningJobName": "x" * 1_000_000, "_next": "1"},
    {"HyperParameterTuningJobName": ["a", "b"], "_next": "1"},
    {f"{D}.VpcConfig": "vpc-1", f"{D}.VpcConfig.Subnets": ["s"] * 900, "_next": "1"},
    {"TrainingJobDefinitions.1.RoleArn": "forged", "_next": "1"},
    {f"{D}.AlgorithmSpecification.AlgorithmName": "nothing", "_next": "1"},
    {"_definition": "clone.7"},
    {"_definition": "\x00"},
    {"_static": "nothing"},
    {"_add": f"{D}.HyperParameters", "_next": "1"},
    {f"{H}.max_leaf_nodes:kind": "Categorical", f"{H}.max_leaf_nodes:values": "x", "_next": "1"},
    {f"{LIMITS}.MaxParallelTrainingJobs": "٣", "_next": "1"},
    {f"{D}.StoppingCondition.MaxRuntimeInSeconds": "1e308", "_next": "1"},
    {f"{D}.StoppingCondition.MaxRuntimeInSeconds": "NaN", "_next": "1"},
]


@pytest.mark.parametrize("step_id", [page.id for page in pages_of({})])
@pytest.mark.parametrize("posted", HOSTILE, ids=range(len(HOSTILE)))
def test_hostile_input_is_answered_without_a_crash(
    pages: Pages, step_id: str, posted: dict[str, Any]
) -> None:
    pages.client.raise_request_exception = False
    path = reverse("wizard:step", args=[pages.draft.uuid, step_id])
    assert pages.client.post(path, posted).status_code < 500
    assert pages.client.get(path).status_code == 200
    assert pages.open("review").status_code == 200
    pages.draft.refresh_from_db()
    assert "forged" not in pages.draft.answers.values()
