"""On-demand prices of training, from AWS's Price List API.

A product of it is JSON in a text: `product.attributes` with `usagetype` such as
`USE1-Train:ml.m5.large`, and `terms.OnDemand` with a price per hour in the partition's currency
(AWS Price List User Guide, "Reading the service price list file"; what SageMaker's attributes hold:
awslabs/llmeter, which asks by `component` and reads the unit `Hrs`).
"""

import copy
import json
import re
from collections.abc import Iterator
from decimal import Decimal
from typing import Any

from tuningconsole.aws import regions
from tuningconsole.aws.client import client_for
from tuningconsole.aws.errors import AwsError, Unreachable, translated
from tuningconsole.aws.models import Connection

ACTION = "pricing:GetProducts"
"""IAM's name of what is called."""
SERVICE = "AmazonSageMaker"
MAX_PRODUCTS = 5000
_USAGE = re.compile(r"(?:[A-Z0-9]+-)?Train:(?P<kind>ml\.[a-z0-9-]+\.[a-z0-9-]+)", re.ASCII)
"""On-demand training alone: spot, reserved and warm-pool time have words of their own."""
_HOUR = "Hrs"


def training_prices(connection: Connection, currency: str) -> dict[str, Decimal]:
    """Return instance type -> price of an hour of on-demand training in the connection's Region.

    A type of which the list has two prices is left out: nobody here can tell which one is paid.

    Args:
        connection: whose credentials ask; and for which Region.
        currency: three capital letters. Amazon's prices are in USD, in China in CNY.

    Raises:
        Unreachable: the Region's partition has no price list.
        AwsError: it could not be read.
    """
    found: dict[str, set[Decimal]] = {}
    for text in _products(connection):
        try:
            kind, prices = _read(json.loads(text), currency)
        except (ArithmeticError, AttributeError, LookupError, TypeError, ValueError) as error:
            raise AwsError("The price list has a product that cannot be read.") from error
        found.setdefault(kind, set()).update(prices)
    return {
        kind: prices.pop() for kind, prices in sorted(found.items()) if kind and len(prices) == 1
    }


def _products(connection: Connection) -> Iterator[str]:
    region = regions.with_prices(connection.region)
    if connection.kind == Connection.Kind.EMBEDDED or not region:
        raise Unreachable(f"There is no price list for {connection.region}.")
    asked = copy.copy(connection)
    asked.region = region
    filters = {"regionCode": connection.region, "component": "Training"}
    with translated():
        pages = (
            client_for(asked, "pricing")
            .get_paginator("get_products")
            .paginate(
                ServiceCode=SERVICE,
                Filters=[
                    {"Type": "TERM_MATCH", "Field": field, "Value": value}
                    for field, value in filters.items()
                ],
                PaginationConfig={"MaxItems": MAX_PRODUCTS, "PageSize": 100},
            )
        )
        for page in pages:
            yield from page["PriceList"]


def _read(product: Any, currency: str) -> tuple[str, set[Decimal]]:
    """Return the instance type and its prices, "" for what is no on-demand training by the hour.

    A price of nothing is what a free tier has.
    """
    usage = _USAGE.fullmatch(product["product"]["attributes"].get("usagetype", ""))
    prices = {
        Decimal(dimension["pricePerUnit"].get(currency, "0")).normalize()
        for term in product["terms"].get("OnDemand", {}).values()
        for dimension in term["priceDimensions"].values()
        if dimension["unit"] == _HOUR
    }
    return (usage["kind"] if usage else ""), prices - {Decimal()}
