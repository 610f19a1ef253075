"""Test a connection: call what the console calls, as little of it as there is, one after another.

What creates or stops cannot be tried. A worker runs it (`aws.tasks`), since a worker is what uses
the connection, and no page waits on AWS.
"""

import copy
import re
import time
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext_noop as _

from tuningconsole.aws import advice, errors
from tuningconsole.aws.client import client_for
from tuningconsole.aws.models import Connection, Probe
from tuningconsole.aws.training_jobs import LOG_GROUP

WORKS, FAILED, SKIPPED = "works", "failed", "skipped"
BUDGET_S = 60
"""No call is begun later than this after the first."""
IDENTITY = "sts:GetCallerIdentity"
OPEN_ROLE = _("sts:AssumeRole without the external ID")
_SESSION = re.compile(
    r"arn:(?P<partition>[\w-]+):sts::(?P<account>\d+):assumed-role/(?P<role>[^/]+)/"
)
_TOO_LATE = _("Not tried: the test took too long.")
_SEE_FIRST = _("Not tried: see the first line.")
Result = dict[str, str]


@dataclass(frozen=True, slots=True)
class Call:
    """One call of the test.

    Attributes:
        action: IAM's name of what it needs.
        service: boto3's name.
        operation: the client's method.
        use: what does not work without it, in English.
        arguments: the least that may be asked for.
    """

    action: str
    service: str
    operation: str
    use: str
    arguments: dict[str, Any]


CALLS = (
    Call(
        "sagemaker:ListHyperParameterTuningJobs",
        "sagemaker",
        "list_hyper_parameter_tuning_jobs",
        _("Tuning jobs are not found and their statuses not read."),
        {"MaxResults": 1},
    ),
    Call(
        "sagemaker:ListAlgorithms",
        "sagemaker",
        "list_algorithms",
        _("The Algorithms page stays empty."),
        {"MaxResults": 1},
    ),
    Call(
        "iam:ListRoles",
        "iam",
        "list_roles",
        _("Roles have to be typed as ARNs."),
        {"MaxItems": 1},
    ),
    Call(
        "s3:ListAllMyBuckets",
        "s3",
        "list_buckets",
        _("S3 cannot be browsed by bucket."),
        {},
    ),
    Call(
        "ec2:DescribeVpcs",
        "ec2",
        "describe_vpcs",
        _("No VPC can be chosen."),
        {"MaxResults": 5},
    ),
    Call(
        "ec2:DescribeSubnets",
        "ec2",
        "describe_subnets",
        _("No subnet can be chosen."),
        {"MaxResults": 5},
    ),
    Call(
        "ec2:DescribeSecurityGroups",
        "ec2",
        "describe_security_groups",
        _("No security group can be chosen."),
        {"MaxResults": 5},
    ),
    Call("kms:ListKeys", "kms", "list_keys", _("Keys have to be typed."), {"Limit": 1}),
    Call("kms:ListAliases", "kms", "list_aliases", _("Keys have no names."), {"Limit": 1}),
    Call(
        "logs:DescribeLogStreams",
        "logs",
        "describe_log_streams",
        _("Logs of training jobs are not shown."),
        {"logGroupName": LOG_GROUP, "limit": 1},
    ),
    Call(
        "servicequotas:ListServiceQuotas",
        "service-quotas",
        "list_service_quotas",
        _("Pages do not know the account's quotas and take AWS's usual ones."),
        {"ServiceCode": "sagemaker", "MaxResults": 1},
    ),
)


def run(connection: Connection) -> None:
    """Test the connection and keep what came out; the account's id too, where it is not known."""
    results = []
    for result in _results(connection):
        results.append(result)
        Probe.objects.filter(connection=connection).update(results=results)
    Probe.objects.filter(connection=connection).update(
        done_at=timezone.now(), base=_base(connection)
    )


def _results(connection: Connection) -> Iterator[Result]:
    end = time.monotonic() + BUDGET_S
    identity = _identity(connection)
    yield identity
    if connection.role_arn and identity["state"] == WORKS:
        yield _open_role(connection)
    for call in CALLS:
        is_missing = (
            connection.kind == Connection.Kind.EMBEDDED and call.service == "service-quotas"
        )
        if is_missing:
            continue
        if identity["state"] == FAILED or time.monotonic() > end:
            is_late = identity["state"] == WORKS
            why = _TOO_LATE if is_late else _SEE_FIRST
            yield _result(call.action, call.use, SKIPPED, why)
        else:
            yield _tried(connection, call)


def _tried(connection: Connection, call: Call) -> Result:
    try:
        client = client_for(connection, call.service, retries=False)
        with errors.translated():
            getattr(client, call.operation)(**call.arguments)
    except errors.NotFound:
        pass  # It was allowed to look: no training job has written a log yet.
    except errors.AwsError as error:
        return _result(call.action, call.use, FAILED, str(error), advice.of(error, call.action))
    return _result(call.action, call.use, WORKS)


def _identity(connection: Connection) -> Result:
    use = _("Nothing works without credentials.")
    try:
        with errors.translated():
            who = client_for(connection, "sts", retries=False).get_caller_identity()
    except errors.AwsError as error:
        action = "sts:AssumeRole" if connection.role_arn else IDENTITY
        return _result(IDENTITY, use, FAILED, str(error), advice.of(error, action))
    known = connection.account_id
    if known and known != who["Account"]:
        other = advice.OTHER_ACCOUNT.format(theirs=who["Account"], ours=known)
        return _result(IDENTITY, use, FAILED, who["Arn"], other)
    if not known:
        Connection.objects.filter(pk=connection.pk).update(account_id=who["Account"])
    return _result(IDENTITY, use, WORKS, who["Arn"])


def _open_role(connection: Connection) -> Result:
    """Tell whether the role lets itself be assumed without the external id, as it must not."""
    use = _("Others could make this console act for them (the confused deputy).")
    try:
        with errors.translated():
            client_for(_before_role(connection), "sts", retries=False).assume_role(
                RoleArn=connection.role_arn, RoleSessionName="tuningconsole-test"
            )
    except errors.Denied:
        return _result(OPEN_ROLE, use, WORKS, _("Refused, as it should be."))
    except errors.AwsError as error:
        return _result(OPEN_ROLE, use, SKIPPED, str(error))
    what = _("The role can be assumed without it.")
    how = _("Add the condition on sts:ExternalId to the role's trust policy, as shown below.")
    return _result(OPEN_ROLE, use, FAILED, what, how)


def _base(connection: Connection) -> str:
    """Return the identity that assumes the connection's role, in the form that IAM takes."""
    if not connection.role_arn:
        return ""
    try:
        with errors.translated():
            who = client_for(_before_role(connection), "sts", retries=False).get_caller_identity()
    except errors.AwsError:
        return ""
    session = _SESSION.match(who["Arn"])
    if not session:
        return str(who["Arn"])
    return f"arn:{session['partition']}:iam::{session['account']}:role/{session['role']}"


def _before_role(connection: Connection) -> Connection:
    before = copy.copy(connection)
    before.role_arn = before.external_id = ""
    return before


def _result(action: str, use: str, state: str, detail: str = "", what_to_do: str = "") -> Result:
    return {"action": action, "use": use, "state": state, "detail": detail, "advice": what_to_do}
