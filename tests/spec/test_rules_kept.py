"""What the rules let pass: features used as they are meant, and drafts half filled in."""

from typing import Any

import pytest

from tests.spec.requests import ABSENT, ALGORITHM, changed, expanded
from tests.spec.rule_cases.case import CHANNEL, LIMITS, SUBSCRIBED, D
from tests.spec.rule_cases.channels import FILE_SYSTEM, MODE, S3, VPC
from tests.spec.rule_cases.instances import (
    LIST,
    QUOTA,
    SPOT_QUOTA,
    UNKNOWN,
    R,
    T,
    group,
    preferences,
)
from tests.spec.rule_cases.stopping import SPOT, STOP, WAIT
from tuningconsole.spec import rules
from tuningconsole.spec.limits import Limits

COMPRESSION = "TrainingSpecification.TrainingChannels.0.SupportedCompressionTypes"
SPOT_FOR_AN_HOUR = {SPOT: True, WAIT: 3600}


@pytest.mark.parametrize(
    ("changes", "context"),
    [
        pytest.param(
            {MODE: "Pipe", f"{CHANNEL}.CompressionType": "Gzip"}, UNKNOWN, id="Gzip in Pipe mode"
        ),
        pytest.param(
            {f"{CHANNEL}.InputMode": "Pipe", f"{CHANNEL}.RecordWrapperType": "RecordIO"},
            UNKNOWN,
            id="RecordIO in a channel's own Pipe mode",
        ),
        pytest.param({f"{CHANNEL}.RecordWrapperType": "None"}, {}, id="no wrapper in File mode"),
        pytest.param({MODE: "FastFile"}, UNKNOWN, id="a prefix in FastFile mode"),
        pytest.param(
            {
                MODE: "Pipe",
                f"{S3}.S3DataType": "AugmentedManifestFile",
                f"{S3}.AttributeNames": ["image-ref", "is-a-cat"],
            },
            UNKNOWN,
            id="an augmented manifest in Pipe mode",
        ),
        pytest.param({f"{S3}.AttributeNames": []}, {}, id="no attribute names of a prefix"),
        pytest.param({f"{S3}.S3DataType": "ManifestFile"}, {}, id="a manifest in File mode"),
        pytest.param(
            {
                f"{CHANNEL}.DataSource": {"FileSystemDataSource": FILE_SYSTEM},
                f"{D}.VpcConfig": VPC,
            },
            {},
            id="a file system in a VPC",
        ),
        pytest.param(
            {f"{CHANNEL}.DataSource": {"DatasetSource": {"DatasetArn": "a"}}}, {}, id="a dataset"
        ),
        pytest.param(
            {
                f"{S3}.InstanceGroupNames": ["a"],
                R: {"VolumeSizeInGB": 1, "InstanceGroups": [group("a")]},
            },
            {},
            id="a channel for an instance group",
        ),
        pytest.param(
            {f"{S3}.ModelAccessConfig": {"AcceptEula": True}}, {}, id="a license accepted"
        ),
        pytest.param(
            {f"{S3}.HubAccessConfig": {"HubContentArn": "arn:hub-content/h/ModelReference/m"}},
            {},
            id="a reference in a hub",
        ),
        pytest.param(
            {f"{D}.Environment": {f"A{number}": "" for number in range(48)}}, {}, id="48 variables"
        ),
        pytest.param(
            {f"{D}.Environment": {f"A{number}": "" for number in range(49)}},
            {},
            id="what the shape refuses by itself",
        ),
        pytest.param(
            {},
            {"algorithms": {"trees": changed(ALGORITHM, {COMPRESSION: ["Gzip"]})}},
            id="no compression where Gzip is supported",
        ),
        pytest.param(
            {R: {"InstanceType": "ml.g5.xlarge", "InstanceCount": 1}}, UNKNOWN, id="local storage"
        ),
        pytest.param(
            {R: {"InstanceType": "ml.p6e-gb200.36xlarge", "InstanceCount": 1}},
            UNKNOWN,
            id="a type of which no source says whether it has local storage",
        ),
        pytest.param({f"{R}.VolumeKmsKeyId": "k"}, {}, id="a key of an attached volume"),
        pytest.param(
            {R: ABSENT, T: {"InstanceConfigs": [LIST], "AllocationStrategy": "Prioritized"}},
            UNKNOWN,
            id="a list of configurations",
        ),
        pytest.param({f"{R}.KeepAlivePeriodInSeconds": 0}, {}, id="no warm pool of one's own"),
        pytest.param(
            {R: {"VolumeSizeInGB": 1, "InstancePreferences": preferences(1, 1)}},
            {},
            id="a count for each preference",
        ),
        pytest.param(
            {
                R: {
                    "VolumeSizeInGB": 1,
                    "InstanceCount": 1,
                    "InstancePreferences": preferences(None, None),
                }
            },
            {},
            id="one count for all preferences",
        ),
        pytest.param(
            {
                R: {
                    "VolumeSizeInGB": 1,
                    "InstancePreferences": [{**preferences(1)[0], "TrainingPlanArns": ["arn:b"]}],
                }
            },
            {},
            id="a training plan of a preference",
        ),
        pytest.param(
            {
                f"{R}.InstancePlacementConfig": {
                    "PlacementSpecifications": [{"InstanceCount": 1}, {"UltraServerId": "u"}]
                }
            },
            {},
            id="a placement of one",
        ),
        pytest.param({f"{R}.InstanceGroups": []}, {}, id="no instance groups"),
        pytest.param(
            {SPOT: True, WAIT: 7200}, {"algorithms": {"trees": ALGORITHM}}, id="one's own on spot"
        ),
        pytest.param(SPOT_FOR_AN_HOUR, {}, id="spot"),
        pytest.param({SPOT: True, WAIT: 60}, {}, id="a wait as long as the run"),
        pytest.param(
            {**SPOT_FOR_AN_HOUR, f"{D}.EnableNetworkIsolation": True},
            {"algorithms": SUBSCRIBED},
            id="a Marketplace algorithm on spot for an hour",
        ),
        pytest.param(
            {
                SPOT: True,
                WAIT: 7200,
                f"{D}.EnableNetworkIsolation": True,
                f"{D}.CheckpointConfig": {"S3Uri": "s3://bucket/checkpoints"},
            },
            {"algorithms": SUBSCRIBED},
            id="a Marketplace algorithm on spot with checkpoints",
        ),
        pytest.param({f"{STOP}.MaxRuntimeInSeconds": 28 * 24 * 3600}, {}, id="28 days"),
        pytest.param({f"{LIMITS}.MaxRuntimeInSeconds": 30 * 24 * 3600}, {}, id="30 days in all"),
        pytest.param({f"{D}.OutputDataConfig.KmsKeyId": "k"}, {}, id="a key of a usual bucket"),
        pytest.param(
            {
                R: {"InstanceType": "ml.g5.xlarge", "InstanceCount": 1},
                f"{STOP}.MaxPendingTimeInSeconds": 1800,
            },
            UNKNOWN,
            id="a limit on the queue for GPUs",
        ),
        pytest.param({}, {"limits": Limits(instances={QUOTA: 2, SPOT_QUOTA: 0})}, id="the quota"),
        pytest.param(
            {f"{R}.TrainingPlanArn": "arn:plan"},
            {"limits": Limits(instances={QUOTA: 0})},
            id="instances of a training plan beside the quota",
        ),
        pytest.param(
            {R: {"VolumeSizeInGB": 1, "InstancePreferences": preferences(1, 1)}},
            {"limits": Limits(instances={QUOTA: 0})},
            id="a preference that another may replace",
        ),
        pytest.param(
            {
                f"{LIMITS}.MaxNumberOfTrainingJobs": 200,
                f"{LIMITS}.MaxParallelTrainingJobs": 100,
            },
            {"limits": Limits(max_parallel_training_jobs=500)},
            id="as many at once as AWS ever allows",
        ),
    ],
)
def test_what_is_meant_so_is_no_problem(changes: dict[str, Any], context: dict[str, Any]) -> None:
    given: dict[str, Any] = {"algorithms": {}, **context}
    assert rules.findings(expanded(**changes), rules.Context(**given)) == []


