"""Notices on their way: to a service, by mail, to somebody who does not answer."""

import socket
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from typing import Any

import pytest
from django.contrib.auth.models import User
from django.core import mail
from django.db import connections
from django.utils import timezone, translation

from tests.jobs.conftest import Make
from tests.notices.conftest import Service
from tests.services import free_port
from tuningconsole.jobs.models import TuningJob
from tuningconsole.notices import delivering, guarding
from tuningconsole.notices.models import Delivery, Event, Kind, Receiver
from tuningconsole.notices.sealing import Unreadable, seal, unseal
from tuningconsole.teams.models import Membership

State = Delivery.State


def delivery_to(
    job: TuningJob, address: str, *, owner: User | None = None, is_test: bool = False
) -> Delivery:
    now = timezone.now()
    event = None
    if not is_test:
        event, _ = Event.objects.get_or_create(job=job, kind=Kind.COMPLETED, defaults={"at": now})
    receiver = Receiver.objects.create(
        team=job.team,
        owner=owner,
        name="r",
        is_mail="://" not in address,
        sealed=seal(address),
        shown="",
        created_at=now,
    )
    return Delivery.objects.create(receiver=receiver, event=event, due_at=now, created_at=now)


def step(delivery: Delivery, **later: int) -> Delivery | None:
    return delivering.step(delivery.pk, timezone.now() + timedelta(**later))


def test_a_service_gets_it_once(make_job: Make, service: Service) -> None:
    job = make_job(status="Completed", best_name="trees-001", best_value=0.987654321)
    delivery = delivery_to(job, service.url)
    done = step(delivery)
    assert done
    assert done.state == State.SENT
    assert step(delivery, hours=1) is None
    [got] = service.got
    assert got["title"] == "trees has completed"
    assert "Best: 0.987654 by trees-001" in got["message"]
    assert f"https://console.example/jobs/{job.uuid}/" in got["message"]
    assert Receiver.objects.get().delivered_at


def test_what_is_sent_is_english_whoever_s_language_is_on(make_job: Make) -> None:
    job = make_job(status="Completed", best_name="trees-001", best_value=0.5)
    delivery = delivery_to(job, "alice@example.org")
    with translation.override("de"):
        assert step(delivery)
    [sent] = mail.outbox
    assert sent.subject == "[Tuning Console] trees has completed"
    assert "Best: 0.5 by trees-001" in sent.body


def test_it_goes_by_mail(make_job: Make) -> None:
    job = make_job(status="Failed", failure_reason="No data.\nNone at all.")
    delivery = delivery_to(job, "alice@example.org")
    Event.objects.update(kind=Kind.FAILED)
    step(delivery)
    [sent] = mail.outbox
    assert (sent.to, sent.subject) == (["alice@example.org"], "[Tuning Console] trees has failed")
    assert sent.body.startswith("No data.\nNone at all.")


def test_who_does_not_answer_is_asked_again_and_then_given_up(make_job: Make) -> None:
    delivery = delivery_to(make_job(), f"json://127.0.0.1:{free_port()}")
    waits = []
    now = timezone.now()
    for _ in range(delivering.MOST_ATTEMPTS):
        done = delivering.step(delivery.pk, now)
        assert done
        waits.append(int((done.due_at - now).total_seconds()))
        now = done.due_at
    assert waits == [30, 60, 120, 240, 480, 960, 1920, 3840]
    assert done.state == State.GIVEN_UP
    receiver = Receiver.objects.get()
    assert receiver.failures == 8
    assert "did not take it" in receiver.error


def test_a_service_that_is_back_is_well_again(make_job: Make, service: Service) -> None:
    service.status = 500
    delivery = delivery_to(make_job(), service.url)
    step(delivery)
    assert Receiver.objects.get().error
    service.status = 200
    step(delivery, minutes=1)
    receiver = Receiver.objects.get()
    assert (receiver.failures, receiver.error) == (0, "")


def test_a_mail_server_that_is_away_is_an_error_of_the_receiver(
    make_job: Make, settings: Any
) -> None:
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", free_port()
    step(delivery_to(make_job(), "alice@example.org"))
    assert "The mail server did not take it" in Receiver.objects.get().error


def test_receivers_that_work_come_first(make_job: Make, service: Service) -> None:
    job = make_job()
    dead, well = (delivery_to(job, service.url) for _ in range(2))
    Receiver.objects.filter(pk=dead.receiver_id).update(failures=3)
    due = Delivery.objects.due(timezone.now()).values_list("pk", flat=True)
    assert list(due) == [well.pk, dead.pk]


def test_a_test_is_tried_once(make_job: Make) -> None:
    delivery = delivery_to(make_job(), f"json://127.0.0.1:{free_port()}", is_test=True)
    done = step(delivery)
    assert done
    assert done.state == State.GIVEN_UP


def test_who_has_left_the_team_is_told_nothing(
    make_job: Make, alice: User, service: Service
) -> None:
    delivery = delivery_to(make_job(), service.url, owner=alice)
    Membership.objects.all().delete()
    step(delivery)
    assert service.got == []
    assert "left the team" in Receiver.objects.get().error


@pytest.mark.django_db(transaction=True)
def test_eight_workers_send_it_once(make_job: Make, service: Service) -> None:
    delivery = delivery_to(make_job(), service.url)

    def work(_number: int) -> None:
        try:
            step(delivery)
        finally:
            connections.close_all()

    with ThreadPoolExecutor(8) as pool:
        list(pool.map(work, range(8)))
    assert len(service.got) == 1


def test_private_addresses_are_refused_where_they_are_reached(
    make_job: Make, service: Service, settings: Any
) -> None:
    settings.NOTICES_ALLOW_PRIVATE = False
    # A name that leads there is no way round.
    for host in ("127.0.0.1", "localhost", "[::1]"):
        url = service.url.replace("127.0.0.1", host)
        done = step(delivery_to(make_job(f"job-{sum(map(ord, host))}"), url))
        assert done
        assert done.state == State.WAITING
    assert service.got == []


@pytest.mark.parametrize(
    ("host", "is_public"),
    [
        ("8.8.8.8", True),
        ("2001:4860:4860::8888", True),
        ("127.0.0.1", False),
        ("10.1.2.3", False),
        ("169.254.169.254", False),
        ("0.0.0.0", False),  # noqa: S104
        ("224.0.0.1", False),
        ("::1", False),
        ("::ffff:10.0.0.1", False),
        ("fe80::1%eth0", False),
        ("fd00::1", False),
        ("100.64.0.1", False),
        ("name.example", False),
    ],
)
def test_public_is_what_the_internet_routes(host: str, is_public: bool) -> None:
    assert guarding.is_public(host) == is_public


def test_the_guard_is_on_only_while_it_guards() -> None:
    with socket.create_server(("127.0.0.1", 0)) as server:
        address = server.getsockname()
        with guarding.public_only(), pytest.raises(OSError, match="no public address"):
            socket.create_connection(address)
        with guarding.public_only(), pytest.raises(OSError, match="starts no program"):
            subprocess.run([sys.executable, "-c", ""], check=True)
        socket.create_connection(address).close()


def test_addresses_are_kept_encrypted(settings: Any) -> None:
    sealed = seal("slack://secret")
    assert "secret" not in sealed
    settings.SECRET_KEY_FALLBACKS = [settings.SECRET_KEY]
    settings.SECRET_KEY = "another" * 10
    assert unseal(sealed) == "slack://secret"
    settings.SECRET_KEY_FALLBACKS = []
    with pytest.raises(Unreadable, match="Enter it again"):
        unseal(sealed)
