"""The policies name every call that the console makes, read out of its source, and no other."""

import ast
import json
from collections.abc import Iterator

import botocore.session
import pytest
from botocore import xform_name

from tests.architecture.sources import files
from tuningconsole.aws import policy, probing, regions
from tuningconsole.aws.models import Connection

SERVICES = (
    "cloudwatch",
    "ec2",
    "iam",
    "kms",
    "logs",
    "pricing",
    "s3",
    "sagemaker",
    "service-quotas",
    "sqs",
    "sts",
)
PREFIXES = {"service-quotas": "servicequotas"}
"""IAM's name of a service, where it is not boto3's."""
ACTIONS = {
    "s3:ListBuckets": "s3:ListAllMyBuckets",
    "s3:ListObjectsV2": "s3:ListBucket",
    "sqs:DeleteMessageBatch": "sqs:DeleteMessage",
}
"""IAM's name of an action, where it is not the operation's."""
BESIDES = {"iam:PassRole", "sagemaker:AddTags"}
"""What CreateHyperParameterTuningJob needs for a role and for tags."""
ASSUMED = "assume_role"
"""Of the console's own identity, not of the connection's: the trust policy allows it."""


def operations() -> dict[str, list[str]]:
    """Return the method of a client -> the actions that it may need, of all services."""
    session, found = botocore.session.Session(), {}
    for service in SERVICES:
        for operation in session.get_service_model(service).operation_names:
            action = f"{PREFIXES.get(service, service)}:{operation}"
            found.setdefault(xform_name(operation), []).append(ACTIONS.get(action, action))
    return found


KNOWN = operations()
METHODS = {name for name in KNOWN if "_" in name}


def calls(source: str) -> Iterator[str]:
    """Yield the clients' methods that code calls, or names to a paginator.

    One word alone is anybody's method: `re.search`, which the service model has too.
    """
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute):
            yield from {node.func.attr} & METHODS
        if isinstance(node, ast.Constant):
            yield from {str(node.value)} & METHODS


def called() -> set[str]:
    """Return the methods that the one door to boto3 calls."""
    sources = [path.read_text() for path in files("*.py", "tuningconsole/aws")]
    return {name for source in sources for name in calls(source)}


def connection(**values: str) -> Connection:
    return Connection(name="research", kind=Connection.Kind.AWS, region="eu-central-1", **values)


def allowed(*documents: dict[str, list[dict[str, object]]]) -> set[str]:
    statements = [statement for document in documents for statement in document["Statement"]]
    return {
        action
        for statement in statements
        if statement["Effect"] == "Allow"
        for action in statement["Action"]
    }


BOTH = allowed(policy.permissions(connection(queue="jobs")), policy.role_making(connection()))


@pytest.mark.parametrize("method", sorted(called() - {ASSUMED}))
def test_no_call_is_missing(method: str) -> None:
    assert BOTH & set(KNOWN[method]), f"Allow one of {KNOWN[method]} in aws/policy.py."


def test_nothing_is_allowed_that_is_not_called() -> None:
    assert {action for method in called() for action in KNOWN[method]} | BESIDES >= BOTH


def test_the_calls_are_found() -> None:
    assert set(calls("client.stop_hyper_parameter_tuning_job(x)")) == {
        "stop_hyper_parameter_tuning_job"
    }
    assert set(calls("get_paginator('list_tags'); _pages(c, 'iam', 'list_roles')")) == {
        "list_tags",
        "list_roles",
    }
    assert "create_hyper_parameter_tuning_job" in called()


def test_no_tuning_job_is_ever_deleted() -> None:
    assert "delete_hyper_parameter_tuning_job" not in called()
    [denied] = [
        statement
        for statement in policy.permissions(connection())["Statement"]
        if statement["Effect"] == "Deny"
    ]
    assert denied["Action"] == ["sagemaker:DeleteHyperParameterTuningJob"]


def test_only_the_minimal_role_policy_can_be_attached() -> None:
    [_, attach] = policy.role_making(connection())["Statement"]
    assert attach["Condition"] == {
        "ArnEquals": {"iam:PolicyARN": "arn:aws:iam::aws:policy/AmazonSageMakerFullAccess"}
    }


@pytest.mark.parametrize(
    ("region", "partition"),
    [("eu-central-1", "aws"), ("cn-north-1", "aws-cn"), ("us-gov-west-1", "aws-us-gov")],
)
def test_arns_are_of_the_connection(region: str, partition: str) -> None:
    here = connection(account_id="444455556666")
    here.region = region
    text = json.dumps(policy.permissions(here))
    prefix = f"arn:{partition}:sagemaker:{region}"
    assert f"{prefix}:444455556666:hyper-parameter-tuning-job/*" in text
    assert f"arn:{partition}:iam::444455556666:role/" in text
    assert f"{prefix}:*:algorithm/*" in text
    assert partition == regions.partition(region)
    assert region in regions.with_sagemaker()


def test_the_policies_fit_into_what_iam_takes() -> None:
    """6,144 characters without white space: IAM's quota of a managed policy."""
    assert len(json.dumps(policy.permissions(connection()), separators=(",", ":"))) < 6144


def test_the_trust_policy_asks_for_the_external_id() -> None:
    document = policy.trust(connection(external_id="e1"), "arn:aws:iam::1:role/Console")
    assert document["Statement"] == [
        {
            "Effect": "Allow",
            "Principal": {"AWS": "arn:aws:iam::1:role/Console"},
            "Action": "sts:AssumeRole",
            "Condition": {"StringEquals": {"sts:ExternalId": "e1"}},
        }
    ]


def test_what_is_tested_is_called_by_the_console() -> None:
    assert {call.operation for call in probing.CALLS} <= called()
    for call in probing.CALLS:
        assert call.action in KNOWN[call.operation]