@pytest.mark.parametrize(
    "changes",
    [
        pytest.param(
            {MODE: ABSENT, f"{CHANNEL}.CompressionType": "Gzip"}, id="a mode not chosen yet"
        ),
        pytest.param({f"{CHANNEL}.DataSource": ABSENT}, id="a channel without data"),
        pytest.param({f"{D}.InputDataConfig": [{}]}, id="a channel without anything"),
        pytest.param({f"{S3}.S3DataType": ABSENT, f"{S3}.AttributeNames": ["a"]}, id="no type yet"),
        pytest.param(
            {WAIT: 60, f"{STOP}.MaxRuntimeInSeconds": ABSENT, SPOT: True}, id="no run yet"
        ),
        pytest.param({f"{LIMITS}.MaxParallelTrainingJobs": ABSENT}, id="nothing at once yet"),
    ],
)
def test_what_is_not_there_yet_breaks_no_rule(changes: dict[str, Any]) -> None:
    context = rules.Context(limits=Limits(instances={QUOTA: 0 if LIMITS in str(changes) else 9}))
    assert rules.findings(expanded(**changes), context) == []


def test_groups_of_a_channel_wait_for_the_page_of_the_instances() -> None:
    request = expanded(**{f"{S3}.InstanceGroupNames": ["a"], R: ABSENT})
    found = {problem.constraint for problem in rules.findings(request, rules.Context())}
    assert found == {"resources_are_given"}


@pytest.mark.parametrize(
    ("runtime", "message"),
    [
        (60, "Enter at least 60 seconds, the maximum run time:"),
        (ABSENT, "Enter how long a training job may wait for spot capacity and run."),
    ],
    ids=["with a run time", "without one"],
)
def test_a_missing_wait_is_asked_for_by_what_is_known(runtime: Any, message: str) -> None:
    request = expanded(**{SPOT: True, f"{STOP}.MaxRuntimeInSeconds": runtime})
    [problem] = rules.check(request, rules.Context())
    assert problem.message.startswith(message)


def test_definitions_share_48_variables() -> None:
    variables = {f"A{number}": "" for number in range(47)}
    second = {"Environment": {"A": ""}}
    request = expanded(**{f"{D}.Environment": variables, "TrainingJobDefinitions.1": second})
    found = {problem.constraint for problem in rules.findings(request, rules.Context())}
    assert "environment_size" not in found


def test_a_definition_of_two_quotas_is_told_of_the_one_that_is_short() -> None:
    kinds = [group("a"), {**group("b"), "InstanceType": "ml.c5.xlarge"}]
    request = expanded(**{R: {"VolumeSizeInGB": 1, "InstanceGroups": kinds}})
    limits = Limits(instances={QUOTA: 2, "ml.c5.xlarge for training job usage": 1})
    [problem] = rules.check(request, rules.Context(limits=limits))
    assert problem.path == f"{R}.InstanceGroups.1.InstanceType"
    assert "ml.c5.xlarge for training job usage is 1, 2 are needed" in problem.message
