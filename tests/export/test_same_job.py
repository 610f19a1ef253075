"""Every format, executed against the engine: DescribeHyperParameterTuningJob shows the same job."""

import subprocess
from collections.abc import Callable
from typing import Any

import boto3
import pytest
from botocore.config import Config

from tests.conformance.clients import BIN, TIMEOUT_S
from tests.conformance.requests import SUBSCRIBED, tuning_job
from tests.export import hcl
from tests.export.requests import HOSTILE
from tests.spec.requests import changed
from tests.stack import EmbeddedStack
from tuningconsole import export
from tuningconsole.spec.described import request_of

pytestmark = [pytest.mark.stack, pytest.mark.slow]

NAME = "HyperParameterTuningJobName"
OF_THE_RUN = {
    NAME,
    "HyperParameterTuningJobArn",
    "HyperParameterTuningJobStatus",
    "CreationTime",
    "LastModifiedTime",
    "HyperParameterTuningEndTime",
    "TrainingJobStatusCounters",
    "ObjectiveStatusCounters",
    "BestTrainingJob",
    "OverallBestTrainingJob",
    "TuningJobCompletionDetails",
    "ConsumedResources",
    "ResponseMetadata",
}
"""What Describe shows of a job that is another one for every job."""
DEFINITION = "TrainingJobDefinition"
CONFIG = "HyperParameterTuningJobConfig"
# A hyperparameter is one line: the pattern of its shape is `.*`.
TEXT = "".join(character for character in HOSTILE if character >= " ")
TAGS = [{"Key": "team", "Value": "Übung / 日本 @ 1+1=2"}, {"Key": "empty", "Value": ""}]
OF_ALGORITHM: dict[str, Any] = {
    "Tags": TAGS,
    f"{CONFIG}.RandomSeed": 7,
    f"{CONFIG}.ResourceLimits.MaxNumberOfTrainingJobs": 1,
    f"{CONFIG}.ResourceLimits.MaxParallelTrainingJobs": 1,
    f"{DEFINITION}.StaticHyperParameters": {"criterion": "entropy", "note": TEXT},
    f"{DEFINITION}.Environment": {"NOTE": 'it\'s ${HOME} \\ "x"'},
}
WITH_IMAGE: dict[str, Any] = {
    f"{DEFINITION}.AlgorithmSpecification": {
        "TrainingImage": "",
        "TrainingInputMode": "File",
        "MetricDefinitions": [
            {"Name": "validation:accuracy", "Regex": "validation:accuracy=([^\\s\"']+)"},
            {"Name": "never", "Regex": "%{x}${y}(\\S+)"},
        ],
    },
}


class Account:
    """The engine's API, with an algorithm that takes free text."""

    def __init__(self, variables: dict[str, str]) -> None:
        self.variables = variables
        self.sagemaker = self._client("sagemaker")
        role = self._client("iam").get_role(RoleName="SageMakerRole")["Role"]["Arn"]
        [bucket] = self._client("s3").list_buckets()["Buckets"]
        self.place = {"role": role, "bucket": bucket["Name"]}
        found = self.sagemaker.describe_algorithm(AlgorithmName=SUBSCRIBED)
        specification = found["TrainingSpecification"]
        specification["SupportedHyperParameters"].append(
            {"Name": "note", "Type": "FreeText", "IsTunable": False, "IsRequired": False}
        )
        self.image = specification["TrainingImage"]
        self.sagemaker.create_algorithm(
            AlgorithmName="trees-with-notes", TrainingSpecification=specification
        )

    def _client(self, service: str) -> Any:
        given = self.variables
        name = f"AWS_ENDPOINT_URL_{service.upper()}"
        return boto3.session.Session().client(
            service,
            endpoint_url=given.get(name, given["AWS_ENDPOINT_URL"]),
            region_name=given["AWS_DEFAULT_REGION"],
            aws_access_key_id=given["AWS_ACCESS_KEY_ID"],
            aws_secret_access_key=given["AWS_SECRET_ACCESS_KEY"],
            config=Config(proxies={}, s3={"addressing_style": "path"}),
        )

    def create(self, request: dict[str, Any]) -> None:
        self.sagemaker.create_hyper_parameter_tuning_job(**request)

    def described(self, name: str) -> tuple[dict[str, Any], list[dict[str, str]]]:
        """Return what Describe shows of a job, and its tags; stop it."""
        found = self.sagemaker.describe_hyper_parameter_tuning_job(**{NAME: name})
        tags = self.sagemaker.list_tags(ResourceArn=found["HyperParameterTuningJobArn"])["Tags"]
        if found["HyperParameterTuningJobStatus"] == "InProgress":
            self.sagemaker.stop_hyper_parameter_tuning_job(**{NAME: name})
        tags.sort(key=lambda tag: str(tag["Key"]))
        return {member: value for member, value in found.items() if member not in OF_THE_RUN}, tags

    def run(self, program: str, *arguments: str, text: str) -> None:
        done = subprocess.run(
            [program, *arguments],
            input=text,
            env=self.variables
            | {
                "PATH": f"{BIN}:/usr/bin:/bin",
                "NO_PROXY": "*",
                "SAGEMAKER_SUPPRESS_V2_WARNING": "1",
            },
            capture_output=True,
            text=True,
            timeout=TIMEOUT_S,
            check=False,
        )
        assert done.returncode == 0, done.stdout + done.stderr


