"""Service Quotas as the catalog mirrors them, and the limits that rules are given."""

from collections.abc import Iterator
from datetime import timedelta
from typing import Any

import pytest
from botocore.stub import Stubber
from django.utils import timezone

from tuningconsole.aws.client import client_for
from tuningconsole.aws.models import Connection
from tuningconsole.catalog import quotas, refresh
from tuningconsole.catalog.models import Lookup
from tuningconsole.spec.limits import Limits
from tuningconsole.teams.models import Team

pytestmark = pytest.mark.django_db

ON_DEMAND = "ml.m5.large for training job usage"
SPOT = "ml.m5.large for spot training job usage"
PARALLEL = "Number of parallel training jobs per hyperparameter tuning job"
ASKED = {"ServiceCode": "sagemaker", "MaxResults": 100}


def quota(name: str, value: float) -> dict[str, Any]:
    return {"ServiceCode": "sagemaker", "QuotaName": name, "Value": value}


@pytest.fixture
def amazon() -> Connection:
    """A connection to Amazon that has every other list already."""
    team = Team.objects.create(name="Research")
    return Connection.objects.create(team=team, name="research", kind="aws", region="eu-central-1")


@pytest.fixture
def script(amazon: Connection) -> Iterator[Stubber]:
    with Stubber(client_for(amazon, "service-quotas")) as stub:
        yield stub
        stub.assert_no_pending_responses()


def mirrored(connection: Connection) -> Lookup:
    return Lookup.objects.get(connection=connection, kind=Lookup.Kind.QUOTAS)


def read(connection: Connection) -> None:
    refresh.lookups(connection, [Lookup.Kind.QUOTAS])


def test_quotas_of_training_and_tuning_are_kept_of_all_pages(
    amazon: Connection, script: Stubber
) -> None:
    first = [quota(ON_DEMAND, 15.0), quota("ml.m5.large for endpoint usage", 4.0)]
    script.add_response("list_service_quotas", {"Quotas": first, "NextToken": "t"}, ASKED)
    second = [quota(SPOT, 0.0), quota(PARALLEL, 40.0), {"QuotaCode": "L-1"}]
    script.add_response("list_service_quotas", {"Quotas": second}, ASKED | {"NextToken": "t"})
    read(amazon)
    kept = {item["value"]: item["detail"] for item in mirrored(amazon).items}
    assert kept == {ON_DEMAND: "15", SPOT: "0", PARALLEL: "40"}


def test_limits_are_those_of_service_quotas_before_those_of_the_settings(
    amazon: Connection,
    script: Stubber,
    settings: Any,
) -> None:
    settings.SERVICE_LIMITS = {"max_training_jobs": 800, "max_parallel_training_jobs": 20}
    found = [quota(ON_DEMAND, 15.0), quota(SPOT, 0.0), quota(PARALLEL, 40.0)]
    script.add_response("list_service_quotas", {"Quotas": found}, ASKED)
    read(amazon)
    assert quotas.limits(mirrored(amazon).items) == Limits(
        max_training_jobs=800,
        max_parallel_training_jobs=40,
        instances={ON_DEMAND: 15, SPOT: 0},
    )


def test_an_account_that_may_not_ask_has_the_limits_of_the_settings(
    amazon: Connection, script: Stubber, settings: Any
) -> None:
    settings.SERVICE_LIMITS = {"max_training_jobs": 800}
    script.add_client_error("list_service_quotas", "AccessDeniedException", "No.", 403)
    read(amazon)
    assert (mirrored(amazon).items, mirrored(amazon).error) == ([], "No.")
    assert quotas.limits(mirrored(amazon).items) == Limits(max_training_jobs=800)


def test_the_embedded_stack_is_not_asked(amazon: Connection) -> None:
    amazon.kind = Connection.Kind.EMBEDDED
    amazon.save()
    read(amazon)
    assert (mirrored(amazon).items, mirrored(amazon).error) == ([], "")


@pytest.mark.parametrize(
    ("age", "error", "is_due"),
    [
        (timedelta(hours=23), "", False),
        (timedelta(hours=25), "", True),
        (timedelta(0), "No.", True),
    ],
    ids=["read today", "read yesterday", "failed"],
)
def test_quotas_are_read_once_a_day(
    amazon: Connection, age: timedelta, error: str, is_due: bool
) -> None:
    Lookup.objects.create(
        connection=amazon,
        kind=Lookup.Kind.QUOTAS,
        error=error,
        seen_at=timezone.now() - age,
    )
    due = refresh.due(amazon)
    assert (Lookup.Kind.QUOTAS in due) is is_due
    assert {*Lookup.Kind.values} - {*due} <= {Lookup.Kind.QUOTAS}
