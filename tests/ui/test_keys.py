"""Keys in addresses: read where they can be one of a row, and never an error."""

import pytest
from django.test import RequestFactory

from tuningconsole.ui.keys import LARGEST, key, keys
from tuningconsole.ui.views import back


@pytest.mark.parametrize("text", ["", "-1", "x", "1.5", "٣", "²", str(LARGEST + 1), "9" * 5000])
def test_what_can_be_no_key_is_none(text: str) -> None:
    assert key(text) is None


def test_keys_are_read_in_their_order() -> None:
    assert keys(["3", "x", "1", str(LARGEST)]) == [3, 1, LARGEST]


@pytest.mark.parametrize("address", ["again", "jobs:list", "https://example.com/", "//x", "a\0b"])
def test_what_is_no_address_of_the_console_leads_to_its_first_page(address: str) -> None:
    assert back(RequestFactory().get("/"), address) == "/"
