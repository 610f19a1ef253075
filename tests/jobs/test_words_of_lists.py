"""Every word of the dashboard, of lists, comparisons and of what is done with jobs is marked.

In the language of `in_brackets` what stands outside of brackets was not marked.
"""

import re
from collections.abc import Callable, Iterator
from datetime import timedelta
from pathlib import Path
from uuid import uuid4

import pytest
from django.conf import settings as configured
from django.contrib.auth.models import User
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import override
from pytest_django.fixtures import Settings

from tests.brackets import WORD, Page, outside, speaking
from tests.jobs.conftest import Make, trained
from tuningconsole.aws.models import Connection
from tuningconsole.jobs import columns, prices, remedies
from tuningconsole.jobs.actions import CANCELLED
from tuningconsole.jobs.models import (
    Budget,
    InstanceTime,
    Reason,
    SavedView,
    State,
    Sweep,
    TuningJob,
)
from tuningconsole.jobs.prices import WrongPricesError
from tuningconsole.teams.models import Membership, Role

pytestmark = pytest.mark.django_db
NAMES = (
    *("alice", "Foresters", "embedded", "production", "Mine", "Slow down.", "Denied", "forest"),
    *("AWS", "CSV", "JSON", "us-east-1", "us-east-2", "ml.m5.large", "ml.x.y"),
    *(
        "Bayesian",
        "Maximize",
        "File",
        "Off",
        "Logarithmic",
        "FullyReplicated",
        "S3Prefix",
        "Content type",
    ),
    *("validation:accuracy", "max_leaf_nodes", "project", "ClientError: disk", "criterion"),
    *("gini", "training", "accuracy=(.*", "s3://samples/output", "s3://samples/iris/", "text/csv"),
    *("done", "runs", "fails", "held", "waits", "cancelled", "gone", "paid", "decision-trees"),
)
"""Names, and what AWS has said."""
AS_THEY_ARE = re.compile(r"arn:[\w:-]+/[\w-]+|[a-z]+-\d{3}-0123abcd|\d (d|h|min|s)\b|UTC")
"""ARNs, training jobs' names, lengths of time."""


Unmarked = Callable[..., set[str]]


def known_taken(text: str) -> str:
    """Return what is left of a text when names and what is never translated are taken out."""
    text = AS_THEY_ARE.sub("", text)
    for name in NAMES:
        text = text.replace(name, "")
    return text


@pytest.fixture
def unmarked(
    in_brackets: Path, settings: Settings, signed_in: Client, alice: User
) -> Iterator[Unmarked]:
    """Return how to ask for what a page says that is in no message."""
    Membership.objects.filter(user=alice).update(role=Role.ADMIN)
    signed_in.cookies[configured.LANGUAGE_COOKIE_NAME] = "de"

    def ask(address: str, **posted: str) -> set[str]:
        send = signed_in.post if posted else signed_in.get
        answer = send(address, posted, follow=True)
        assert answer.status_code in {200, 422}, address
        html = answer.content.decode()
        assert "⟦" in html
        return {text for text in Page(outside(html)).texts if WORD.search(known_taken(text))}

    with speaking(in_brackets):
        yield ask


@pytest.fixture
def real(connection: Connection) -> Connection:
    """Return a connection to AWS that was read long ago."""
    now = timezone.now()
    made = Connection.objects.create(
        team=connection.team, name="production", kind="aws", region="us-east-1"
    )
    seen_at = now - timedelta(hours=2)
    Sweep.objects.create(connection=made, due_at=now, discover_due_at=now, seen_at=seen_at)
    return made


@pytest.fixture
def addresses(make_job: Make, alice: User, real: Connection) -> dict[str, str]:
    """Return name -> address of jobs that are in every state."""
    now = timezone.now()
    made = {"done": make_job("done", status="Completed", ended_at=now, best_value=0.5)}
    made["runs"] = make_job(
        "runs", creator=alice, key=uuid4(), best_name="runs-001-0123abcd", tags_error="Denied"
    )
    for number, value in enumerate((0.5, 0.75, None), 1):
        status = "Completed" if value else "Failed"
        trained(made["runs"], number, value, status=status, instances={})
    made["fails"] = make_job("fails", status="Failed", counters={"NonRetryableError": 1})
    trained(made["fails"], 1, status="Failed", failure_reason="ClientError: disk")
    message = {"status": "", "message": "Slow down."}
    made["held"] = make_job("held", state=State.HELD, reason=Reason.QUOTA, **message)
    made["waits"] = make_job("waits", state=State.READY, due_at=now, **message)
    made["cancelled"] = make_job("cancelled", state=State.CANCELLED, status="", message=CANCELLED)
    made["gone"] = make_job("gone", state=State.GONE, status="")
    made["paid"] = make_job("paid")
    made["paid"].connection = real
    made["paid"].save(update_fields=["connection"])
    trained(made["paid"], 1, 0.5, instances={"ml.m5.large": 1}, counted_s=60)
    return {name: reverse("jobs:detail", args=[job.uuid]) for name, job in made.items()}


