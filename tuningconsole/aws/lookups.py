"""What pickers offer: roles, networks, keys, buckets; quotas; and a new execution role.

A picker's item is {"value", "label", "detail"?, "vpc"?}.
"""

import json
import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from botocore.exceptions import ClientError

from tuningconsole.aws.client import client_for
from tuningconsole.aws.errors import translated
from tuningconsole.aws.models import Connection

PRINCIPAL = "sagemaker.amazonaws.com"
EXECUTION_POLICY = "arn:aws:iam::aws:policy/AmazonSageMakerFullAccess"
"""The managed policy that SageMaker's own console attaches to a new execution role."""
MAX_ITEMS = 1000
_QUOTA = re.compile(r" for (spot )?training job usage$|per hyperparameter tuning job")
TRUST: dict[str, Any] = {
    "Version": "2012-10-17",
    "Statement": [
        {"Effect": "Allow", "Principal": {"Service": PRINCIPAL}, "Action": "sts:AssumeRole"}
    ],
}

Item = dict[str, str]


@dataclass(frozen=True, slots=True)
class Objects:
    """A page of what lies under a prefix.

    Attributes:
        folders: their prefixes, each ending in a slash.
        files: [{"key", "size" in bytes, "modified"}].
        token: for the next page, "" when this is the last.
    """

    folders: list[str]
    files: list[dict[str, Any]]
    token: str = ""


def roles(connection: Connection) -> list[Item]:
    """Return the roles that SageMaker may assume.

    Raises:
        AwsError: they could not be read.
    """
    return [
        {"value": role["Arn"], "label": role["RoleName"]}
        for role in _pages(connection, "iam", "list_roles", "Roles")
        if _may_assume(role.get("AssumeRolePolicyDocument", {}))
    ]


def vpcs(connection: Connection) -> list[Item]:
    """Return the VPCs.

    Raises:
        AwsError: they could not be read.
    """
    return [
        {"value": item["VpcId"], "label": _label(item, "VpcId"), "detail": item["CidrBlock"]}
        for item in _pages(connection, "ec2", "describe_vpcs", "Vpcs")
    ]


def subnets(connection: Connection) -> list[Item]:
    """Return the subnets, each with its VPC.

    Raises:
        AwsError: they could not be read.
    """
    return [
        {
            "value": item["SubnetId"],
            "label": _label(item, "SubnetId"),
            "detail": f"{item['AvailabilityZone']}, {item['CidrBlock']}",
            "vpc": item["VpcId"],
        }
        for item in _pages(connection, "ec2", "describe_subnets", "Subnets")
    ]


def security_groups(connection: Connection) -> list[Item]:
    """Return the security groups, each with its VPC.

    Raises:
        AwsError: they could not be read.
    """
    return [
        {
            "value": item["GroupId"],
            "label": item["GroupName"],
            "detail": item["GroupId"],
            "vpc": item.get("VpcId", ""),
        }
        for item in _pages(connection, "ec2", "describe_security_groups", "SecurityGroups")
    ]


def keys(connection: Connection) -> list[Item]:
    """Return the account's own KMS keys, by their aliases where they have one.

    Raises:
        AwsError: they could not be read.
    """
    aliases = {
        alias["TargetKeyId"]: alias["AliasName"]
        for alias in _pages(connection, "kms", "list_aliases", "Aliases")
        if "TargetKeyId" in alias
    }
    return [
        {
            "value": key["KeyArn"],
            "label": aliases.get(key["KeyId"], key["KeyId"]),
            "detail": key["KeyId"],
        }
        for key in _pages(connection, "kms", "list_keys", "Keys")
        if not aliases.get(key["KeyId"], "").startswith("alias/aws/")
    ]


def buckets(connection: Connection) -> list[Item]:
    """Return the buckets.

    Raises:
        AwsError: they could not be read.
    """
    with translated():
        answer = client_for(connection, "s3").list_buckets()
    return [
        {"value": bucket["Name"], "label": bucket["Name"]} for bucket in answer.get("Buckets", ())
    ]


def quotas(connection: Connection) -> list[Item]:
    """Return the account's quotas of training jobs and of tuning jobs, `detail` the number.

    Some 30 calls: SageMaker has thousands of quotas. Names that are read further are those of
    `spec.limits`. The embedded stack has no Service Quotas, its engine's quotas are settings.

    Raises:
        AwsError: they could not be read.
    """
    if connection.kind == Connection.Kind.EMBEDDED:
        return []
    pages = client_for(connection, "service-quotas").get_paginator("list_service_quotas")
    with translated():
        found = [
            (quota["QuotaName"], quota["Value"])
            for page in pages.paginate(ServiceCode="sagemaker", PaginationConfig={"PageSize": 100})
            for quota in page.get("Quotas", ())
            if "QuotaName" in quota and "Value" in quota
        ]
    return [
        {"value": name, "label": name, "detail": str(int(value))}
        for name, value in found
        if _QUOTA.search(name)
    ]


def list_objects(connection: Connection, bucket: str, prefix: str, token: str = "") -> Objects:
    """Return a page of the folders and files right under the prefix.

    Raises:
        NotFound: there is no such bucket.
        AwsError: it could not be read.
    """
    asked = {"ContinuationToken": token} if token else {}
    with translated():
        answer = client_for(connection, "s3").list_objects_v2(
            Bucket=bucket, Prefix=prefix, Delimiter="/", MaxKeys=200, **asked
        )
    return Objects(
        folders=[item["Prefix"] for item in answer.get("CommonPrefixes", ())],
        files=[
            {"key": item["Key"], "size": item["Size"], "modified": item["LastModified"]}
            for item in answer.get("Contents", ())
            if item["Key"] != prefix
        ],
        token=answer.get("NextContinuationToken", ""),
    )


def create_execution_role(connection: Connection, name: str) -> str:
    """Create a role that SageMaker may assume, with its full-access policy; return the ARN.

    Raises:
        InUse: there is a role of this name.
        AwsError: it was not made, or its policy was not attached; the role is then removed.
    """
    iam = client_for(connection, "iam", retries=False)
    with translated():
        role = iam.create_role(
            RoleName=name,
            AssumeRolePolicyDocument=json.dumps(TRUST),
            Description="Execution role of SageMaker training jobs, made by Tuning Console",
        )["Role"]
        try:
            iam.attach_role_policy(RoleName=name, PolicyArn=EXECUTION_POLICY)
        except ClientError:
            iam.delete_role(RoleName=name)
            raise
    return str(role["Arn"])


def _pages(
    connection: Connection, service: str, operation: str, member: str
) -> Iterator[dict[str, Any]]:
    client = client_for(connection, service)
    with translated():
        pages = client.get_paginator(operation).paginate(PaginationConfig={"MaxItems": MAX_ITEMS})
        for page in pages:
            yield from page.get(member, ())


def _may_assume(trust: dict[str, Any]) -> bool:
    """Tell whether a trust policy, as boto3 has decoded it, lets SageMaker assume the role."""
    statements = trust.get("Statement", ())
    for statement in [statements] if isinstance(statements, dict) else statements:
        services = statement.get("Principal", {})
        services = services.get("Service", []) if isinstance(services, dict) else []
        named = [services] if isinstance(services, str) else services
        if statement.get("Effect") == "Allow" and PRINCIPAL in named:
            return True
    return False


def _label(item: dict[str, Any], member: str) -> str:
    names = [tag["Value"] for tag in item.get("Tags", ()) if tag["Key"] == "Name" and tag["Value"]]
    return str(names[0] if names else item[member])
