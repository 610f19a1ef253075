"""People on the dashboard and in the wizard, as their browsers ask: times, errors and memory.

    .venv/bin/python bench/load.py [--minutes 30] [--people 200] [--wizards 20] [--jobs 10000]

Starts a console of its own in a temporary folder, every process of it as bin/up does (gunicorn,
workers, beat, PostgreSQL, Redis), fills its database by bench/seed_jobs.py, and gives it a
SageMaker where ten jobs run and one of them changes every five seconds, so that pages have news.

A person on the dashboard opens it, asks for its news at the interval that the page names, with the
last ETag, counts notices every minute, and opens it anew every few minutes. A person in the wizard
goes through the pages of a draft, types, has it saved by the script and goes on, some ten seconds a
page, to the review and from there to the first page again. Nobody waits less when answers are late.

Prints, in Markdown, times in ms by kind of request (until the answer's last byte), what was
answered with an error, and MB of memory of each process (PSS) once a minute. `--minutes` does not
count the first minute, in which people come. What it needs: requirements-dev.txt, 2 GB of memory.
"""

import argparse
import asyncio
import json
import os
import random
import re
import sys
import tempfile
import time
from collections import Counter, defaultdict
from html import unescape
from pathlib import Path
from typing import Any
from urllib.parse import urlencode, urlsplit

sys.path.insert(0, str(Path(__file__).parents[1]))

ARRIVAL_S = 60
BELL_S = 60
STAY_S = (120, 600)
"""So long somebody looks at the dashboard before opening it anew."""
THINK_S = (5, 15)
RUNNING = 10
CHANGE_S = 5
PAGES = ("job", "hyperparameters", "data", "resources", "limits")
TOKEN = "t" * 32


