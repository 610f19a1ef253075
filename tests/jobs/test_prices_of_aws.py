"""An administrator fills in AWS's prices of a Region, looks, and saves them."""

from collections.abc import Iterator
from datetime import date
from decimal import Decimal

import pytest
from botocore.stub import Stubber
from django.contrib.auth.models import User
from django.test import Client

from tests.price_list import product, stubbed
from tuningconsole.aws.models import Connection
from tuningconsole.jobs import prices
from tuningconsole.jobs.models import PriceTable

pytestmark = pytest.mark.django_db
OWN = "currency: EUR\nregions:\n  us-east-2:\n    ml.m5.large: 0.5\n"


def test_a_regions_prices_of_aws_take_the_place_of_those_in_the_table() -> None:
    text = (
        "# Ours.\n#   r1  AWS's Price List API, 2026-01-01.\n"
        'as_of: "2026-01-01"\n'
        "currency: EUR\n"
        "regions:\n"
        "  r1:\n    ml.a.old: 9\n"
        "  r2: {ml.a.b: 0.25}\n"
    )
    new = {"ml.a.b": Decimal("0.128"), "ml.a.c": Decimal("1E+1")}
    filled = prices.with_region(text, "r1", new, date(2026, 3, 4))
    assert filled.startswith("# Ours.\n#   r1  AWS's Price List API, 2026-03-04.\n")
    assert "2026-01-01." not in filled
    read = prices.read(filled)
    assert (read.as_of, read.currency) == ("2026-01-01", "EUR")
    assert read.hourly == {("r1", "ml.a.b"): 0.128, ("r1", "ml.a.c"): 10, ("r2", "ml.a.b"): 0.25}
    alone = prices.read(prices.with_region("regions: {}", "r1", new, date(2026, 3, 4)))
    assert alone.as_of == "2026-03-04"


FILL = {"text": OWN, "_from_aws": "1"}


@pytest.fixture
def price_list(connection: Connection, monkeypatch: pytest.MonkeyPatch) -> Iterator[Stubber]:
    """The team's connection as one to AWS, and what its price list answers."""
    connection.kind = Connection.Kind.AWS
    connection.save()
    with stubbed(monkeypatch) as script:
        yield script


def test_an_administrator_fills_in_aws_prices_and_then_saves(
    client: Client, ada: User, price_list: Stubber
) -> None:
    client.force_login(ada)
    price_list.add_response(
        "get_products", {"PriceList": [product("USE2-Train:ml.c5.xlarge", "0.25", "EUR")]}
    )
    html = client.post("/jobs/prices/", FILL).content.decode()
    assert "AWS&#x27;s price of 1 instance type in us-east-2 is filled in." in html
    assert "    ml.c5.xlarge: 0.25\n" in html
    assert "ml.m5.large" not in html
    assert not PriceTable.objects.exists()


@pytest.mark.parametrize(
    ("code", "said"),
    [
        ("AccessDeniedException", "Allow pricing:GetProducts."),
        ("InternalErrorException", "See what AWS says."),
    ],
)
def test_prices_that_are_not_read_leave_what_was_typed(
    client: Client, ada: User, price_list: Stubber, code: str, said: str
) -> None:
    client.force_login(ada)
    price_list.add_client_error("get_products", code, "no & no", http_status_code=400)
    html = client.post("/jobs/prices/", FILL).content.decode()
    assert "were not read: no &amp; no" in html
    assert said in html
    assert "ml.m5.large: 0.5" in html


def test_a_currency_that_aws_does_not_ask_for_is_said(
    client: Client, ada: User, price_list: Stubber
) -> None:
    client.force_login(ada)
    price_list.add_response(
        "get_products", {"PriceList": [product("USE2-Train:ml.c5.xlarge", "0.25")]}
    )
    html = client.post("/jobs/prices/", FILL).content.decode()
    assert "has no price in EUR for training in us-east-2" in html


def test_the_embedded_stack_has_no_price_list(client: Client, ada: User) -> None:
    client.force_login(ada)
    assert "_from_aws" not in client.get("/jobs/prices/").content.decode()
    assert client.post("/jobs/prices/", FILL).status_code == 404
