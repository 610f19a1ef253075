"""AWS's price list, as a test has it answer."""

import json
from collections.abc import Iterator
from contextlib import contextmanager

import pytest
from botocore.stub import Stubber

from tuningconsole.aws.client import client_for
from tuningconsole.aws.models import Connection

REGION = "us-east-1"
"""Whose list has every Region's prices."""


def product(usage: str, price: str, currency: str = "USD", unit: str = "Hrs") -> str:
    """Return a product of the list: JSON in a text, as GetProducts answers it."""
    dimension = {"unit": unit, "pricePerUnit": {currency: price}}
    terms = {"OnDemand": {"A.B": {"priceDimensions": {"A.B.C": dimension}}}}
    return json.dumps({"product": {"attributes": {"usagetype": usage}}, "terms": terms})


@contextmanager
def stubbed(monkeypatch: pytest.MonkeyPatch) -> Iterator[Stubber]:
    """Have a script answer what connections by the default chain ask; all of it must be asked."""
    monkeypatch.setenv("AWS_ACCESS_KEY_ID", "testing")
    monkeypatch.setenv("AWS_SECRET_ACCESS_KEY", "testing")
    there = Connection(name="prices", kind=Connection.Kind.AWS, region=REGION)
    with Stubber(client_for(there, "pricing")) as stub:
        yield stub
        stub.assert_no_pending_responses()
