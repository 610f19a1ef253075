"""How soon the Charts tab of a tuning job with 500 training jobs is drawn, in Chromium.

    .venv/bin/python bench/charts.py [rounds]

Starts a PostgreSQL, a Redis and the console under gunicorn in a temporary folder, as a deployment
does, and opens the job's page in Chromium, 1280 by 900. The time is from the click on the tab to
the moment when each chart that the window shows is drawn: first with an empty cache and a server
that has drawn nothing yet, then again and again as somebody meets it who has seen charts before.
Beside it stand the processor's time of the page, the time until all charts are drawn, and when
Plotly and each figure were there.
"""

import contextlib
import os
import statistics
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).parents[1]))

from tests.services import Services, free_port

NUMBER = 500
METRICS = "Performance.getMetrics"


def fill() -> tuple[str, Any]:
    """Make the job; return the key of a session and the job."""
    from django.contrib.auth.models import User
    from django.test import Client
    from django.utils import timezone

    from tests.charts.studies import searched
    from tests.jobs.conftest import DEFINITION
    from tests.journeys.test_charts import CONFIG, RANGES, STATUSES
    from tests.people import connected, member_of
    from tuningconsole.jobs.models import State, Sweep, TrainingJob, TuningJob
    from tuningconsole.teams.models import Role, Team

    team, now = Team.objects.create(name="Benchers"), timezone.now()
    place = connected(team)
    Sweep.objects.create(connection=place, due_at=now, discover_due_at=now, seen_at=now)
    user: User = member_of(team, "bench", Role.EDITOR)
    config = {**CONFIG, "ParameterRanges": RANGES, "TrainingJobEarlyStoppingType": "Auto"}
    job = TuningJob.objects.create(
        team=team,
        connection=place,
        name="trees",
        name_key="trees",
        account="111122223333",
        region=place.region,
        arn="arn:aws:sagemaker:us-east-2:111122223333:hyper-parameter-tuning-job/trees",
        state=State.CREATED,
        status="Completed",
        created_at=now - timedelta(days=1),
        ended_at=now,
        seen_at=now,
        strategy="Bayesian",
        training_jobs_wanted=NUMBER,
        counters={"Completed": NUMBER},
        description={"HyperParameterTuningJobConfig": config, "TrainingJobDefinition": DEFINITION},
    )
    TrainingJob.objects.bulk_create(
        TrainingJob(
            tuning_job=job,
            name=point.name,
            status=STATUSES.get(point.outcome, "Stopped"),
            objective_value=point.value,
            hyperparameters=point.hyperparameters,
            created_at=job.created_at,
            started_at=job.created_at + timedelta(seconds=point.start_s or 0),
            ended_at=job.created_at + timedelta(seconds=point.at_s),
            seen_at=now,
            instances={"ml.m5.large": 1},
            counted_s=50,
        )
        for point in searched(NUMBER).points
    )
    client = Client()
    client.force_login(user)
    return client.cookies["sessionid"].value, job


@contextlib.contextmanager
def served(folder: Path) -> Iterator[str]:
    """Serve the console as a deployment does; give its address."""
    port = free_port()
    given = {
        **os.environ,
        "DJANGO_SETTINGS_MODULE": "tuningconsole.settings.console",
        "STATIC_ROOT": str(folder / "static"),
        "HTTPS": "false",
        "ALLOWED_HOSTS": "127.0.0.1",
    }
    python = Path(sys.executable)
    here = Path(__file__).parents[1]
    collect = [python, "manage.py", "collectstatic", "--noinput", "--verbosity", "0"]
    subprocess.run(collect, check=True, env=given, cwd=here)
    server = subprocess.Popen(
        [
            *(python.with_name("gunicorn"), "--worker-class", "gthread", "--threads", "8"),
            *("--bind", f"127.0.0.1:{port}", "--no-control-socket", "--log-level", "warning"),
            "tuningconsole.wsgi",
        ],
        env=given,
        cwd=here,
    )
    address = f"http://127.0.0.1:{port}"
    try:
        while not _answers(address):
            time.sleep(0.2)
        yield address
    finally:
        server.terminate()
        server.wait()


