"""Server time of the pages of jobs with 10,000 tuning jobs of 20 training jobs each.

    .venv/bin/python bench/pages.py [tuning jobs] [requests a page]

Starts a PostgreSQL and a Redis of its own in a temporary folder, as tests/services.py does, fills
the tables and asks for each page through Django's whole stack of middleware, templates included.
Prints the median, the 95th percentile and the number of queries. What it needs: two minutes, and
the packages of requirements-dev.txt.
"""

import math
import os
import statistics
import sys
import time
from collections.abc import Callable, Iterator
from datetime import timedelta
from pathlib import Path
from uuid import uuid4

sys.path.insert(0, str(Path(__file__).parents[1]))

from tests.services import Services

BATCH = 1000
TRAINING_JOBS = 20
STATUSES = ("Completed",) * 7 + ("Failed", "Stopped", "InProgress")


def jobs(number: int, team: object, connection: object, user: object) -> Iterator[object]:
    from django.utils import timezone

    from tests.jobs.conftest import CONFIG, DEFINITION
    from tuningconsole.jobs.models import State, TuningJob

    now = timezone.now()
    for count in range(number):
        status = STATUSES[count % len(STATUSES)] if count < number - 5 else "InProgress"
        created = now - timedelta(minutes=10 * (number - count))
        name = f"tuning-job-{count:05}"
        yield TuningJob(
            team=team,
            connection=connection,
            creator=user,
            key=uuid4(),
            name=name,
            name_key=name,
            account="111122223333",
            region="us-east-2",
            arn=f"arn:aws:sagemaker:us-east-2:111122223333:hyper-parameter-tuning-job/{name}",
            state=State.CREATED,
            status=status,
            created_at=created,
            modified_at=created,
            ended_at=None if status == "InProgress" else created + timedelta(minutes=5),
            seen_at=now,
            strategy="Bayesian",
            training_jobs_wanted=TRAINING_JOBS,
            counters={"Completed": TRAINING_JOBS - 1, "NonRetryableError": 1},
            best_name=f"{name}-020-0123abcd",
            best_value=0.9,
            request={"HyperParameterTuningJobConfig": CONFIG, "TrainingJobDefinition": DEFINITION},
            description={
                "HyperParameterTuningJobConfig": CONFIG,
                "TrainingJobDefinition": DEFINITION,
            },
            tags={"project": "bench"},
        )


def training_jobs(parents: list[object]) -> Iterator[object]:
    from tests.jobs.conftest import DEFINITION
    from tuningconsole.jobs.models import TrainingJob

    for parent in parents:
        for count in range(1, TRAINING_JOBS + 1):
            created = parent.created_at + timedelta(seconds=10 * count)
            name = f"{parent.name}-{count:03}-0123abcd"
            yield TrainingJob(
                tuning_job=parent,
                name=name,
                arn=f"arn:aws:sagemaker:us-east-2:111122223333:training-job/{name}",
                status="Failed" if count == 1 else "Completed",
                failure_reason="AlgorithmError: , exit code: 1" if count == 1 else "",
                objective_value=None if count == 1 else 0.5 + math.sin(count) / 4,
                hyperparameters={"max_leaf_nodes": str(count), "learning_rate": "0.0123456789"},
                created_at=created,
                started_at=created,
                ended_at=created + timedelta(seconds=9),
                seen_at=created,
                # As long as a real answer, of which the table must not read a byte.
                description={"TrainingJobStatus": "Completed", **DEFINITION},
            )


def fill(number: int) -> tuple[object, object]:
    """Fill the tables; return a person and the newest ended job."""
    from django.contrib.auth.models import User
    from django.db import connection as database
    from django.utils import timezone

    from tests.jobs.conftest import connected, member_of
    from tuningconsole.jobs.models import Sweep, TrainingJob, TuningJob
    from tuningconsole.teams.models import Role, Team

    team = Team.objects.create(name="Benchers")
    place, now = connected(team), timezone.now()
    Sweep.objects.create(connection=place, due_at=now, discover_due_at=now, seen_at=now)
    user: User = member_of(team, "alice", Role.EDITOR)
    batch: list[object] = []
    for row in jobs(number, team, place, user):
        batch.append(row)
        if len(batch) == BATCH:
            TrainingJob.objects.bulk_create(
                training_jobs(TuningJob.objects.bulk_create(batch)), batch_size=2000
            )
            batch = []
            print(".", end="", flush=True)
    if batch:
        TrainingJob.objects.bulk_create(training_jobs(TuningJob.objects.bulk_create(batch)))
    print()
    with database.cursor() as cursor:
        cursor.execute("ANALYZE")
    return user, TuningJob.objects.filter(status="Completed").order_by("-created_at").first()


class Counter:
    """Counts the queries."""

    def __init__(self) -> None:
        self.number = 0

    def __call__(self, execute: Callable[..., object], *query: object) -> object:
        self.number += 1
        return execute(*query)


def measure(number: int, requests: int) -> None:
    """Fill, then ask for every page and print what it took."""
    from django.db import connection as database
    from django.test import Client
    from django.urls import reverse

    from tuningconsole.jobs.models import TrainingJob, TuningJob

    user, job = fill(number)
    print(f"{TuningJob.objects.count()} tuning jobs, {TrainingJob.objects.count()} training jobs")
    middle = TuningJob.objects.order_by("created_at")[number // 2]
    key = f"older.{middle.pk}.{middle.created_at.isoformat()}"
    client = Client()
    client.force_login(user)
    pages = {
        "list": ("/jobs/", {}),
        "list, page in the middle": ("/jobs/", {"page": key}),
        "list, by status": ("/jobs/", {"status": "Failed"}),
        "list, by a name that one has": ("/jobs/", {"q": middle.name}),
        "list, no match": ("/jobs/", {"q": "no such"}),
        "list, refreshed": ("/jobs/", {"live": "1"}),
        "detail, best training job": (reverse("jobs:detail", args=[job.uuid]), {}),
        "detail, training jobs": (
            reverse("jobs:training-jobs", args=[job.uuid]),
            {"sort": "-objective"},
        ),
        "detail, definition": (reverse("jobs:definition", args=[job.uuid]), {}),
        "detail, refreshed": (reverse("jobs:detail", args=[job.uuid]), {"live": "1"}),
    }
    print(f"{'page':32}{'median ms':>10}{'p95 ms':>10}{'queries':>10}")
    for name, (address, query) in pages.items():
        asked = Counter()
        with database.execute_wrapper(asked):
            assert client.get(address, query).status_code == 200
        times = []
        for _ in range(requests):
            start = time.perf_counter()
            client.get(address, query)
            times.append((time.perf_counter() - start) * 1000)
        late = statistics.quantiles(times, n=20)[-1]
        print(f"{name:32}{statistics.median(times):10.1f}{late:10.1f}{asked.number:10}")


def main() -> None:
    number, requests, *_ = [*map(int, sys.argv[1:]), *(10_000, 100)[len(sys.argv) - 1 :]]
    services = Services()
    try:
        os.environ.setdefault("DJANGO_SETTINGS_MODULE", "tuningconsole.settings.tests")
        import django

        django.setup()
        from django.conf import settings
        from django.core.management import call_command

        settings.ALLOWED_HOSTS = ["testserver"]
        call_command("migrate", verbosity=0)
        measure(number, requests)
        from django.db import connections

        connections.close_all()
    finally:
        services.stop()


if __name__ == "__main__":
    main()
