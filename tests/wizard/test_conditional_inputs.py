"""Inputs that go with another one's answer: away without it, kept, and not sent."""

import json

from django.test import Client

from tests.wizard.conftest import REQUEST
from tests.wizard.pages import Pages
from tuningconsole.wizard import bringing
from tuningconsole.wizard.models import Draft
from tuningconsole.wizard.request import build
from tuningconsole.wizard.steps.job import CONFIG, STRATEGY

MOST = f"{CONFIG}.StrategyConfig.HyperbandStrategyConfig.MaxResource"
HYPERBAND = {"HyperbandStrategyConfig": {"MaxResource": 27}}


def is_away(text: str, key: str) -> bool:
    """Tell whether the field of the input is hidden."""
    before = text[: text.index(f'name="{key}"')]
    tag = before[before.rindex("data-when=") :]
    return " hidden>" in tag[: tag.index("\n")]


def test_hyperbands_resources_are_asked_for_with_hyperband_only(pages: Pages) -> None:
    pages.open("job")
    assert is_away(pages.text, MOST)
    pages.press("_refresh", typed={STRATEGY: "Hyperband"})
    assert not is_away(pages.text, MOST)


def test_what_was_typed_is_kept_and_not_sent_with_another_strategy(pages: Pages) -> None:
    pages.open("job")
    pages.next({STRATEGY: "Hyperband", MOST: "27"})
    assert sent(pages.draft)["StrategyConfig"] == HYPERBAND
    pages.open("job")
    pages.next({STRATEGY: "Random"})
    assert "StrategyConfig" not in sent(pages.draft)
    pages.open("job")
    pages.next({STRATEGY: "Hyperband"})
    assert sent(pages.draft)["StrategyConfig"] == HYPERBAND


def sent(draft: Draft) -> dict[str, object]:
    found: dict[str, object] = build(draft.answers, {}).request[CONFIG]
    return found


def test_an_import_tells_what_the_draft_does_not_send(client_of_alice: Client) -> None:
    config = {**REQUEST[CONFIG], "StrategyConfig": HYPERBAND}
    answer = client_of_alice.post(
        "/create/import/", {"text": json.dumps({**REQUEST, CONFIG: config})}
    )
    told = {remark.path: remark.message for remark in answer.context["brought"].notes}
    assert told[MOST] == bringing.NOT_SENT
