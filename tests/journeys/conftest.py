"""A person who has signed in, before the wizard of the embedded stack."""

import pytest
from playwright.sync_api import Page

from tests.journeys.test_main_job import sign_in
from tests.journeys.wizard import Wizard
from tests.stack import EmbeddedStack


@pytest.fixture
def wizard(page: Page, stack: EmbeddedStack) -> Wizard:
    sign_in(page, stack)
    return Wizard(page, stack)