@pytest.fixture(scope="module")
def account(stack: EmbeddedStack, tmp_path_factory: pytest.TempPathFactory) -> Account:
    home = {"HOME": str(tmp_path_factory.mktemp("home"))}
    return Account(stack.client_variables | home)


EXECUTED: dict[str, Callable[[Account, str], None]] = {
    "request_json": lambda account, text: account.run(
        "sh",
        "-c",
        'cat > "$HOME/request.json"; aws sagemaker create-hyper-parameter-tuning-job'
        ' --cli-input-json "file://$HOME/request.json"',
        text=text,
    ),
    "aws_cli": lambda account, text: account.run("sh", text=text),
    "boto3_code": lambda account, text: account.run(str(BIN / "python"), "-", text=text),
    "sagemaker_sdk": lambda account, text: account.run(str(BIN / "python"), "-", text=text),
    "terraform": lambda account, text: account.create(hcl.request(text)),
}


def request_for(account: Account, name: str, changes: dict[str, Any]) -> dict[str, Any]:
    return changed(tuning_job(name, "trees-with-notes", **account.place), changes)


@pytest.fixture(scope="module", params=["of-algorithm", "with-image"])
def original(
    request: pytest.FixtureRequest, account: Account
) -> tuple[dict[str, Any], dict[str, Any], list[dict[str, str]]]:
    """Give a request, and the job that boto3 made of it: what Describe shows, and its tags."""
    changes = OF_ALGORITHM
    if request.param == "with-image":
        image = f"{DEFINITION}.AlgorithmSpecification.TrainingImage"
        changes = OF_ALGORITHM | WITH_IMAGE | {image: account.image}
    made = request_for(account, request.param, changes)
    account.create(made)
    return made, *account.described(request.param)


@pytest.mark.parametrize("name", EXECUTED)
def test_a_format_makes_the_same_job(
    name: str,
    account: Account,
    original: tuple[dict[str, Any], dict[str, Any], list[dict[str, str]]],
) -> None:
    request, shown, tags = original
    again = f"{request[NAME]}-{name.replace('_', '-')}"[:32]
    found = export.render(name, request | {NAME: again})
    assert found.left_out == ()
    EXECUTED[name](account, found.text)
    assert account.described(again) == (shown, tags)


def test_what_describe_shows_becomes_a_request_for_the_same_job(
    account: Account,
    original: tuple[dict[str, Any], dict[str, Any], list[dict[str, str]]],
) -> None:
    request, shown, tags = original
    again = f"again-{request[NAME]}"
    read = request_of(shown | {NAME: again}, [*tags, {"Key": "aws:own", "Value": "x"}])
    account.create(read)
    assert account.described(again) == (shown, tags)
    assert [export.render(name, read).left_out for name in EXECUTED] == [()] * len(EXECUTED)
