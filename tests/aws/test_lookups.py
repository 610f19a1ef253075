import json
from typing import Any

import pytest
from botocore.stub import Stubber

from tuningconsole.aws import errors, lookups, tuning_jobs
from tuningconsole.aws.client import client_for
from tuningconsole.aws.models import Connection


def role(name: str, *statements: dict[str, Any]) -> dict[str, Any]:
    policy = {"Version": "2012-10-17", "Statement": list(statements)}
    return {
        "Path": "/",
        "RoleName": name,
        "RoleId": "AROATESTTESTTESTTEST",
        "Arn": f"arn:aws:iam::111122223333:role/{name}",
        "CreateDate": "2026-01-01T00:00:00Z",
        # As boto3 hands it over: decoded, or text.
        "AssumeRolePolicyDocument": json.dumps(policy),
    }


def allow(**principal: Any) -> dict[str, Any]:
    return {"Effect": "Allow", "Principal": principal, "Action": "sts:AssumeRole"}


def test_only_roles_that_sagemaker_may_assume_are_offered(connection: Connection) -> None:
    answers = [
        role("mine", allow(Service="sagemaker.amazonaws.com")),
        role("shared", allow(Service=["ec2.amazonaws.com", "sagemaker.amazonaws.com"])),
        role("ec2", allow(Service="ec2.amazonaws.com")),
        role("people", allow(AWS="arn:aws:iam::111122223333:root")),
        role("anyone", {"Effect": "Allow", "Principal": "*", "Action": "sts:AssumeRole"}),
        role("denied", allow(Service="sagemaker.amazonaws.com") | {"Effect": "Deny"}),
    ]
    with Stubber(client_for(connection, "iam")) as stub:
        stub.add_response("list_roles", {"Roles": answers, "IsTruncated": False})
        offered = [item["label"] for item in lookups.roles(connection)]
    assert offered == ["mine", "shared"]


def test_aws_own_keys_are_not_offered(connection: Connection) -> None:
    aliases = [
        {"AliasName": "alias/aws/s3", "TargetKeyId": "k-1"},
        {"AliasName": "alias/models", "TargetKeyId": "k-2"},
        {"AliasName": "alias/of-nothing"},
    ]
    keys = [
        {"KeyId": name, "KeyArn": f"arn:aws:kms:us-east-2:111122223333:key/{name}"}
        for name in ("k-1", "k-2", "k-3")
    ]
    with Stubber(client_for(connection, "kms")) as stub:
        stub.add_response("list_aliases", {"Aliases": aliases, "Truncated": False})
        stub.add_response("list_keys", {"Keys": keys, "Truncated": False})
        offered = lookups.keys(connection)
    assert [item["label"] for item in offered] == ["alias/models", "k-3"]


def test_a_role_whose_policy_cannot_be_attached_is_taken_away_again(
    connection: Connection,
) -> None:
    with Stubber(client_for(connection, "iam", retries=False)) as stub:
        stub.add_response("create_role", {"Role": role("new")})
        stub.add_client_error("attach_role_policy", "AccessDenied", "No.", 403)
        stub.add_response("delete_role", {}, {"RoleName": "new"})
        with pytest.raises(errors.Denied):
            lookups.create_execution_role(connection, "new")
        stub.assert_no_pending_responses()


def test_a_folder_does_not_list_itself(connection: Connection) -> None:
    answer = {
        "CommonPrefixes": [{"Prefix": "iris/raw/"}],
        "Contents": [
            {"Key": "iris/", "Size": 0, "LastModified": "2026-01-01T00:00:00Z"},
            {"Key": "iris/train.csv", "Size": 7, "LastModified": "2026-01-01T00:00:00Z"},
        ],
        "NextContinuationToken": "more",
    }
    with Stubber(client_for(connection, "s3")) as stub:
        stub.add_response("list_objects_v2", answer)
        listing = lookups.list_objects(connection, "samples", "iris/")
    assert listing.folders == ["iris/raw/"]
    assert [(item["key"], item["size"]) for item in listing.files] == [("iris/train.csv", 7)]
    assert listing.token == "more"


def test_an_empty_page_with_a_token_is_not_the_end(connection: Connection) -> None:
    job = {
        "HyperParameterTuningJobName": "my-job",
        "HyperParameterTuningJobArn": (
            "arn:aws:sagemaker:us-east-2:111122223333:hyper-parameter-tuning-job/my-job"
        ),
        "HyperParameterTuningJobStatus": "InProgress",
        "Strategy": "Random",
        "CreationTime": 0,
        "TrainingJobStatusCounters": {},
        "ObjectiveStatusCounters": {},
    }
    listed = "HyperParameterTuningJobSummaries"
    with Stubber(client_for(connection, "sagemaker")) as stub:
        stub.add_response("list_hyper_parameter_tuning_jobs", {listed: [], "NextToken": "t"})
        stub.add_response("list_hyper_parameter_tuning_jobs", {listed: [job]})
        found = list(tuning_jobs.list_by_status(connection, "InProgress"))
    assert [item["HyperParameterTuningJobName"] for item in found] == ["my-job"]
