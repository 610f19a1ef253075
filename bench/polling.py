"""What polling asks of AWS, and how old what the console knows is.

    .venv/bin/python bench/polling.py calls      # two minutes of processor time, no waiting
    .venv/bin/python bench/polling.py freshness  # real processes, two minutes each

`calls` runs the console's own sweeps and descriptions over a clock of its own and counts what
comes to a server that speaks SageMaker's wire. `freshness` starts a whole console over ten accounts
of 100 tuning jobs each, all at work, and reads every second when each row was last seen; then again
with three of the ten hanging. What it needs: the packages of requirements-dev.txt.
"""

import argparse
import json
import os
import random
import statistics
import sys
import tempfile
import threading
import time
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[1]))

from tests.chaos.sagemaker import Fault, Job, SageMaker, serve

JOBS = 100
"""So many run at once in an account and Region (automatic-model-tuning-limits)."""
DESCRIBE_EVERY_S = 30
"""What a client that waits for one job does: Airflow's SageMakerTuningOperator by default."""
LATENCY_S = 0.15
WATCHED_S = 120


BEGAN = float(int(time.time()) - 86_400)
"""When the jobs were created; the console's process that fills its database is told of it."""


def at_aws(sagemaker: SageMaker, region: str, number: int) -> None:
    """Have jobs run there."""
    began = float(os.environ.get("BENCH_BEGAN", BEGAN))
    config = {
        "Strategy": "Random",
        "ResourceLimits": {"MaxNumberOfTrainingJobs": 750, "MaxParallelTrainingJobs": 10},
    }
    for count in range(number):
        name = f"job-{count:05}"
        request = {"HyperParameterTuningJobName": name, "HyperParameterTuningJobConfig": config}
        sagemaker.jobs[region][name] = Job(region, request, began + count, 1e9)


def environment(address: str) -> dict[str, str]:
    return {
        "AWS_ENDPOINT_URL": "http://127.0.0.1:1",
        "AWS_ENDPOINT_URL_SAGEMAKER": address,
        "AWS_ACCESS_KEY_ID": "AKIDTESTTESTTESTTEST",
        "AWS_SECRET_ACCESS_KEY": "secret",
        "AWS_EC2_METADATA_DISABLED": "true",
        "NO_PROXY": "*",
        "BENCH_BEGAN": str(BEGAN),
    }


def fill(sagemaker: SageMaker, connections: int, now: datetime) -> None:
    """Make the rows of what runs there, as if it had been read just now."""
    from tuningconsole.aws.models import Connection
    from tuningconsole.jobs import mirror
    from tuningconsole.jobs.models import State, Sweep, TuningJob
    from tuningconsole.teams.models import Team

    team = Team.objects.create(name=f"Benchers {random.random()}")
    for region, jobs in list(sagemaker.jobs.items())[:connections]:
        connection = Connection.objects.create(
            team=team, name=region, kind="aws", region=region, account_id="111122223333"
        )
        # Spread over their interval, as those of a console that has run for a while are.
        due = now + timedelta(seconds=random.uniform(0, 10))
        Sweep.objects.create(
            connection=connection,
            due_at=due,
            discover_due_at=now + timedelta(seconds=random.uniform(0, 60)),
            found_until=now,
        )
        TuningJob.objects.bulk_create(
            TuningJob(
                team=team,
                connection=connection,
                name=job.name,
                name_key=job.name,
                account="111122223333",
                region=region,
                state=State.CREATED,
                description={},
                tags={},
                **mirror._common(of_wire(job.summary(now.timestamp())), now),  # noqa: SLF001
            )
            for job in jobs.values()
        )


def of_wire(summary: dict) -> dict:
    """Return the summary as boto3 gives it."""
    times = ("CreationTime", "LastModifiedTime")
    return summary | {name: datetime.fromtimestamp(summary[name], UTC) for name in times}


def calls(minutes: int = 5) -> None:
    """Print how often AWS is asked a minute, while nothing and while everything changes."""
    from tests.services import Services

    services = Services()
    sagemaker = SageMaker(clock=lambda: clock[0].timestamp())
    clock = [datetime.now(UTC)]
    server = serve(sagemaker)
    address = f"http://127.0.0.1:{server.server_address[1]}"
    os.environ |= environment(address) | {"DJANGO_SETTINGS_MODULE": "tuningconsole.settings.tests"}
    try:
        import django

        django.setup()
        from django.core.management import call_command

        call_command("migrate", verbosity=0)
        print(
            "jobs  connections  every job changes  calls/min  list  describe  naive  ratio  p95 age"
        )
        for jobs, connections, change_s in (
            (10, 1, 0),
            (100, 1, 0),
            (10_000, 100, 0),
            (100, 1, 600),
            (100, 1, 60),
            (1000, 10, 60),
        ):
            measure(sagemaker, clock, jobs, connections, change_s, minutes)
    finally:
        server.shutdown()
        services.stop()


