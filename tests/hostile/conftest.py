"""One world for all tests of a module: each request is undone."""

from collections.abc import Iterator
from typing import Any

import pytest
from django.db import transaction

from tests.hostile.worlds import furnished
from tests.teams.addresses import World
from tuningconsole.aws import client as boto


@pytest.fixture(scope="module")
def made(django_db_setup: None, django_db_blocker: Any) -> Iterator[World]:
    with pytest.MonkeyPatch.context() as patch, django_db_blocker.unblock():
        # Nothing answers for AWS here: once is enough to see that.
        patch.setattr(boto, "ATTEMPTS", 1)
        with transaction.atomic():
            yield furnished("eu-north-1")
            transaction.set_rollback(True)
