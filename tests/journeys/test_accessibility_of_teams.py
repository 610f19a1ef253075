"""axe's rules on the pages of teams, connections, tokens, notices, money and one's own account."""

from collections.abc import Iterator

import pytest
from allauth.mfa.totp.internal.auth import hotp_value, yield_hotp_counters_from_time
from playwright.sync_api import Browser, Page

from tests.journeys.test_accessibility import violations
from tests.journeys.test_main_job import sign_in
from tests.stack import EmbeddedStack

pytestmark = [pytest.mark.journey, pytest.mark.stack]
PASSWORD = "larch beside the quiet pond"
Found = dict[str, list[str]]


@pytest.fixture(scope="module", params=["light", "dark"])
def scheme(request: pytest.FixtureRequest) -> str:
    return str(request.param)


@pytest.fixture
def page(browser: Browser, scheme: str) -> Iterator[Page]:
    # Without motion a change of colours is there at once, for axe to see.
    context = browser.new_context(color_scheme=scheme, reduced_motion="reduce")  # type: ignore[arg-type]
    yield context.new_page()
    context.close()


def look(page: Page, found: Found, *addresses: str) -> None:
    for address in addresses:
        page.goto(address)
        found[address] = violations(page)


def press(page: Page, name: str, found: Found) -> None:
    """Press the button, and look at the page that comes."""
    page.get_by_role("button", name=name, exact=True).last.click()
    page.wait_for_load_state()
    found[f"after {name}"] = violations(page)


def broken(found: Found) -> Found:
    return {address: rules for address, rules in found.items() if rules}


def test_no_page_about_the_team_breaks_a_rule(page: Page, stack: EmbeddedStack) -> None:
    sign_in(page, stack)
    found: Found = {}
    names = ("team/", "team/rename/", "team/leave/", "team/tokens/", "teams/create/", "audit/")
    look(page, found, *(f"{stack.url}/{name}" for name in names))
    look(page, found, f"{stack.url}/team/invite/")
    page.get_by_label("Email address").fill("no address")
    press(page, "Create invitation", found)
    page.get_by_label("Email address").fill("nora@example.com")
    press(page, "Create invitation", found)
    link = str(page.locator("code.one-time").text_content())
    look(page, found, link, f"{stack.url}/team/")
    page.get_by_role("button", name="Withdraw the invitation of nora@example.com").click()
    look(page, found, link)
    assert broken(found) == {}


def test_no_page_about_connections_breaks_a_rule(page: Page, stack: EmbeddedStack) -> None:
    sign_in(page, stack)
    found: Found = {}
    look(page, found, f"{stack.url}/connections/")
    detail = str(page.get_by_role("link", name="embedded", exact=True).get_attribute("href"))
    names = ("", "edit/", "remove/")
    look(page, found, *(f"{stack.url}{detail}{name}" for name in names))
    look(page, found, f"{stack.url}/connections/add/")
    press(page, "Add connection", found)
    assert broken(found) == {}


def test_no_page_about_tokens_and_notices_breaks_a_rule(
    page: Page, stack: EmbeddedStack, scheme: str
) -> None:
    sign_in(page, stack)
    found: Found = {}
    look(page, found, f"{stack.url}/account/tokens/create/")
    press(page, "Create token", found)
    page.get_by_label("Name", exact=True).fill(f"seen by axe, {scheme}")
    press(page, "Create token", found)
    for address in ("/team/tokens/", "/account/tokens/"):
        look(page, found, f"{stack.url}{address}")
        page.get_by_role("link", name=f"Revoke seen by axe, {scheme}").click()
        page.wait_for_url("**/revoke/")
        found[f"{address}revoke/"] = violations(page)
    press(page, "Revoke token", found)
    look(page, found, f"{stack.url}/notices/receivers/create/?of=team")
    press(page, "Add receiver", found)
    page.get_by_label("Name", exact=True).fill(f"Channel, {scheme}")
    page.get_by_label("Address", exact=True).fill(
        "slack://T1JJ3T3L2/A1BRTD4JD/TIiajkdnlazkcOXrIdevi7FQ"
    )
    press(page, "Add receiver", found)
    for name in ("Edit", "Remove"):
        page.goto(f"{stack.url}/notices/settings/")
        page.get_by_role("link", name=f"{name} Channel, {scheme}").click()
        page.wait_for_load_state()
        found[f"{name} receiver"] = violations(page)
    press(page, "Remove receiver", found)
    assert broken(found) == {}


def test_no_page_about_money_breaks_a_rule(page: Page, stack: EmbeddedStack) -> None:
    sign_in(page, stack)
    found: Found = {}
    look(page, found, f"{stack.url}/jobs/prices/", f"{stack.url}/jobs/budget/")
    page.get_by_label("Budget of a month").fill("-1")
    press(page, "Save budget", found)
    page.get_by_label("Budget of a month").fill("100")
    press(page, "Save budget", found)
    look(page, found, f"{stack.url}/", f"{stack.url}/wall/", f"{stack.url}/jobs/budget/")
    press(page, "Remove budget", found)
    assert broken(found) == {}


def test_no_page_about_ones_account_breaks_a_rule(
    page: Page, stack: EmbeddedStack, scheme: str, browser: Browser
) -> None:
    sign_in(page, stack)
    page.goto(f"{stack.url}/team/invite/")
    page.get_by_role("button", name="Create invitation").click()
    link = str(page.locator("code.one-time").text_content())
    context = browser.new_context(color_scheme=scheme, reduced_motion="reduce")  # type: ignore[arg-type]
    own, found = context.new_page(), Found()
    look(own, found, link)
    press(own, "Create account and join", found)
    own.get_by_label("User name").fill(f"nora-{scheme}")
    for label in ("Password", "Password again"):
        own.get_by_label(label, exact=True).fill(PASSWORD)
    press(own, "Create account and join", found)
    look(own, found, f"{stack.url}/account/", f"{stack.url}/account/password/")
    press(own, "Change password", found)
    second_factor(own, stack, found)
    look(own, found, f"{stack.url}/account/")
    own.get_by_role("link", name="Second factor").click()
    own.wait_for_load_state()
    found["second factor, on"] = violations(own)
    context.close()
    assert broken(found) == {}


def second_factor(page: Page, stack: EmbeddedStack, found: Found) -> None:
    """Turn it on, past everything that is asked on the way."""
    page.goto(f"{stack.url}/account/")
    page.get_by_role("link", name="Second factor").click()
    page.wait_for_load_state()
    found["second factor, off"] = violations(page)
    page.get_by_role("link", name="Turn on").click()
    page.get_by_label("Password").wait_for()
    found["who it is"] = violations(page)
    page.get_by_label("Password").fill(PASSWORD)
    press(page, "Confirm", found)
    page.get_by_label("Code that the app shows").fill("000000")
    press(page, "Turn on", found)
    secret = str(page.locator("code.one-time").text_content())
    counter = next(iter(yield_hotp_counters_from_time()))
    page.get_by_label("Code that the app shows").fill(f"{hotp_value(secret, counter):06}")
    press(page, "Turn on", found)
    page.get_by_role("heading", name="Recovery codes").first.wait_for()
