"""Health for machines: what is wrong is named, to whom it is nobody's business no more."""

import time
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from typing import Any

import pytest
from django.contrib.auth.models import User
from django.db import connections
from django.test import Client
from django.utils import timezone

from tests.jobs.conftest import Make
from tuningconsole.jobs import wakeup
from tuningconsole.jobs.models import State, Sweep
from tuningconsole.operations import health, heartbeats, store

TOKEN = {"Authorization": "Bearer of-operators"}
READY = "/health/ready"
PARTS = ("beat", "tick", *(f"queue:{name}" for name in wakeup.QUEUES.values()))


@pytest.fixture(autouse=True)
def _watched(db: None, settings: Any) -> None:
    settings.OPERATIONS_TOKEN = "of-operators"
    store.client().delete(heartbeats.KEY)
    heartbeats.give(*PARTS)


def wrong(client: Client) -> list[str]:
    return list(client.get(READY).json()["wrong"])


def test_a_process_that_answers_is_live(client: Client) -> None:
    answer = client.get("/health/live")
    assert (answer.status_code, answer.json()) == (200, {"status": "live"})


def test_a_console_that_works_is_ready(client: Client) -> None:
    assert client.get(READY).json() == {"status": "ready", "wrong": []}


def test_who_is_silent_is_named(client: Client) -> None:
    store.client().hset(heartbeats.KEY, "queue:stop", str(time.time() - 100))
    store.client().hdel(heartbeats.KEY, "beat")
    answer = client.get(READY)
    assert answer.status_code == 200
    assert answer.json() == {"status": "degraded", "wrong": ["beat", "queue:stop"]}


def test_rows_that_nobody_works_on_are_named(client: Client, make_job: Make) -> None:
    long_ago = timezone.now() - timedelta(minutes=5)
    make_job("a", state=State.READY, due_at=long_ago)
    make_job("b", stop_requested_at=long_ago, stop_due_at=long_ago)
    make_job("c", refresh_due_at=timezone.now() - timedelta(seconds=5))
    assert wrong(client) == ["overdue:send", "overdue:stop"]


def test_a_connection_that_is_not_read_is_named(client: Client, make_job: Make) -> None:
    make_job()
    Sweep.objects.update(seen_at=timezone.now() - timedelta(hours=1))
    assert wrong(client) == ["sweeps"]


def test_a_migration_that_is_missing_makes_it_unready(
    client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    newer = health._known() | {("jobs", "9999_of_the_next_version")}
    monkeypatch.setattr(health, "_known", lambda: newer)
    answer = client.get(READY, headers=TOKEN)
    assert (answer.status_code, answer.json()["wrong"]) == (503, ["migrations"])
    assert "jobs.9999" in answer.json()["checks"]["migrations"]["detail"]


def test_a_database_that_is_away_is_named() -> None:
    def ask() -> Any:
        # A thread has a connection of its own.
        own = connections["default"]
        own.settings_dict = {**own.settings_dict, "HOST": "127.0.0.1", "PORT": "1"}
        return Client().get(READY)

    with ThreadPoolExecutor(1) as pool:
        answer = pool.submit(ask).result()
    assert answer.status_code == 503
    assert answer.json() == {"status": "not ready", "wrong": ["database"]}


def test_redis_that_is_away_is_named(client: Client, settings: Any) -> None:
    settings.REDIS_URL = "redis://127.0.0.1:1/0"
    store.client.cache_clear()
    try:
        assert wrong(client) == ["redis"]
    finally:
        store.client.cache_clear()
        store._silent_until = 0.0


def test_details_are_for_operators_and_staff(client: Client, alice: User) -> None:
    assert "checks" not in client.get(READY).json()
    for header in ("Bearer wrong", "Bearer ", "", "of-operators", "Bearer of-operators\xe9"):
        assert "checks" not in client.get(READY, headers={"Authorization": header}).json()
    assert client.get(READY, headers=TOKEN).json()["checks"]["database"]["ok"]
    client.force_login(alice)
    assert "checks" not in client.get(READY).json()
    User.objects.update(is_staff=True)
    assert "checks" in client.get(READY).json()


def test_without_a_token_in_the_settings_none_is_right(client: Client, settings: Any) -> None:
    settings.OPERATIONS_TOKEN = ""
    answer = client.get("/metrics", headers={"Authorization": "Bearer "})
    assert answer.status_code == 401


@pytest.mark.parametrize("address", ["/health/live", READY, "/metrics"])
def test_nothing_is_changed_there(client: Client, address: str) -> None:
    assert client.post(address).status_code == 405
