"""Every operation that the engine offers, asked by the AWS CLI."""

import json
import time
from collections.abc import Mapping
from typing import Any

from botocore import xform_name

from tests.conformance.clients import TIMEOUT_S, Clients
from tests.conformance.requests import SUBSCRIBED, training_job, tuning_job

ALGORITHM = "trees-of-the-tour"
TRAINING = "training-of-the-tour"
TUNING = "tuning-of-the-tour"
STOPPED = "stopped-on-the-tour"
FAILED = "failed-on-the-tour"
MODEL = "model-of-the-tour"
GROUP = "/aws/sagemaker/TrainingJobs"


class Tour:
    """The CLI's answers, in the order they came.

    Attributes:
        answers: (service, operation) -> the last answer; None where the CLI prints none.
    """

    def __init__(self, clients: Clients, account: Mapping[str, str]) -> None:
        self._clients = clients
        self._account = account
        self.answers: dict[tuple[str, str], Any] = {}

    def ask(self, operation: str, request: Mapping[str, Any], *, service: str = "sagemaker") -> Any:
        """Call the operation with the request as ``--cli-input-json`` and keep its answer."""
        command = (service, xform_name(operation, "-"))
        answer = self._clients.aws(*command, "--cli-input-json", self._clients.input(request))
        self.answers[service, operation] = answer
        return answer

    def fill_in(self, operation: str, request: Mapping[str, Any]) -> Any:
        """Call the operation with the skeleton that the CLI prints, filled with the request.

        Members that the skeleton does not have fail here, as a reader who fills it in would.
        """
        command = ("sagemaker", xform_name(operation, "-"))
        skeleton = self._clients.aws(*command, "--generate-cli-skeleton", "input")
        assert set(request) <= set(skeleton)
        return self.ask(operation, request)

    def training_ended(self, name: str) -> Any:
        """Describe a training job until it has ended; return its description."""
        deadline = time.monotonic() + TIMEOUT_S
        while True:
            job = self.ask("DescribeTrainingJob", {"TrainingJobName": name})
            if job["TrainingJobStatus"] not in ("InProgress", "Stopping"):
                return job
            assert time.monotonic() < deadline, f"{name} has not ended: {job}"

    def go(self) -> None:
        """Call every operation once or more."""
        self._make()
        self._watch()
        self._stop()
        self._make_a_model()
        self._tag_and_search()

    def clean_up(self) -> None:
        """Delete what the tour made, by the operations that delete."""
        self.ask("DeleteModel", {"ModelName": MODEL})
        self.ask("DeleteTrainingJob", {"TrainingJobName": TRAINING})
        self.ask("DeleteHyperParameterTuningJob", {"HyperParameterTuningJobName": TUNING})
        self.ask("DeleteAlgorithm", {"AlgorithmName": ALGORITHM})

    def _make(self) -> None:
        subscribed = self.ask("DescribeAlgorithm", {"AlgorithmName": SUBSCRIBED})
        specification = {"TrainingSpecification": subscribed["TrainingSpecification"]}
        self.fill_in("CreateAlgorithm", {"AlgorithmName": ALGORITHM, **specification})
        tuning = tuning_job(TUNING, ALGORITHM, **self._account)
        self.fill_in("CreateHyperParameterTuningJob", tuning)
        training = training_job(TRAINING, ALGORITHM, **self._account)
        given = {"HyperParameters": {"max_leaf_nodes": "7"}}
        self.fill_in("CreateTrainingJob", training | given)
        self._put("broken/broken.csv", "no label\n")
        broken = training_job(FAILED, ALGORITHM, **self._account, prefix="broken")
        self.ask("CreateTrainingJob", broken)

    def _watch(self) -> None:
        self._clients.ended(TUNING)
        by_name = {"HyperParameterTuningJobName": TUNING}
        self.ask("DescribeHyperParameterTuningJob", by_name)
        self.ask("ListTrainingJobsForHyperParameterTuningJob", by_name)
        self.ask("ListHyperParameterTuningJobs", {"NameContains": "of-the-tour"})
        self.ask("ListAlgorithms", {"NameContains": "of-the-tour"})
        self.training_ended(FAILED)
        self.training_ended(TRAINING)
        self.ask("ListTrainingJobs", {"NameContains": "of-the-tour", "MaxResults": 100})
        stream = {"logGroupName": GROUP, "logStreamNamePrefix": f"{TRAINING}/"}
        [found] = self.ask("DescribeLogStreams", stream, service="logs")["logStreams"]
        self.ask("FilterLogEvents", stream, service="logs")
        one = {"logGroupName": GROUP, "logStreamName": found["logStreamName"]}
        self.ask("GetLogEvents", one | {"startFromHead": True}, service="logs")

    def _stop(self) -> None:
        long = tuning_job(STOPPED, ALGORITHM, **self._account)
        limits = {"MaxNumberOfTrainingJobs": 40, "MaxParallelTrainingJobs": 1}
        long["HyperParameterTuningJobConfig"]["ResourceLimits"] = limits
        self.ask("CreateHyperParameterTuningJob", long)
        self.ask("StopHyperParameterTuningJob", {"HyperParameterTuningJobName": STOPPED})
        training = training_job(STOPPED, "hist-gradient-boosting", **self._account)
        training["ResourceConfig"]["InstanceType"] = "ml.m5.large"
        self.ask("CreateTrainingJob", training | {"HyperParameters": {"epochs": "1000"}})
        self.ask("StopTrainingJob", {"TrainingJobName": STOPPED})
        self.training_ended(STOPPED)
        self._clients.ended(STOPPED)

    def _make_a_model(self) -> None:
        artifact = self.training_ended(TRAINING)["ModelArtifacts"]["S3ModelArtifacts"]
        source = {"AlgorithmName": ALGORITHM, "ModelDataUrl": artifact}
        sources = {"SourceAlgorithmSpecification": {"SourceAlgorithms": [source]}}
        package = self.fill_in("CreateModelPackage", {"ModelPackageName": MODEL, **sources})
        deadline = time.monotonic() + TIMEOUT_S
        by_arn = {"ModelPackageName": package["ModelPackageArn"]}
        while self.ask("DescribeModelPackage", by_arn)["ModelPackageStatus"] == "InProgress":
            assert time.monotonic() < deadline
        container = {"ModelPackageName": package["ModelPackageArn"]}
        model = {"ModelName": MODEL, "ExecutionRoleArn": self._account["role"]}
        self.fill_in("CreateModel", {**model, "PrimaryContainer": container})
        self.ask("DescribeModel", {"ModelName": MODEL})
        self.ask("ListModels", {"NameContains": "of-the-tour"})

    def _tag_and_search(self) -> None:
        arn = self.answers["sagemaker", "CreateTrainingJob"]["TrainingJobArn"]
        resource = {"ResourceArn": arn.rpartition("/")[0] + f"/{TRAINING}"}
        tags = [{"Key": "tour", "Value": "cli"}, {"Key": "gone", "Value": "soon"}]
        self.ask("AddTags", {**resource, "Tags": tags})
        self.ask("DeleteTags", {**resource, "TagKeys": ["gone"]})
        self.ask("ListTags", resource)
        filters = [{"Name": "Tags.tour", "Operator": "Equals", "Value": "cli"}]
        asked = {"Resource": "TrainingJob", "SearchExpression": {"Filters": filters}}
        self.fill_in("Search", asked)

    def _put(self, key: str, text: str) -> None:
        to = f"s3://{self._account['bucket']}/{key}"
        self._clients.aws("s3", "cp", self._clients.file("broken.csv", text), to, "--quiet")


def of(answers: Mapping[tuple[str, str], Any], operation: str, service: str = "sagemaker") -> Any:
    """Return the last answer of an operation."""
    assert (service, operation) in answers, json.dumps([name for _, name in answers])
    return answers[service, operation]
