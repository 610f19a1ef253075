"""Prices of training are read out of AWS's price list, and nothing that is something else."""

import json
from collections.abc import Iterator
from decimal import Decimal

import pytest
from botocore.stub import Stubber

from tests.price_list import product, stubbed
from tuningconsole.aws import errors, pricing
from tuningconsole.aws.models import Connection

ASKED = {
    "ServiceCode": "AmazonSageMaker",
    "Filters": [
        {"Type": "TERM_MATCH", "Field": "regionCode", "Value": "eu-west-1"},
        {"Type": "TERM_MATCH", "Field": "component", "Value": "Training"},
    ],
    "MaxResults": 100,
}


@pytest.fixture
def amazon() -> Connection:
    return Connection(name="research", kind=Connection.Kind.AWS, region="eu-west-1")


@pytest.fixture
def stub(monkeypatch: pytest.MonkeyPatch) -> Iterator[Stubber]:
    with stubbed(monkeypatch) as script:
        yield script


def answer(stub: Stubber, *products: str) -> None:
    stub.add_response("get_products", {"PriceList": list(products)})


def test_prices_of_training_are_read_page_by_page(amazon: Connection, stub: Stubber) -> None:
    stub.add_response(
        "get_products",
        {"PriceList": [product("EU-Train:ml.m5.large", "0.1280000000")], "NextToken": "next"},
        ASKED,
    )
    stub.add_response(
        "get_products",
        {"PriceList": [product("EU-Train:ml.p4d.24xlarge", "37.688")]},
        {**ASKED, "NextToken": "next"},
    )
    found = pricing.training_prices(amazon, "USD")
    assert found == {"ml.m5.large": Decimal("0.128"), "ml.p4d.24xlarge": Decimal("37.688")}


@pytest.mark.parametrize(
    "other",
    [
        product("EU-Host:ml.m5.large", "9"),
        product("EU-Train:ml.m5.large", "0"),
        product("EU-Train:ml.m5.large", "9", unit="GB-Mo"),
        product("EU-Train:ml.m5.large", "9", currency="CNY"),
        product("EU-Train:VolumeUsage.gp2", "9"),
        product("EU-Train-WarmPool:ml.m5.large", "9"),
        json.dumps({"product": {"attributes": {}}, "terms": {}}),
    ],
)
def test_what_is_no_training_by_the_hour_is_passed_over(
    amazon: Connection, stub: Stubber, other: str
) -> None:
    answer(stub, product("EU-Train:ml.m5.large", "0.128"), other)
    assert pricing.training_prices(amazon, "USD") == {"ml.m5.large": Decimal("0.128")}


def test_of_two_prices_none_is_taken(amazon: Connection, stub: Stubber) -> None:
    answer(stub, *(product("EU-Train:ml.m5.large", price) for price in ("0.1", "0.2")))
    assert pricing.training_prices(amazon, "USD") == {}


@pytest.mark.parametrize("text", ["{", "[]", "{}", product("EU-Train:ml.m5.large", "dear")])
def test_what_cannot_be_read_is_said(amazon: Connection, stub: Stubber, text: str) -> None:
    answer(stub, text)
    with pytest.raises(errors.AwsError, match="cannot be read"):
        pricing.training_prices(amazon, "USD")


def test_who_may_not_ask_is_denied(amazon: Connection, stub: Stubber) -> None:
    stub.add_client_error("get_products", "AccessDeniedException", "no", http_status_code=400)
    with pytest.raises(errors.Denied):
        pricing.training_prices(amazon, "USD")


@pytest.mark.parametrize(
    ("kind", "region"),
    [(Connection.Kind.EMBEDDED, "us-east-1"), (Connection.Kind.AWS, "us-gov-west-1")],
)
def test_where_there_is_no_price_list_nothing_is_asked(kind: str, region: str) -> None:
    with pytest.raises(errors.Unreachable, match=region):
        pricing.training_prices(Connection(name="x", kind=kind, region=region), "USD")
