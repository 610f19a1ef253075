"""The embedded stack as one thing: start it, keep it up, stop it."""

import os
import sys
import time
import urllib.request
from collections.abc import Callable, Mapping
from concurrent.futures import ThreadPoolExecutor
from http import HTTPStatus
from pathlib import Path
from socket import create_connection

from tuningconsole.embedded import aws, processes
from tuningconsole.embedded.parts import (
    BASE_DIR,
    CONSOLE,
    ENGINE,
    Part,
    services,
    shared_environment,
    stores,
)
from tuningconsole.embedded.postgres import Postgres
from tuningconsole.embedded.processes import Process
from tuningconsole.embedded.state import HOST, SetUpError, State

READY_WITHIN_S = 60.0
STOP_WITHIN_S = 10.0
RESTARTS = 3
"""So many restarts of one part within RESTARTS_WITHIN_S, and the stack gives up."""
RESTARTS_WITHIN_S = 60.0


class Stack:
    """The processes of the embedded stack over one state folder."""

    def __init__(
        self, folder: Path, tell: Callable[[str], None], given: Mapping[str, str] = os.environ
    ) -> None:
        self.state = State(folder)
        self.ports = self.state.ports(given)
        self.environment = shared_environment(self.state, self.ports, given)
        self._tell = tell
        self._given = given
        self._postgres: Postgres | None = None
        self._running: dict[str, tuple[Part, Process]] = {}
        self._restarts: dict[str, list[float]] = {}

    @property
    def url(self) -> str:
        """The console's address."""
        return f"http://{HOST}:{self.ports['web']}"

    def start(self) -> None:
        """Start everything and return when the console answers.

        Raises:
            SetUpError: a part does not start; all that was started is stopped again.
        """
        processes.adopt_orphans()
        try:
            self._start_stores()
            self._prepare()
            for part in services(self.ports):
                self._start(part)
            self._await_all()
        except BaseException:
            self.stop()
            raise

    def keep_up(self) -> None:
        """Start again each part that has ended; returns never.

        Raises:
            SetUpError: a part ends again and again.
        """
        while True:
            for part, process in list(self._running.values()):
                if process.has_ended():
                    self._restart(part, process)
            time.sleep(0.5)

    def stop(self) -> None:
        """Stop everything; no process of ours is left."""
        running = [process for _, process in self._running.values()]
        kept = [process for process in running if process.name in ("redis", "s3", "aws")]
        # Those that write first, the stores that they write to last.
        for group in ([process for process in running if process not in kept], kept):
            for process in group:
                process.terminate()
            deadline = time.monotonic() + STOP_WITHIN_S
            for process in group:
                process.wait(max(deadline - time.monotonic(), 0.1))
            if group is not kept:
                # Training programs, whose trainers are gone: they are told, and go on next time.
                processes.end_descendants(STOP_WITHIN_S, keep={item.popen.pid for item in kept})
        self._running.clear()
        if self._postgres is not None:
            self._postgres.stop()
            self._postgres = None
        processes.end_descendants(STOP_WITHIN_S, keep=set())

    def manage(self, settings: str, *arguments: str) -> None:
        """Run a management command to its end.

        Raises:
            SetUpError: it failed; the message ends with its last line.
        """
        command = [sys.executable, str(BASE_DIR / "manage.py"), *arguments]
        done = processes.run(command, self.environment | {"DJANGO_SETTINGS_MODULE": settings})
        if done.returncode:
            lines = done.stdout.strip().splitlines() or ["no output"]
            raise SetUpError(f"manage.py {arguments[0]} failed: {lines[-1]}")

    def _start_stores(self) -> None:
        aws.keep_changes_only(self.state.folder / "aws.recording")
        parts = stores(self.state, self.environment, self.ports)
        for part in parts:
            self._start(part)
        if not {"DATABASE_URL", "ENGINE_DATABASE_URL"} <= self._given.keys():
            self._tell("Starting PostgreSQL ...")
            self._postgres = Postgres(self.state.folder / "postgres")
            for variable, name in (("DATABASE_URL", "console"), ("ENGINE_DATABASE_URL", "engine")):
                self.environment.setdefault(variable, self._postgres.database_url(name))

    def _prepare(self) -> None:
        """Migrate, seed and collect, what is independent side by side."""
        self._tell("Preparing the databases, the sample data and the pages ...")
        endpoint = self.environment["EMBEDDED_AWS_URL"]

        def fill_aws() -> None:
            if "aws" in self._running:
                self._await(*self._running["aws"])
                aws.fill(endpoint, self.environment)

        def prepare_engine() -> None:
            self.manage(ENGINE, "migrate", "--verbosity", "0")
            if "s3" in self._running:
                self._await(*self._running["s3"])
            self.manage(ENGINE, "seed_engine")

        def prepare_console() -> None:
            self.manage(CONSOLE, "migrate", "--verbosity", "0")
            self.manage(CONSOLE, "seed_console")

        def collect() -> None:
            self.manage(CONSOLE, "collectstatic", "--noinput", "--verbosity", "0")

        with ThreadPoolExecutor() as pool:
            jobs = [
                pool.submit(job) for job in (fill_aws, prepare_engine, prepare_console, collect)
            ]
        for job in jobs:
            job.result()

    def _start(self, part: Part) -> None:
        if part.variable in self._given:
            return
        command = [word.replace("{var}", str(self.state.folder)) for word in part.command]
        environment = self.environment | dict(part.extra)
        if part.settings:
            environment["DJANGO_SETTINGS_MODULE"] = part.settings
        try:
            process = Process(part.name, command, environment, is_quiet=part.is_quiet)
        except OSError as error:
            raise SetUpError(
                f"{part.name} cannot be started: {command[0]}: {error.strerror}."
                " Remove .venv and run bin/up again."
            ) from error
        self._running[part.name] = (part, process)

    def _restart(self, part: Part, process: Process) -> None:
        now = time.monotonic()
        recent = [at for at in self._restarts.get(part.name, []) if now - at < RESTARTS_WITHIN_S]
        if len(recent) >= RESTARTS:
            raise SetUpError(
                f"{part.name} ends again and again ({process.last_line or 'no output'})."
                " Its lines above say why."
            )
        self._restarts[part.name] = [*recent, now]
        process.wait(0)
        self._tell(f"{part.name} ended with {process.popen.returncode}; starting it again.")
        self._start(part)
        if part.name == "aws":
            self._await(*self._running["aws"])
            aws.fill(self.environment["EMBEDDED_AWS_URL"], self.environment)

    def _await_all(self) -> None:
        for part, process in self._running.values():
            self._await(part, process)

    def _await(self, part: Part, process: Process) -> None:
        """Return when the part is ready.

        Raises:
            SetUpError: it ended, or took too long.
        """
        deadline = time.monotonic() + READY_WITHIN_S
        while not _is_ready(part):
            if process.has_ended():
                raise SetUpError(
                    f"{part.name} ended with {process.popen.returncode}:"
                    f" {process.last_line or 'it said nothing'}"
                )
            if time.monotonic() > deadline:
                raise SetUpError(f"{part.name} was not ready within {READY_WITHIN_S:.0f} s.")
            time.sleep(0.05)


def _is_ready(part: Part) -> bool:
    if part.health:
        return _answers(part.health)
    return not part.port or _accepts(part.port)


def _answers(url: str) -> bool:
    try:
        with urllib.request.urlopen(url, timeout=5) as answer:  # noqa: S310  Our own addresses.
            return bool(answer.status == HTTPStatus.OK)
    except OSError:
        return False


def _accepts(port: int) -> bool:
    try:
        with create_connection((HOST, port), timeout=1):
            return True
    except OSError:
        return False
