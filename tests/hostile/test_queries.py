"""Every address with a bad query: what its links and forms may ask for, and what they may not.

A page, or it is not there; never a 500. Nothing is changed by looking.
"""

from collections import defaultdict
from typing import Any
from urllib.parse import urlencode

import pytest
from django.urls import Resolver404, resolve, reverse
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.hostile import tally
from tests.hostile.forms import queries
from tests.hostile.values import texts
from tests.hostile.worlds import ADDRESSES, STEPS, addresses, signed_in
from tests.teams.addresses import LINES, World

pytestmark = [pytest.mark.slow, pytest.mark.django_db]

CASES = sorted(name for name, line in LINES.items() if line.looks is not None)
EACH = tally.each("queries", len(CASES))
KNOWN = ("page", "next", "sort", "live", "of", "shown", "q", "t", "job", "role", "uri", "target")
"""Also asked for by scripts, and by links that this world does not show."""


@pytest.fixture(scope="module")
def asked(made: World) -> dict[str, set[str]]:
    """Name of an address -> what its queries may hold."""
    found: defaultdict[str, set[str]] = defaultdict(lambda: set(KNOWN))
    for who in ("alice", "ada"):
        client = signed_in(made, who)
        for address in addresses(made):
            answer = client.get(address)
            if not answer.streaming:
                for path, part in queries(answer.content.decode(errors="replace"), address):
                    found[_name(path)].add(part)
    return found


def _name(path: str) -> str:
    try:
        return resolve(path).view_name
    except Resolver404:
        return path


@pytest.mark.parametrize("name", CASES)
def test_a_query_never_breaks_the_console(
    made: World, asked: dict[str, set[str]], name: str
) -> None:
    client = signed_in(made, "alice" if name in STEPS else "ada")
    address = reverse(name, kwargs=made.arguments(name, ADDRESSES[name]))
    part = st.tuples(st.sampled_from(sorted(asked[name])), texts)

    @settings(max_examples=EACH, deadline=None, database=None, suppress_health_check=[*HealthCheck])
    @given(st.lists(part, min_size=1, max_size=4), st.booleans())
    def look(parts: list[tuple[str, str]], is_fragment: bool) -> None:
        encoded = urlencode([(one, text.encode(errors="surrogatepass")) for one, text in parts])
        headers: dict[str, Any] = {"HX-Request": "true"} if is_fragment else {}
        # No server takes a longer line.
        answer = client.get(f"{address}?{encoded[:8000]}", headers=headers)
        tally.count("addresses with a query", answer.status_code)
        assert answer.status_code in {200, 302, 304, 400, 403, 404, 422, 502, 503}, answer.content

    look()