def seed(jobs: int, each: int, people: int, wizards: int) -> None:
    """Fill the console's database; print the sessions, and the drafts of those in the wizard."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "tuningconsole.settings.console")
    import django

    django.setup()
    sys.path.insert(0, str(Path(__file__).parent))
    import seed_jobs
    from django.utils import timezone

    from tests.chaos.seed import session_of
    from tests.people import member_of
    from tests.wizard.conftest import ARN, REQUEST, ROLE, description
    from tuningconsole.catalog.models import Algorithm, Lookup
    from tuningconsole.teams.models import Role
    from tuningconsole.wizard import bringing

    _, connection = seed_jobs.fill(jobs, each)
    roles = [{"value": ROLE, "label": "SageMakerRole"}]
    Lookup.objects.update_or_create(connection=connection, kind="roles", defaults={"items": roles})
    Algorithm.objects.create(
        connection=connection,
        source=Algorithm.Source.OWN,
        name="decision-trees",
        arn=ARN,
        status="Completed",
        created_at=timezone.now(),
        description=description(),
    )
    found: dict[str, Any] = {"request": REQUEST, "dashboard": [], "wizard": []}
    for number in range(people + wizards):
        user = member_of(connection.team, f"person-{number}", Role.EDITOR)
        if number < people:
            found["dashboard"].append(session_of(user))
            continue
        brought = bringing.document(connection, json.dumps(REQUEST))
        draft = bringing.from_document(user, connection, brought)
        found["wizard"].append([session_of(user), str(draft.uuid)])
    print(json.dumps(found))


class Answer:
    """What came: `status` 0 for nothing."""

    def __init__(self, raw: bytes) -> None:
        head, _, body = raw.partition(b"\r\n\r\n")
        lines = head.decode("latin-1").split("\r\n")
        self.status = int(lines[0].split(" ")[1]) if head else 0
        pairs = (line.partition(": ") for line in lines[1:])
        self.headers = {name.lower(): value for name, _, value in pairs}
        self.body = body

    @property
    def text(self) -> str:
        return self.body.decode(errors="replace")


class Load:
    """The people and what they have met; times in seconds."""

    def __init__(self, url: str, minutes: float) -> None:
        parts = urlsplit(url)
        self.host, self.port = parts.hostname, parts.port
        self.start = time.monotonic()
        self.counts_from = self.start + ARRIVAL_S
        self.end = self.counts_from + minutes * 60
        self.times: defaultdict[str, list[float]] = defaultdict(list)
        self.errors: Counter[str] = Counter()

    @property
    def goes_on(self) -> bool:
        return time.monotonic() < self.end

    async def ask(
        self, kind: str, session: str, path: str, form: Any = None, etag: str = ""
    ) -> Answer:
        """Send a request on a connection of its own: gunicorn has closed the last one by then."""
        body = b"" if form is None else urlencode(form, doseq=True).encode()
        lines = [
            f"{'GET' if form is None else 'POST'} {path} HTTP/1.1",
            f"Host: {self.host}:{self.port}",
            f"Cookie: sessionid={session}; csrftoken={TOKEN}",
            f"X-CSRFToken: {TOKEN}",
            "Connection: close",
            *([f"If-None-Match: {etag}"] if etag else []),
        ]
        if form is not None:
            lines += [
                "Content-Type: application/x-www-form-urlencoded",
                f"Content-Length: {len(body)}",
            ]
        begun = time.monotonic()
        raw = b""
        try:
            async with asyncio.timeout(60):
                reader, writer = await asyncio.open_connection(self.host, self.port)
                writer.write("\r\n".join([*lines, "", ""]).encode() + body)
                raw = await reader.read()
                writer.close()
        except (OSError, TimeoutError) as error:
            self.errors[f"{kind}: {type(error).__name__}"] += 1
        answer = Answer(raw)
        if answer.status == 304:
            kind += ", no news"
        if begun >= self.counts_from:
            self.times[kind].append(time.monotonic() - begun)
        if answer.status >= 400 or (raw == b""):
            self.errors[f"{kind}: {answer.status}"] += 1
        return answer

    async def watch(self, session: str) -> None:
        """Be somebody on the dashboard."""
        await asyncio.sleep(random.uniform(0, ARRIVAL_S))
        while self.goes_on:
            page = await self.ask("dashboard", session, "/")
            leaves = min(time.monotonic() + random.uniform(*STAY_S), self.end)
            await asyncio.gather(self._refresh(session, page, leaves), self._count(session, leaves))

    async def _refresh(self, session: str, page: Answer, leaves: float) -> None:
        etag, shown = "", page
        address, interval = _live(shown.text)
        while interval and time.monotonic() + interval < leaves:
            await asyncio.sleep(interval)
            shown = await self.ask("dashboard, refreshed", session, address, etag=etag)
            if shown.status == 200:
                etag = shown.headers.get("etag", "")
                address, interval = _live(shown.text)
        await asyncio.sleep(max(0.0, leaves - time.monotonic()))

    async def _count(self, session: str, leaves: float) -> None:
        while True:
            await self.ask("notices counted", session, "/notices/count/")
            if time.monotonic() + BELL_S > leaves:
                return
            await asyncio.sleep(BELL_S)

    async def go_through(self, session: str, draft: str) -> None:
        """Be somebody in the wizard."""
        from tests.hostile.forms import forms

        await asyncio.sleep(random.uniform(0, ARRIVAL_S))
        passes = 0
        while self.goes_on:
            passes += 1
            for name in PAGES:
                path = f"/create/{draft}/{name}/"
                page = await self.ask(f"wizard: {name}", session, path)
                values: dict[str, Any] = {}
                for form in forms(page.text, path):
                    if form.address == path:
                        for key, value in form.sent():
                            values.setdefault(key, []).append(value)
                if name == "job":
                    values["HyperParameterTuningJobName"] = [f"pass-{passes}"]
                await asyncio.sleep(random.uniform(*THINK_S) / 2)
                saved = await self.ask("wizard: saved", session, path, {**values, "_save": "1"})
                values["version"] = saved.headers.get("x-version", values.get("version"))
                await asyncio.sleep(random.uniform(*THINK_S) / 2)
                await self.ask("wizard: next", session, path, {**values, "_next": "1"})
            await self.ask("wizard: review", session, f"/create/{draft}/review/")
            await asyncio.sleep(random.uniform(*THINK_S))

    def table(self) -> str:
        """Return the times by kind of request."""
        lines = ["| asked for | requests | p50 ms | p95 ms | p99 ms | slowest ms |"]
        lines += ["| --- | --- | --- | --- | --- | --- |"]
        everything = [one for times in self.times.values() for one in times]
        for kind, times in [*sorted(self.times.items()), ("all", everything)]:
            ordered = sorted(times)
            marks = [ordered[int(len(ordered) * part)] for part in (0.5, 0.95, 0.99)]
            told = " | ".join(f"{one * 1000:.0f}" for one in (*marks, ordered[-1]))
            lines.append(f"| {kind} | {len(ordered)} | {told} |")
        return "\n".join(lines)


def _live(page: str) -> tuple[str, float]:
    """Return where a page asks for its news and after how many seconds, 0 for not at all."""
    found = re.search(r'<[^>]*data-behaviour="live"[^>]*>', page)
    if not found:
        return "", 0
    address = re.search(r'data-address="([^"]*)"', found[0])
    interval = re.search(r'data-interval-s="(\d+)"', found[0])
    return (
        "/" + unescape(address[1]).removeprefix("/") if address else "/",
        float(interval[1]) if interval else 0,
    )


def memory(console: Any) -> dict[str, int]:
    """Return MB of each part with its children: PSS, which shares out what several have."""
    found = {}
    for name, process in sorted(console._running.items()):  # noqa: SLF001
        kilobytes, waiting = 0, [process.popen.pid]
        while waiting:
            pid = waiting.pop()
            try:
                told = Path(f"/proc/{pid}/smaps_rollup").read_text()
                children = Path(f"/proc/{pid}/task/{pid}/children").read_text()
            except OSError:
                continue
            kilobytes += int(re.search(r"^Pss:\s+(\d+)", told, re.MULTILINE)[1])  # type: ignore[index]
            waiting += map(int, children.split())
        found[name] = kilobytes // 1024
    return found


async def note_memory(console: Any, load: Load, lines: list[str]) -> None:
    """Write a line of the table of memory every minute, the first and the last one as well."""
    while True:
        at = time.monotonic()
        now = memory(console)
        if not lines:
            lines += [f"| minute | {' | '.join(now)} |", "| --- " * (len(now) + 1) + "|"]
        values = " | ".join(str(one) for one in now.values())
        lines.append(f"| {(at - load.counts_from) / 60:.0f} | {values} |")
        if not load.goes_on:
            return
        await asyncio.sleep(min(60.0, max(0.1, load.end - at)))


async def change(sky: Any, load: Load) -> None:
    """Let one of the running jobs get on."""
    jobs = list(sky.jobs["us-east-2"].values())
    while load.goes_on:
        job = random.choice(jobs)
        job.counters = job.counters | {"Completed": job.counters["Completed"] + 1}
        job.changed = time.time()
        await asyncio.sleep(CHANGE_S)


async def run(console: Any, sky: Any, seeded: dict[str, Any], minutes: float) -> None:
    load, lines = Load(console.url, minutes), list[str]()
    spent = time.process_time()
    await asyncio.gather(
        *(load.watch(session) for session in seeded["dashboard"]),
        *(load.go_through(*person) for person in seeded["wizard"]),
        note_memory(console, load, lines),
        change(sky, load),
    )
    spent = (time.process_time() - spent) / (load.end - load.start)
    print(load.table(), "", *lines, "", sep="\n")
    print(f"errors: {dict(load.errors) or 'none'}")
    print(
        f"the load's own share of a processor: {spent:.0%}; load average {os.getloadavg()[0]:.1f}"
    )


def main(asked: argparse.Namespace) -> None:
    from tests.chaos.console import Console
    from tests.chaos.sagemaker import NAME, Job, SageMaker, serve

    sky = SageMaker()
    server = serve(sky)
    with tempfile.TemporaryDirectory(prefix="tuningconsole-load-") as folder:
        console = Console(Path(folder), f"http://127.0.0.1:{server.server_address[1]}")
        try:
            console.start()
            counts = (asked.jobs, asked.each, asked.people, asked.wizards)
            told = console.manage("seed", *map(str, counts), module="bench.load")
            seeded = json.loads(told.splitlines()[-1])
            for number in range(RUNNING):
                request = {**seeded["request"], NAME: f"running-{number}"}
                made = Job("us-east-2", request, time.time(), 1e9)
                sky.jobs["us-east-2"][made.name] = made
            console.start_programs()
            asyncio.run(run(console, sky, seeded, asked.minutes))
        finally:
            console.stop()
            server.shutdown()


if __name__ == "__main__":
    if sys.argv[1:2] == ["seed"]:
        seed(*map(int, sys.argv[2:]))
    else:
        parser = argparse.ArgumentParser(description=str(__doc__).partition("\n")[0])
        parser.add_argument("--minutes", type=float, default=30)
        for argument, usual in (("people", 200), ("wizards", 20), ("jobs", 10_000), ("each", 10)):
            parser.add_argument(f"--{argument}", type=int, default=usual)
        main(parser.parse_args())
