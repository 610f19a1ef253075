"""Server time of the pages of jobs with 100,000 tuning jobs of 10 training jobs each.

    .venv/bin/python bench/pages.py [tuning jobs] [training jobs of each] [requests a page]

Starts a PostgreSQL and a Redis of its own in a temporary folder, as tests/services.py does, fills
the tables and asks for each page through Django's whole stack of middleware, templates included.
Prints the median, the 95th percentile, the processor's time and the number of queries. What it
needs: five minutes, 4 GB of disk, and the packages of requirements-dev.txt.
"""

import os
import statistics
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).parents[1]))

import seed_jobs

from tests.services import Services


class Counter:
    """Counts the queries."""

    def __init__(self) -> None:
        self.number = 0

    def __call__(self, execute: Callable[..., object], *query: object) -> object:
        self.number += 1
        return execute(*query)


def pages(number: int) -> dict[str, tuple[str, dict[str, str]]]:
    """Return what is asked for: name -> address, query."""
    from django.urls import reverse

    from tuningconsole.jobs.models import TuningJob

    job = TuningJob.objects.filter(status="Completed").order_by("-created_at")[3]
    middle = TuningJob.objects.order_by("created_at")[number // 2]
    key = f"older.{middle.pk}.{middle.created_at.isoformat()}"
    shown = TuningJob.objects.filter(connection=job.connection).order_by("-created_at")[:25]
    live = {"live": "1", "of": str(job.connection_id)}
    live["shown"] = ".".join(str(pk) for pk in shown.values_list("pk", flat=True))
    old_day = f"{middle.created_at:%Y-%m-%d}"
    list_ = "/jobs/"
    lists = {
        "first page": {},
        "every connection": {"connection": "every"},
        "a page in the middle": {"page": key},
        "by status": {"status": "Failed"},
        "by creator": {"creator": "carol"},
        "by algorithm": {"algorithm": "algorithm-7"},
        "by tag": {"tag": "project=project-7"},
        "by tag, oldest first": {"tag": "project=project-7", "sort": "created"},
        "made elsewhere": {"made": "elsewhere"},
        "until a day long ago": {"until": old_day},
        "by a name that one has": {"q": middle.name},
        "by a part that all have": {"q": "tuning-job"},
        "no match": {"q": "no such"},
        "status, creator, tag": {"status": "Failed", "creator": "carol", "tag": "project"},
        "sorted by name": {"sort": "name"},
        "sorted by status": {"sort": "status"},
        "sorted by best": {"sort": "-best"},
        "sorted by best, a creator's": {"sort": "best", "creator": "carol"},
        "sorted by end": {"sort": "-ended"},
        "sorted by duration": {"sort": "-duration"},
        "sorted by name, an algorithm": {"sort": "name", "algorithm": "algorithm-7"},
    }
    found = {f"list, {name}": (list_, query) for name, query in lists.items()}
    return found | {
        "list, refreshed": (list_, live),
        "dashboard": (reverse("home"), {}),
        "dashboard, refreshed": (reverse("home"), {"live": "1"}),
        "detail, best training job": (reverse("jobs:detail", args=[job.uuid]), {}),
        "detail, training jobs": (
            reverse("jobs:training-jobs", args=[job.uuid]),
            {"sort": "-objective"},
        ),
        "detail, definition": (reverse("jobs:definition", args=[job.uuid]), {}),
        "detail, refreshed": (reverse("jobs:detail", args=[job.uuid]), {"live": "1"}),
    }


def measure(number: int, each: int, requests: int) -> None:
    """Fill, then ask for every page and print what it took."""
    from django.db import connection as database
    from django.test import Client

    from tuningconsole.jobs.models import TrainingJob, TuningJob

    start = time.perf_counter()
    user, _ = seed_jobs.fill(number, each)
    filled = time.perf_counter() - start
    print(f"{TuningJob.objects.count()} tuning jobs, {TrainingJob.objects.count()} training jobs")
    print(f"filled in {filled:.0f} s")
    client = Client()
    client.force_login(user)
    print(f"{'page':36}{'median ms':>10}{'p95 ms':>10}{'CPU ms':>10}{'queries':>10}")
    for name, (address, query) in pages(number).items():
        asked = Counter()
        with database.execute_wrapper(asked):
            answer = client.get(address, query)
        assert answer.status_code == 200
        _time(name, client, (address, query, {}), requests, asked.number)
        if query.get("live") and "detail" not in name:
            seen = {"If-None-Match": answer["ETag"]}
            asked = Counter()
            with database.execute_wrapper(asked):
                assert client.get(address, query, headers=seen).status_code == 304
            _time(f"{name}, no news", client, (address, query, seen), requests, asked.number)


def _time(name: str, client: Any, asked: tuple[Any, ...], requests: int, queries: int) -> None:
    """Print how long the request takes, and how much of the processors, the database's included."""
    address, query, headers = asked
    times, start = [], _processor_s()
    for _ in range(requests):
        begun = time.perf_counter()
        client.get(address, query, headers=headers)
        times.append((time.perf_counter() - begun) * 1000)
    spent = (_processor_s() - start) / requests * 1000
    late = statistics.quantiles(times, n=20)[-1]
    print(f"{name:36}{statistics.median(times):10.1f}{late:10.1f}{spent:10.1f}{queries:10}")


def _processor_s() -> float:
    """Return the seconds of processor that this process and its part of PostgreSQL have taken.

    What others do on the machine is hardly in it. PostgreSQL's is known on Linux only.
    """
    from django.db import connection as database

    with database.cursor() as cursor:
        cursor.execute("SELECT pg_backend_pid()")
        told = Path(f"/proc/{cursor.fetchone()[0]}/stat")
    ticks = told.read_text().rpartition(")")[2].split()[11:13] if told.exists() else []
    return time.process_time() + sum(map(int, ticks)) / os.sysconf("SC_CLK_TCK")


def main() -> None:
    usual = (seed_jobs.TUNING_JOBS, seed_jobs.TRAINING_JOBS, 100)
    number, each, requests, *_ = [*map(int, sys.argv[1:]), *usual[len(sys.argv) - 1 :]]
    services = Services()
    try:
        os.environ.setdefault("DJANGO_SETTINGS_MODULE", "tuningconsole.settings.tests")
        import django

        django.setup()
        from django.conf import settings
        from django.core.management import call_command

        settings.ALLOWED_HOSTS = ["testserver"]
        call_command("migrate", verbosity=0)
        measure(number, each, requests)
        from django.db import connections

        connections.close_all()
    finally:
        services.stop()


if __name__ == "__main__":
    main()