def _answers(address: str) -> bool:
    try:
        return bool(urllib.request.urlopen(f"{address}/sign-in/").status == 200)
    except OSError:
        return False


def measure(address: str, session: str, job: Any, rounds: int) -> None:
    """Open the tab with an empty cache, then again; print what it took."""
    from playwright.sync_api import sync_playwright

    from tests.browser import ARGUMENTS, CHROMIUM

    executable = CHROMIUM if CHROMIUM.exists() else None
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=executable, args=list(ARGUMENTS))
        context = browser.new_context(viewport={"width": 1280, "height": 900})
        context.add_cookies([{"name": "sessionid", "value": session, "url": address}])
        page = context.new_page()
        print(f"load average {os.getloadavg()[0]:.1f}")
        print(f"{'':28}{'in the window':>16}{'its processor':>16}{'all, scrolled':>16}")
        tell("first time, empty cache", [opened(page, address, job)])
        print(figures(page))
        tell(f"again, median of {rounds}", [opened(page, address, job) for _ in range(rounds)])
        print(figures(page))
        print(f"load average {os.getloadavg()[0]:.1f}")
        browser.close()


def tell(what: str, times: list[tuple[float, ...]]) -> None:
    """Print the medians, and the least and the most."""
    told = [f"{statistics.median(each):.2f} s" for each in zip(*times, strict=True)]
    print(f"{what:28}" + "".join(f"{each:>16}" for each in told))
    if len(times) > 1:
        ends = [f"{min(each):.2f} to {max(each):.2f}" for each in zip(*times, strict=True)]
        print(f"{'':28}" + "".join(f"{each:>16}" for each in ends))


def opened(page: Any, address: str, job: Any) -> tuple[float, ...]:
    """Return seconds from the click on the tab: to the pictures in the window, and to all.

    Between them stands what the page's thread has worked for the first. All are drawn as somebody
    scrolls who waits for each.
    """
    from tests.journeys.test_charts import IN_WINDOW

    page.goto(f"{address}/jobs/{job.uuid}/")
    page.wait_for_load_state("networkidle")
    browser = page.context.new_cdp_session(page)
    browser.send("Performance.enable", {"timeDomain": "threadTicks"})
    start = time.perf_counter()
    page.get_by_role("link", name="Charts").click()
    page.wait_for_function(IN_WINDOW, polling=10)
    in_window = time.perf_counter() - start
    known = {each["name"]: each["value"] for each in browser.send(METRICS)["metrics"]}
    for chart in page.locator(".chart").all():
        chart.scroll_into_view_if_needed()
        page.wait_for_function("it => it.dataset.drawn", arg=chart.element_handle(), polling=10)
    return in_window, known["TaskDuration"], time.perf_counter() - start


def figures(page: Any) -> str:
    """Return when the page was there, Plotly and each figure, from the beginning on."""
    found = page.evaluate(
        """() => performance.getEntriesByType("resource").concat(
            performance.getEntriesByType("navigation")).map((each) => [
                each.name.split("/").slice(-2).join("/").slice(0, 44),
                Math.round(each.startTime), Math.round(each.responseEnd), each.transferSize,
            ]).filter(([name]) => /figure.json|plotly-|charts/.test(name))"""
    )
    return "\n".join(
        f"    {name:46}{start:6} to {end:6} ms{size:9} bytes" for name, start, end, size in found
    )


def main() -> None:
    rounds = int(sys.argv[1]) if len(sys.argv) > 1 else 10
    services = Services()
    try:
        os.environ.setdefault("DJANGO_SETTINGS_MODULE", "tuningconsole.settings.tests")
        import django

        django.setup()
        from django.core.management import call_command
        from django.db import connections

        call_command("migrate", verbosity=0)
        session, job = fill()
        connections.close_all()
        with served(services.folder) as address:
            measure(address, session, job, rounds)
    finally:
        services.stop()


if __name__ == "__main__":
    main()
