"""The embedded stack as one thing: start it, keep it up, stop it."""

import os
import sys
import time
import urllib.request
from collections import defaultdict
from collections.abc import Callable, Mapping
from concurrent.futures import Future, ThreadPoolExecutor
from http import HTTPStatus
from socket import create_connection

from botocore.exceptions import BotoCoreError

from tuningconsole.embedded import aws, clients, parts, processes
from tuningconsole.embedded.parts import BASE_DIR, CONSOLE, ENGINE, Part
from tuningconsole.embedded.postgres import Postgres
from tuningconsole.embedded.processes import Process
from tuningconsole.embedded.restarts import Restarts
from tuningconsole.embedded.state import HOST, SetUpError, State

READY_WITHIN_S = 60.0
STOP_WITHIN_S = 10.0
STORES = frozenset({"redis", "s3", "aws", "postgres"})
DATABASES = {"DATABASE_URL": "console", "ENGINE_DATABASE_URL": "engine"}


class Stack:
    """The processes of the embedded stack over one state folder; call stop() in any case.

    Attributes:
        is_first_start: nobody has started it in this folder before.
    """

    def __init__(
        self, state: State, tell: Callable[[str], None], given: Mapping[str, str] = os.environ
    ) -> None:
        self.state = state
        self.is_first_start = not state.secret_path("admin-password").exists()
        self._given = clients.without_own(state, given)
        self.ports = state.ports(self._given)
        self.environment = parts.shared_environment(state, self.ports, self._given)
        self._postgres = Postgres(state.folder / "postgres")
        for variable, name in DATABASES.items():
            self.environment.setdefault(variable, self._postgres.url(name))
        self._tell = tell
        self._running: dict[str, tuple[Part, Process]] = {}
        self._restarts: defaultdict[str, Restarts] = defaultdict(Restarts)
        self._due: dict[str, float] = {}
        self._is_stopping = False
        self._is_aws_empty = False

    @property
    def url(self) -> str:
        """The console's address."""
        return f"http://{HOST}:{self.ports['web']}"

    def start(self) -> None:
        """Start everything and return when the console answers.

        Raises:
            SetUpError: a part does not start.
        """
        processes.adopt_orphans()
        clients.write(self.state, self.environment)
        pool = ThreadPoolExecutor()
        try:
            self._start_all(pool)
        finally:
            pool.shutdown(wait=False, cancel_futures=True)

    def keep_up(self) -> None:
        """Start again each part that has ended; returns never.

        Raises:
            SetUpError: a part ends again and again.
        """
        while True:
            for part, process in list(self._running.values()):
                if process.has_ended():
                    self._restart(part, process)
            self._fill_again()
            processes.reap(keep={process.popen.pid for _, process in self._running.values()})
            time.sleep(0.5)

    def stop(self) -> None:
        """Stop everything; no process of ours is left."""
        self._is_stopping = True
        running = [process for _, process in self._running.values()]
        kept = [process for process in running if process.name in STORES]
        # Those that write first, the stores that they write to last.
        _end([process for process in running if process not in kept])
        # Training programs, whose trainers are gone: they are told, and go on next time.
        processes.end_descendants(STOP_WITHIN_S, keep={process.popen.pid for process in kept})
        _end(kept)
        self._running.clear()
        self._postgres.forget()
        processes.end_descendants(STOP_WITHIN_S, keep=set())

    def manage(self, settings: str, *arguments: str) -> None:
        """Run a management command to its end.

        Raises:
            SetUpError: a part has ended by now, or it failed; the message ends with its last line,
                those before are told.
        """
        if self._is_stopping:
            return
        self._refuse_ended(*(process for _, process in list(self._running.values())))
        command = [sys.executable, "manage.py", *arguments]
        environment = self.environment | {"DJANGO_SETTINGS_MODULE": settings}
        done = processes.run(command, environment, BASE_DIR)
        if done.returncode:
            lines = done.stdout.strip().splitlines() or ["no output"]
            for line in lines[:-1]:
                self._tell(f"{arguments[0]:<9}| {line}")
            raise SetUpError(f"manage.py {arguments[0]} failed: {lines[-1]}")

    def _start_all(self, pool: ThreadPoolExecutor) -> None:
        """Start the parts in this thread, which they end with; prepare what they need in others."""
        self._tell("Starting the stores ...")
        aws.keep_changes_only(self.state.folder / "aws.recording")
        for part in parts.stores(self.state, self.environment, self.ports):
            self._start(part)
        self._start_database()
        self._tell("Preparing the databases and the sample data ...")
        filled = pool.submit(self._fill_aws)
        pages = pool.submit(self._collect_pages)
        console = pool.submit(self.manage, CONSOLE, "migrate", "--verbosity", "0")
        has_engine = "EMBEDDED_SAGEMAKER_URL" not in self._given
        if has_engine:
            pool.submit(self._prepare_engine).result()
        for part in parts.engine(self.ports):
            self._start(part)
        self._tell("Starting the console ...")
        _all_done(console, pages, filled)
        for part in parts.console(self.state, self.ports):
            self._start(part)
        if has_engine:
            self._await("engine")
        self.manage(CONSOLE, "seed_console")
        for name in list(self._running):
            self._await(name)
        self._refuse_ended(*(process for _, process in self._running.values()))

    def _start_database(self) -> None:
        self._start(parts.database(self._postgres))
        if "postgres" in self._running:
            self._await("postgres")
            for name in DATABASES.values():
                self._postgres.make_database(name)

    def _collect_pages(self) -> None:
        self.manage(CONSOLE, "collectstatic", "--noinput", "--verbosity", "0")

    def _prepare_engine(self) -> None:
        self.manage(ENGINE, "migrate", "--verbosity", "0")
        self._await("s3")
        self.manage(ENGINE, "seed_engine")

    def _fill_aws(self) -> None:
        if "aws" in self._running:
            self._await("aws")
            aws.fill(self.environment["EMBEDDED_AWS_URL"], self.environment)

    def _start(self, part: Part) -> None:
        if part.is_replaced(self._given):
            return
        environment = self.environment | dict(part.extra)
        if part.settings:
            environment["DJANGO_SETTINGS_MODULE"] = part.settings
        if part.prepare:
            part.prepare()
        try:
            process = Process(
                part.name,
                part.command,
                environment,
                BASE_DIR,
                stop_signal=part.stop_signal,
                is_quiet=part.is_quiet,
            )
        except OSError as error:
            raise SetUpError(
                f"{part.name} cannot be started: {part.command[0]}: {error.strerror}."
                " Remove .venv and run bin/up again."
            ) from error
        self._running[part.name] = (part, process)

    def _restart(self, part: Part, process: Process) -> None:
        """Start a part again that has ended, now or when it is due."""
        now = time.monotonic()
        if part.name not in self._due:
            process.wait(0)
            process.end_orphans()
            self._due[part.name] = now + self._wait_s(process, now - process.started_at)
        if now >= self._due[part.name]:
            del self._due[part.name]
            self._start(part)
            self._is_aws_empty |= part.name == "aws"

    def _fill_again(self) -> None:
        """Fill AWS's part, which forgets everything when it ends, once it answers."""
        if not self._is_aws_empty:
            return
        part, process = self._running["aws"]
        if _is_ready(part):
            try:
                aws.fill(self.environment["EMBEDDED_AWS_URL"], self.environment)
            except (OSError, BotoCoreError):
                # Half of it would be there twice: it is started again, and filled then.
                process.terminate()
            else:
                self._is_aws_empty = False

    def _wait_s(self, process: Process, ran_s: float) -> float:
        ended_with = process.popen.returncode
        wait_s = self._restarts[process.name].wait_s(ran_s, ended_with)
        if wait_s is None:
            raise SetUpError(
                f"{process.name} ends again and again ({process.last_line or 'no output'})."
                " Its lines above say why."
            )
        when = f" in {wait_s:.0f} s" if wait_s >= 1 else ""
        self._tell(f"{process.name} ended with {ended_with}; starting it again{when}.")
        return wait_s

    def _await(self, name: str) -> None:
        """Return when the part is ready.

        Raises:
            SetUpError: it ended, or took too long.
        """
        if name not in self._running:
            return
        part, process = self._running[name]
        deadline = time.monotonic() + READY_WITHIN_S
        while not (_is_ready(part) or self._is_stopping):
            self._refuse_ended(process)
            if time.monotonic() > deadline:
                raise SetUpError(f"{name} was not ready within {READY_WITHIN_S:.0f} s.")
            time.sleep(0.05)

    def _refuse_ended(self, *processes: Process) -> None:
        for process in processes:
            if process.has_ended():
                process.wait(0)
                raise SetUpError(
                    f"{process.name} ended with {process.popen.returncode}:"
                    f" {process.last_line or 'it said nothing'}"
                )


def _end(group: list[Process]) -> None:
    for process in group:
        process.terminate()
    deadline = time.monotonic() + STOP_WITHIN_S
    for process in group:
        process.wait(max(deadline - time.monotonic(), 0.1))


def _all_done(*jobs: Future[None]) -> None:
    for job in jobs:
        job.result()


def _is_ready(part: Part) -> bool:
    if part.health:
        return _answers(part.health)
    if part.is_ready:
        return part.is_ready()
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
