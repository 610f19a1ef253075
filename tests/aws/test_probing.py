"""A test of a connection: what works, what does not and why, by what AWS says to each call."""

import socket
from collections.abc import Iterator
from contextlib import ExitStack

import pytest
from botocore.stub import Stubber
from pytest_django.fixtures import Settings

from tests.aws.conftest import Server
from tuningconsole.aws import probing
from tuningconsole.aws.client import client_for
from tuningconsole.aws.models import Connection, Probe
from tuningconsole.aws.tasks import probe
from tuningconsole.teams.models import Team

pytestmark = pytest.mark.django_db
WHO = {"Account": "111122223333", "Arn": "arn:aws:iam::111122223333:user/ada", "UserId": "U"}
ANSWERS = {
    "list_hyper_parameter_tuning_jobs": {"HyperParameterTuningJobSummaries": []},
    "list_algorithms": {"AlgorithmSummaryList": []},
    "list_roles": {"Roles": []},
    "describe_log_streams": {"logStreams": []},
}


@pytest.fixture
def stored(team: Team) -> Connection:
    made = Connection.objects.create(team=team, name="x", kind="embedded", region="us-east-2")
    Probe.objects.create(connection=made, asked_at="2026-01-01T00:00:00Z")
    return made


@pytest.fixture
def aws(stored: Connection) -> Iterator[dict[str, Stubber]]:
    """The script of each service; what is never asked for is not answered."""
    with ExitStack() as opened:
        services = {call.service for call in probing.CALLS} | {"sts"}
        yield {
            service: opened.enter_context(Stubber(client_for(stored, service, retries=False)))
            for service in services - {"service-quotas"}
        }


def answer_all(aws: dict[str, Stubber], **refused: str) -> None:
    """Let every call be answered, but those that `refused` names by the code that they get."""
    for call in probing.CALLS:
        if call.service == "service-quotas":
            continue
        if code := refused.get(call.operation):
            aws[call.service].add_client_error(call.operation, code, "No.", 403)
        else:
            aws[call.service].add_response(call.operation, ANSWERS.get(call.operation, {}))


def outcome(stored: Connection) -> dict[str, dict[str, str]]:
    return {result["action"]: result for result in Probe.objects.get().results}


def test_everything_works_and_the_account_is_known_then(
    stored: Connection, aws: dict[str, Stubber]
) -> None:
    aws["sts"].add_response("get_caller_identity", WHO)
    answer_all(aws)
    probe(stored.pk)
    states = {result["state"] for result in Probe.objects.get().results}
    assert states == {probing.WORKS}
    stored.refresh_from_db()
    assert stored.account_id == "111122223333"
    assert Probe.objects.get().done_at


def test_a_call_that_is_not_allowed_says_what_to_allow_and_what_does_not_work(
    stored: Connection, aws: dict[str, Stubber]
) -> None:
    aws["sts"].add_response("get_caller_identity", WHO)
    answer_all(aws, list_roles="AccessDenied", describe_vpcs="UnauthorizedOperation")
    probe(stored.pk)
    found = outcome(stored)
    assert Probe.objects.get().failures == 2
    assert found["iam:ListRoles"] | {"use": ""} == {
        "action": "iam:ListRoles",
        "use": "",
        "state": probing.FAILED,
        "detail": "No.",
        "advice": "Allow iam:ListRoles.",
    }
    assert found["ec2:DescribeVpcs"]["advice"] == "Allow ec2:DescribeVpcs."
    assert found["kms:ListKeys"]["state"] == probing.WORKS


def test_without_a_log_group_the_log_may_be_read_all_the_same(
    stored: Connection, aws: dict[str, Stubber]
) -> None:
    aws["sts"].add_response("get_caller_identity", WHO)
    answer_all(aws, describe_log_streams="ResourceNotFoundException")
    probe(stored.pk)
    assert outcome(stored)["logs:DescribeLogStreams"]["state"] == probing.WORKS


@pytest.mark.parametrize(
    ("code", "words"),
    [
        ("ExpiredToken", "Renew the credentials: they are wrong or too old."),
        ("InvalidClientTokenId", "Renew the credentials: they are wrong or too old."),
        ("AccessDenied", "Allow sts:GetCallerIdentity."),
        ("Throttling", "Test again in a moment."),
    ],
)
def test_without_an_identity_nothing_else_is_tried(
    stored: Connection, aws: dict[str, Stubber], code: str, words: str
) -> None:
    aws["sts"].add_client_error("get_caller_identity", code, "No.", 403)
    probe(stored.pk)
    first, *others = Probe.objects.get().results
    assert (first["state"], first["advice"]) == (probing.FAILED, words)
    assert {result["state"] for result in others} == {probing.SKIPPED}


def test_the_credentials_of_another_account_are_not_taken(
    stored: Connection, aws: dict[str, Stubber]
) -> None:
    Connection.objects.update(account_id="999999999999")
    aws["sts"].add_response("get_caller_identity", WHO)
    probe(stored.pk)
    first = Probe.objects.get().results[0]
    assert first["advice"].startswith("These credentials are of account 111122223333.")
    stored.refresh_from_db()
    assert stored.account_id == "999999999999"


def test_a_network_that_leads_nowhere_is_told_of(
    stored: Connection, settings: Settings, server: Server
) -> None:
    server(lambda conversation: conversation.shutdown(socket.SHUT_RDWR))
    probe(stored.pk)
    assert "network, proxy" in Probe.objects.get().results[0]["advice"]


def assuming(stored: Connection, external_id: str = "e1") -> Connection:
    """Give the connection a role, in the embedded stack's place where the stubs are."""
    Connection.objects.update(
        role_arn="arn:aws:iam::111122223333:role/Console", external_id=external_id
    )
    stored.refresh_from_db()
    return stored


@pytest.mark.parametrize(("is_open", "state"), [(True, "failed"), (False, "works")])
def test_a_role_that_anybody_may_assume_is_told_of(
    stored: Connection, is_open: bool, state: str
) -> None:
    connection = assuming(stored)
    with ExitStack() as opened:
        services = {call.service for call in probing.CALLS} - {"service-quotas"}
        stubs = {
            service: opened.enter_context(Stubber(client_for(connection, service, retries=False)))
            for service in services | {"sts"}
        }
        base = probing._before_role(connection)
        own = opened.enter_context(Stubber(client_for(base, "sts", retries=False)))
        stubs["sts"].add_response("get_caller_identity", WHO)
        if is_open:
            own.add_response("assume_role", {})
        else:
            own.add_client_error("assume_role", "AccessDenied", "No.", 403)
        arn = "arn:aws:sts::444455556666:assumed-role/Worker/i-1"
        own.add_response("get_caller_identity", WHO | {"Arn": arn})
        answer_all(stubs)
        probe(connection.pk)
    assert outcome(stored)[probing.OPEN_ROLE]["state"] == state
    assert Probe.objects.get().base == "arn:aws:iam::444455556666:role/Worker"


def test_a_connection_that_is_gone_is_passed_over(stored: Connection) -> None:
    pk = stored.pk
    Connection.objects.filter(pk=pk).delete()
    probe(pk)
