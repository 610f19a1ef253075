"""The IAM policies that a connection needs: no more than what the console really calls.

`tests/aws/test_policy.py` reads the calls out of this package, so that none can be forgotten here.
Which actions take which resources and conditions: the Service Authorization Reference, "Actions,
resources, and condition keys" for Amazon SageMaker, IAM, S3, EC2, KMS, CloudWatch Logs, Service
Quotas and STS. Rules: reliability notes 4.8.
"""

from dataclasses import dataclass
from typing import Any

from tuningconsole.aws import regions
from tuningconsole.aws.lookups import EXECUTION_POLICY, PRINCIPAL
from tuningconsole.aws.models import Connection
from tuningconsole.aws.training_jobs import LOG_GROUP
from tuningconsole.spec.described import SUBMISSION_TAG

VERSION = "2012-10-17"
UNKNOWN_ACCOUNT = "111122223333"
"""AWS's account of examples, where the connection's is not known yet."""
EXECUTION_ROLES = "role/service-role/AmazonSageMaker-ExecutionRole-*"
"""How AWS's console names execution roles; to be replaced by those that jobs really get."""
MADE_ROLES = "role/AmazonSageMaker-ExecutionRole-*"
"""How *Create a new role* names them, unless another name is typed."""


@dataclass(frozen=True, slots=True)
class _Place:
    """What ARNs of a connection begin with."""

    partition: str
    region: str
    account: str

    def arn(self, service: str, resource: str, *, account: str = "") -> str:
        return ":".join(
            ("arn", self.partition, service, self.region, account or self.account, resource)
        )

    def role(self, resource: str) -> str:
        return f"arn:{self.partition}:iam::{self.account}:{resource}"


def permissions(connection: Connection) -> dict[str, Any]:
    """Return the policy of the identity that the connection works with."""
    place = _place(connection)
    return _policy(
        *_jobs(place),
        *_algorithms(place),
        _allow(
            "PassExecutionRoles",
            ["iam:PassRole"],
            [place.role(EXECUTION_ROLES)],
            {"StringEquals": {"iam:PassedToService": PRINCIPAL}},
        ),
        _allow(
            "ReadLogs",
            ["logs:DescribeLogStreams", "logs:FilterLogEvents", "logs:GetLogEvents"],
            [place.arn("logs", f"log-group:{LOG_GROUP}:*")],
        ),
        _allow(
            "FillLists",
            [
                "cloudwatch:GetMetricData",
                "ec2:DescribeSecurityGroups",
                "ec2:DescribeSubnets",
                "ec2:DescribeVpcs",
                "iam:ListRoles",
                "kms:ListAliases",
                "kms:ListKeys",
                "pricing:GetProducts",
                "s3:ListAllMyBuckets",
                "s3:ListBucket",
                "servicequotas:ListServiceQuotas",
                "sts:GetCallerIdentity",
            ],
            ["*"],
        ),
        *_events(place, connection.queue),
        {
            # A name that is free again would let one submission make two jobs.
            "Sid": "NeverFreeAName",
            "Effect": "Deny",
            "Action": ["sagemaker:DeleteHyperParameterTuningJob"],
            "Resource": "*",
        },
    )


def role_making(connection: Connection) -> dict[str, Any]:
    """Return what *Create a new role* needs besides; without it that page says what is missing."""
    place = _place(connection)
    named = [place.role(MADE_ROLES)]
    return _policy(
        _allow("MakeExecutionRoles", ["iam:CreateRole", "iam:DeleteRole"], named),
        _allow(
            "GiveThemOnePolicy",
            ["iam:AttachRolePolicy"],
            named,
            {"ArnEquals": {"iam:PolicyARN": EXECUTION_POLICY}},
        ),
    )


def trust(connection: Connection, principal: str) -> dict[str, Any]:
    """Return the trust policy of the connection's role: `principal` alone, with the external id."""
    return _policy(
        {
            "Effect": "Allow",
            "Principal": {"AWS": principal},
            "Action": "sts:AssumeRole",
            "Condition": {"StringEquals": {"sts:ExternalId": connection.external_id}},
        }
    )


def _jobs(place: _Place) -> list[dict[str, Any]]:
    jobs = [place.arn("sagemaker", "hyper-parameter-tuning-job/*")]
    return [
        _allow(
            "CreateTuningJobsOfTheConsole",
            ["sagemaker:CreateHyperParameterTuningJob"],
            jobs,
            {"Null": {f"aws:RequestTag/{SUBMISSION_TAG}": "false"}},
        ),
        _allow(
            "WorkWithTuningJobs",
            [
                "sagemaker:AddTags",
                "sagemaker:DescribeHyperParameterTuningJob",
                "sagemaker:ListTags",
                "sagemaker:ListTrainingJobsForHyperParameterTuningJob",
                "sagemaker:StopHyperParameterTuningJob",
            ],
            jobs,
        ),
        _allow(
            "ReadTrainingJobs",
            ["sagemaker:DescribeTrainingJob"],
            [place.arn("sagemaker", "training-job/*")],
        ),
        _allow(
            "MakeModels",
            ["sagemaker:CreateModel"],
            [place.arn("sagemaker", "model/*")],
        ),
        _allow(
            "ListInTheRegion",
            ["sagemaker:ListAlgorithms", "sagemaker:ListHyperParameterTuningJobs"],
            ["*"],
        ),
    ]


def _algorithms(place: _Place) -> list[dict[str, Any]]:
    return [
        _allow(
            "ReadAlgorithmsAndSubscriptions",
            ["sagemaker:DescribeAlgorithm"],
            [place.arn("sagemaker", "algorithm/*", account="*")],
        ),
        _allow(
            "MakeAlgorithms",
            ["sagemaker:AddTags", "sagemaker:CreateAlgorithm", "sagemaker:DeleteAlgorithm"],
            [place.arn("sagemaker", "algorithm/*")],
        ),
    ]


def _events(place: _Place, queue: str) -> list[dict[str, Any]]:
    actions = ["sqs:DeleteMessage", "sqs:GetQueueUrl", "sqs:ReceiveMessage"]
    return [_allow("HearOfEvents", actions, [place.arn("sqs", queue)])] if queue else []


def _allow(
    sid: str, actions: list[str], resources: list[str], condition: dict[str, Any] | None = None
) -> dict[str, Any]:
    resource = resources[0] if resources == ["*"] else resources
    statement = {"Sid": sid, "Effect": "Allow", "Action": actions, "Resource": resource}
    return statement | ({"Condition": condition} if condition else {})


def _policy(*statements: dict[str, Any]) -> dict[str, Any]:
    return {"Version": VERSION, "Statement": list(statements)}


def _place(connection: Connection) -> _Place:
    account = connection.account_id or UNKNOWN_ACCOUNT
    return _Place(regions.partition(connection.region), connection.region, account)