def test_the_dashboard_and_what_it_costs(
    unmarked: Unmarked, addresses: dict[str, str], connection: Connection, real: Connection
) -> None:
    pages = ("/", "/wall/", reverse("jobs:budget"), reverse("jobs:prices"))
    for amount in (None, "7.00", "0.10"):
        if amount:
            Budget.objects.update_or_create(
                pk=connection.team_id, defaults={"amount": amount, "currency": "USD"}
            )
        for address in (*pages, addresses["done"], addresses["paid"]):
            assert unmarked(address) == set(), (address, amount)
        for kind, place in (("ml.m5.large", connection), ("ml.m5.large", real), ("ml.x.y", real)):
            InstanceTime.objects.update_or_create(
                team=connection.team,
                connection=place,
                creator=None,
                day=timezone.now().date(),
                instance_type=kind,
                defaults={"seconds": 7200},
            )
    Budget.objects.update(currency="CHF")
    for address in pages:
        assert unmarked(address) == set(), address
    for amount in ("", "x", "0", "1.234", "99999999999"):
        assert unmarked(reverse("jobs:budget"), amount=amount) == set(), amount


@pytest.mark.parametrize(
    "table",
    ["x", "strange: 1", "currency: x", "as_of: 1", "regions: 1", "regions: {a: {m: 1}}"],
)
def test_what_is_wrong_with_a_table_of_prices(
    unmarked: Unmarked, connection: Connection, table: str
) -> None:
    assert unmarked(reverse("jobs:prices"), text=table) == set()
    with override("de"), pytest.raises(WrongPricesError, match="⟦"):
        prices.read(table)


def test_the_list_and_what_is_done_with_it(
    unmarked: Unmarked, addresses: dict[str, str], signed_in: Client, alice: User
) -> None:
    keys = "&".join(f"job={job.pk}" for job in TuningJob.objects.all())
    SavedView.objects.create(
        team_id=TuningJob.objects.all()[0].team_id, owner=alice, name="Mine", is_shared=True
    )
    every = "&".join(f"column={key}" for key in columns.COLUMNS)
    signed_in.post(reverse("jobs:preferences"), every, "application/x-www-form-urlencoded")
    narrowed = "q=n&status=Held&creator=alice&algorithm=a&metric=m&tag=t&since=2026-01-01"
    for query in ("", "q=n", "made=here", f"{narrowed}&until=2026-01-02&made=elsewhere"):
        assert unmarked(f"/jobs/?{query}&connection=every") == set(), query
    for name in ("stop-several", "tag-several"):
        assert unmarked(f"{reverse(f'jobs:{name}')}?{keys}") == set(), name
        assert unmarked(reverse(f"jobs:{name}")) == set(), name
    job = str(TuningJob.objects.get(name="done").pk)
    for key in ("aws:x", "forest"):
        assert unmarked(reverse("jobs:tag-several"), job=job, key=key) == set(), key
    assert unmarked(reverse("jobs:stop-several"), job=job) == set()
    for view in ("", "Mine"):
        assert unmarked(reverse("jobs:save-view"), view=view) == set(), view


def test_what_is_told_of_a_job_and_asked_before_it_changes(
    unmarked: Unmarked, addresses: dict[str, str]
) -> None:
    for name, address in addresses.items():
        assert unmarked(address) == set(), name
        for action in ("stop", "discard", "tags"):
            assert unmarked(f"{address}{action}/") == set(), (name, action)
    for name, action in (
        ("held", "retry"),
        ("runs", "stop"),
        ("done", "stop"),
        ("gone", "discard"),
    ):
        assert unmarked(f"{addresses[name]}{action}/", x="1") == set(), (name, action)


def test_comparisons(unmarked: Unmarked, addresses: dict[str, str]) -> None:
    jobs = "&".join(f"job={job.pk}" for job in TuningJob.objects.all()[:4])
    compared = reverse("jobs:compare-jobs")
    runs = f"{addresses['runs']}compare/?t=runs-001-0123abcd&t=runs-002-0123abcd"
    for address in (f"{compared}?{jobs}", f"{compared}?{jobs}&only=1", compared, runs):
        assert unmarked(address) == set(), address


def test_every_remedy(unmarked: Unmarked) -> None:
    with override("de"):
        for row in remedies.ROWS:
            said = outside(row.what_to_do)
            assert not WORD.search(said), said
            assert not WORD.search(outside(row.said("x", {}))), row.cause
