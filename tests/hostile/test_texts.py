"""Hostile texts in every column, document and answer of AWS: nowhere more than texts.

Every answer is parsed by Chromium's own HTML parser, and the main pages are opened in it.
"""

import csv
import io
import json
import threading
from collections.abc import Iterator
from typing import Any

import pytest
from django.core import mail
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from playwright.sync_api import Browser, Page
from pytest_django.live_server_helper import LiveServer

from tests.hostile import texts
from tests.hostile.worlds import STEPS, addresses
from tests.teams.addresses import World
from tuningconsole.notices import delivering
from tuningconsole.notices.models import Delivery, Event, Receiver
from tuningconsole.notices.sealing import seal
from tuningconsole.teams.access import SESSION_KEY

pytestmark = [pytest.mark.journey, pytest.mark.django_db(transaction=True)]

IN_DOM = """text => {
    const found = new DOMParser().parseFromString(text, "text/html");
    const wrong = [];
    for (const one of found.querySelectorAll("*")) {
        if (one.localName.startsWith("x-h")) wrong.push(one.outerHTML);
        for (const attribute of one.attributes) {
            if (attribute.name.startsWith("x-h") || attribute.name.startsWith("on"))
                wrong.push(`${one.localName} ${attribute.name}`);
            const leads = ["href", "src", "action", "formaction", "data"].includes(attribute.name);
            if (leads && /^\\s*(javascript|vbscript|data:text)/i.test(attribute.value))
                wrong.push(`${one.localName} ${attribute.value}`);
        }
        if (one.localName === "script" && !one.src && !one.type.includes("json"))
            wrong.push(one.outerHTML);
    }
    return wrong;
}"""


@pytest.fixture
def made(settings: Any) -> Iterator[World]:
    sky = texts.sky()
    threading.Thread(target=sky.serve_forever, daemon=True).start()
    address = f"http://127.0.0.1:{sky.server_address[1]}"
    services = ("sagemaker", "logs", "s3", "")
    settings.EMBEDDED = settings.EMBEDDED | {"endpoints": dict.fromkeys(services, address)}
    yield texts.world("eu-north-1")
    sky.shutdown()
    sky.server_close()


def browser_of(made: World, who: str) -> Client:
    client = Client(raise_request_exception=False)
    user = made.people[who]
    assert user is not None
    client.force_login(user)
    session = client.session
    session[SESSION_KEY] = made.rows["hostile.team"]
    session.save()
    return client


def all_addresses(made: World) -> Iterator[str]:
    yield from addresses(made)
    yield reverse("catalog:s3") + "?uri=s3://bucket/"
    yield reverse("jobs:list") + "?connection=every"
    for name, (argument, values) in STEPS.items():
        rows = {"uuid": made.rows[f"{name.partition(':')[0]}.uuid"]}
        for value in values:
            yield reverse(name, kwargs=rows | {argument: value})


def test_no_text_becomes_more_than_text(made: World, browser: Browser) -> None:
    page = browser.new_page()
    wrong: dict[str, Any] = {}
    seen = 0
    for who in ("alice", "ada"):
        client = browser_of(made, who)
        for address in all_addresses(made):
            answer: Any = client.get(address)
            parts = answer.streaming_content if answer.streaming else [answer.content]
            text = b"".join(parts).decode()
            seen += texts.TAG in text
            if found := faults(page, answer, text):
                wrong[f"{who} {address}"] = found
    page.close()
    assert wrong == {}
    assert seen > 90, "Hardly a page shows any of the texts."


def faults(page: Page, answer: Any, text: str) -> list[str]:
    """Return what is wrong with an answer."""
    kind = answer.get("Content-Type", "").partition(";")[0]
    found = []
    if answer.status_code == 500:
        found.append("500")
    if any(texts.TAG in name.lower() for name in answer.headers):
        found.append("a header of its own")
    if answer.get("X-Content-Type-Options") != "nosniff":
        found.append("may be sniffed")
    if kind == "text/html":
        found += page.evaluate(IN_DOM, text)
    elif kind == "application/json":
        json.loads(text)
    elif kind == "text/csv":
        cells = [cell for row in csv.reader(io.StringIO(text)) for cell in row]
        found += [cell for cell in cells if cell[:1] in {"=", "+", "@", "\t", "\r"}]
    elif kind not in {"text/plain", ""}:
        found.append(f"an unknown kind: {kind}")
    return found


def test_no_text_does_anything_in_a_browser(
    made: World, browser: Browser, live_server: LiveServer
) -> None:
    for who in ("alice", "ada"):
        client = browser_of(made, who)
        context = browser.new_context()
        session = client.cookies["sessionid"].value
        context.add_cookies([{"name": "sessionid", "value": session, "url": live_server.url}])
        page, told = context.new_page(), list[str]()
        page.on("dialog", lambda dialog, told=told: (told.append(dialog.message), dialog.dismiss()))
        page.on("pageerror", lambda error, told=told: told.append(str(error)))
        page.on(
            "console",
            lambda line, told=told: told.append(line.text) if is_refusal(line.text) else None,
        )
        opened = 0
        for address in all_addresses(made):
            answer = client.get(address)
            if answer.get("Content-Type", "").startswith("text/html"):
                page.goto(live_server.url + address, wait_until="load")
                assert page.locator(texts.TAG).count() == 0, address
                assert told == [], address
                opened += 1
        assert opened > 30
        context.close()


def is_refusal(line: str) -> bool:
    return "Content Security Policy" in line or "Uncaught" in line


@pytest.mark.parametrize("kind", ["completed", "failed", "stopped", "best"])
def test_no_text_becomes_a_header_of_a_mail(made: World, kind: str) -> None:
    receiver = Receiver.objects.get()
    Receiver.objects.update(sealed=seal("vera@example.com"), is_mail=True)
    job, now = Event.objects.get().job, timezone.now()
    event, _ = Event.objects.get_or_create(
        job=job, kind=kind, defaults={"at": now, "subject": texts.SHORT, "value": 0.5}
    )
    delivery = Delivery.objects.create(receiver=receiver, event=event, due_at=now, created_at=now)
    delivering.step(delivery.pk, now)
    [sent] = mail.outbox
    raw = sent.message().as_bytes().partition(b"\n\n")[0].decode()
    names = {line.partition(":")[0] for line in raw.splitlines() if not line.startswith(" ")}
    assert "X-H" not in names
    assert "\n" not in sent.subject
    assert texts.TAG in sent.subject
    assert sent.content_subtype == "plain"
    assert not getattr(sent, "alternatives", [])