def measure(
    sagemaker: SageMaker,
    clock: list[datetime],
    jobs: int,
    connections: int,
    change_s: int,
    minutes: int,
) -> None:
    from django.core.cache import cache

    from tuningconsole.jobs import polling
    from tuningconsole.jobs.models import Sweep, TuningJob
    from tuningconsole.teams.models import Team

    Team.objects.all().delete()
    cache.clear()
    sagemaker.jobs.clear()
    for number in range(connections):
        at_aws(sagemaker, f"region-{number:03}", jobs // connections)
    fill(sagemaker, connections, clock[0])
    sagemaker.calls.clear()
    dice = random.Random(1)
    ages: list[float] = []
    for second in range(minutes * 60):
        clock[0] += timedelta(seconds=1)
        for job in [job for region in sagemaker.jobs.values() for job in region.values()]:
            if change_s and dice.random() < 1 / change_s:
                change(job, clock[0].timestamp())
        for pk in Sweep.objects.filter(due_at__lte=clock[0]).values_list("connection", flat=True):
            polling.sweep(pk, clock[0])
        for pk in TuningJob.objects.to_refresh(clock[0]).values_list("pk", flat=True):
            polling.refresh(pk, clock[0])
        if second % 5 == 0:
            seen = TuningJob.objects.values_list("seen_at", flat=True)
            ages += [(clock[0] - each).total_seconds() for each in seen]
    made = sum(sagemaker.calls.values()) / minutes
    lists = sum(n for (op, _), n in sagemaker.calls.items() if op.startswith("ListHyper"))
    describes = sum(n for (op, _), n in sagemaker.calls.items() if op.startswith("Describe"))
    naive = jobs * 60 / DESCRIBE_EVERY_S
    print(
        f"{jobs:5}  {connections:11}  {f'every {change_s} s' if change_s else 'never':>17}"
        f"  {made:9.1f}  {lists / minutes:4.0f}  {describes / minutes:8.1f}  {naive:5.0f}"
        f"  1/{naive / made:.1f}  {statistics.quantiles(ages, n=20)[18]:8.1f}",
        flush=True,
    )


def change(job: Job, now: float) -> None:
    """Have one more training job of it end."""
    job.counters = {**job.counters, "Completed": job.counters["Completed"] + 1}
    job.changed = float(int(now))


def freshness(hanging: int = 0) -> None:
    """Print how old the rows of ten busy accounts are, and how long a change takes to be seen."""
    from tests.chaos.console import Console

    sick = {f"region-{number:03}" for number in range(hanging)}

    def choose(_: str, region: str, __: dict) -> Fault:
        if region in sick:
            return Fault.SILENT
        time.sleep(LATENCY_S)
        return Fault.NONE

    sagemaker = SageMaker()
    for number in range(10):
        at_aws(sagemaker, f"region-{number:03}", JOBS)
    server = serve(sagemaker, choose)
    address = f"http://127.0.0.1:{server.server_address[1]}"
    with tempfile.TemporaryDirectory(prefix="polling-") as folder:
        console = Console(Path(folder), address, **environment(address))
        try:
            console.start()
            console.manage("fill", module="bench.polling")
            console.start_programs()
            watch(console, sagemaker, sick)
        finally:
            console.stop()
            server.shutdown()


def watch(console: object, sagemaker: SageMaker, sick: set[str]) -> None:
    ages: list[float] = []
    ended = threading.Event()

    def work() -> None:
        # A training job of some tuning job ends, so that each changes once a minute.
        jobs = [job for region in sagemaker.jobs.values() for job in region.values()]
        while not ended.wait(60 / len(jobs)):
            change(random.choice(jobs), time.time())

    threading.Thread(target=work, daemon=True).start()
    healthy = ", ".join(f"'{region}'" for region in sagemaker.jobs if region not in sick)
    statement = (
        "SELECT extract(epoch FROM now() - seen_at)::float FROM jobs_tuningjob"
        f" WHERE region IN ({healthy})"
    )
    began = time.monotonic()
    # Its workers are up once they have seen every account, and those that hang are found out.
    while max(age for (age,) in console.rows(statement)) > time.monotonic() - began:
        time.sleep(1)
    time.sleep(30)
    began = time.monotonic()
    sagemaker.calls.clear()
    while time.monotonic() < began + WATCHED_S:
        time.sleep(1)
        ages += [age for (age,) in console.rows(statement)]
    ended.set()
    made = sum(n for (_, region), n in sagemaker.calls.items() if region not in sick)
    cuts = statistics.quantiles(ages, n=100)
    print(
        f"{10 - len(sick)} accounts of {JOBS} jobs, {len(sick)} more hang: seen median"
        f" {statistics.median(ages):.1f} s, p95 {cuts[94]:.1f} s, p99 {cuts[98]:.1f} s,"
        f" {made / WATCHED_S / (10 - len(sick)):.2f} calls a second and account",
        flush=True,
    )


def fill_console() -> None:
    """Fill the database of a console that is about to start (run by `freshness`)."""
    import django

    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "tuningconsole.settings.console")
    django.setup()
    sagemaker = SageMaker()
    now = datetime.now(UTC)
    for number in range(10):
        at_aws(sagemaker, f"region-{number:03}", JOBS)
    fill(sagemaker, 10, now)
    print(json.dumps("filled"))


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("what", choices=["calls", "freshness", "fill"])
    run: dict[str, Callable[[], None]] = {"calls": calls, "fill": fill_console}
    match parser.parse_args().what:
        case "freshness":
            freshness()
            freshness(hanging=3)
        case what:
            run[what]()


if __name__ == "__main__":
    main()
