"""Every form of the console, filled in badly: never a 500, and what was typed is still there.

The forms are read off the pages that show them, so that a new one needs no line here; an address
that takes POST and has no form on any page needs one in `FIELDS`. One test an address, and one a
page of the wizards. How to let it run for long is in docs/security.md.
"""

from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode, urlsplit

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import transaction
from django.test import Client
from django.urls import resolve, reverse
from hypothesis import HealthCheck, given, settings

from tests.hostile import tally
from tests.hostile.forms import Control, Form, forms
from tests.hostile.values import Pairs, sendings
from tests.hostile.worlds import ADDRESSES, STEPS, addresses, signed_in
from tests.teams.addresses import ANYBODY, LINES, OWNER, World

pytestmark = [pytest.mark.slow, pytest.mark.django_db]

CASES = [
    (name, value)
    for name in sorted(name for name, line in LINES.items() if line.acts is not None)
    for value in (STEPS[name][1] if name in STEPS else [""])
]
FIELDS: dict[str, str] = {
    "account_login": "login password",
    "account_logout": "",
    "api:openapi": "x",
    "mfa_activate_totp": "code",
    "mfa_authenticate": "code",
    "mfa_deactivate_totp": "x",
    "mfa_download_recovery_codes": "x",
    "mfa_generate_recovery_codes": "x",
    "mfa_reauthenticate": "code",
    "socialaccount_signup": "username email",
    "wizard:warm-start": "",
}
"""Addresses with no form on any page of this world: name -> the names that they are sent."""
CHANGE_ROWS = {"_add", "_remove", "_definition", "_example"}
"""Buttons after which other inputs are there, or the same ones with other texts."""
EACH = tally.each("forms", len(CASES))


@dataclass
class Found:
    """A form and who may send it."""

    form: Form
    client: Client


@pytest.fixture(scope="module")
def shown(made: World) -> dict[str, Found]:
    """What every page shows: name of the address that a form posts to -> the largest."""
    found: dict[str, Found] = {}
    for who in ("alice", "ada", "anonymous"):
        client = signed_in(made, who)
        for address in addresses(made):
            answer = client.get(address)
            assert answer.status_code != 500, address
            for form in read(answer, address):
                name = resolve(urlsplit(form.address).path).view_name
                known = found.get(name)
                if known is None or len(form.controls) > len(known.form.controls):
                    found[name] = Found(form, client)
    return found


def who_may(name: str) -> str:
    line = LINES[name]
    if OWNER in {line.looks, line.acts}:
        return "alice"
    return "anonymous" if line.acts == ANYBODY else "ada"


def not_shown(made: World, name: str) -> Found:
    """Return a form for an address that has none."""
    controls = [Control(one, "hidden", [""]) for one in FIELDS[name].split()]
    address = reverse(name, kwargs=made.arguments(name, ADDRESSES[name]))
    return Found(Form(address, controls=controls), signed_in(made, who_may(name)))


def of_step(made: World, name: str, value: str) -> Found:
    """Return the form of a page of a wizard."""
    client = signed_in(made, "alice")
    given = made.arguments(name, ADDRESSES[name]) | {STEPS[name][0]: value}
    address = reverse(name, kwargs=given)
    [form] = (one for one in read(client.get(address), address) if one.address == address)
    return Found(form, client)


def read(answer: Any, address: str) -> list[Form]:
    is_page = answer.get("Content-Type", "").startswith("text/html") and not answer.streaming
    return forms(answer.content.decode(), address) if is_page else []


@pytest.mark.parametrize(("name", "step"), CASES)
def test_a_form_never_breaks_the_console_and_keeps_what_was_typed(
    made: World, shown: dict[str, Found], name: str, step: str
) -> None:
    found = of_step(made, name, step) if step else shown.get(name) or not_shown(made, name)

    @settings(max_examples=EACH, deadline=None, database=None, suppress_health_check=[*HealthCheck])
    @given(sendings(found.form))
    def send(pairs: Pairs) -> None:
        with transaction.atomic():
            answer = post(found, pairs)
            tally.count("forms", answer.status_code)
            assert answer.status_code < 500, answer.content[:2000]
            lost = missing(found, pairs, answer)
            transaction.set_rollback(True)
        assert lost == {}

    send()


def post(found: Found, pairs: Pairs) -> Any:
    """Send the pairs as a browser does; what is no character becomes bytes that are none."""
    address = found.form.address
    if not found.form.is_multipart:
        encoded = [
            (name.encode(errors="surrogatepass"), value.encode(errors="surrogatepass"))
            for name, value in pairs
        ]
        kind = "application/x-www-form-urlencoded"
        return found.client.post(address, urlencode(encoded), content_type=kind)
    files = {one.name for one in found.form.controls if one.kind == "file"}
    data: dict[str, list[Any]] = {}
    for name, value in pairs:
        sent = value.encode(errors="surrogatepass")
        made = SimpleUploadedFile("x", sent) if name in files else sent.decode(errors="replace")
        data.setdefault(name, []).append(made)
    return found.client.post(address, data)


def missing(found: Found, pairs: Pairs, answer: Any) -> dict[str, Any]:
    """Return what was typed and is not in the form that is shown again: name -> typed, shown.

    A page of a wizard leads to another one after it has kept everything, so that it is opened
    again; of it, inputs may be gone that belong to another choice.
    """
    path = urlsplit(found.form.address).path
    is_step = resolve(path).view_name in STEPS
    if is_step and answer.status_code in {204, 302}:
        answer = found.client.get(path)
    elif answer.status_code not in {200, 400, 409, 422}:
        return {}
    again = [one for one in read(answer, path) if urlsplit(one.address).path == path]
    if not again or any(name in CHANGE_ROWS for name, _ in pairs):
        return {}
    shown_now = {name: value for one in again for name, value in one.typed().items()}
    typed = {name: value for name, value in pairs if name in found.form.typed()}
    return {
        name: (value, shown_now.get(name))
        for name, value in typed.items()
        if plain(value)
        and not (is_step and name not in shown_now)
        and not is_same(value, shown_now.get(name))
    }


def is_same(typed: str, again: str | None) -> bool:
    return again is not None and plain(typed) == plain(again)


def plain(text: str) -> str:
    """Return the text without what HTML, an input of one line or PostgreSQL cannot hold."""
    text = text.encode(errors="surrogatepass").decode(errors="replace").replace("\0", "")
    return "".join(one for one in text if one.isprintable()).replace("\ufffd", "").strip()
