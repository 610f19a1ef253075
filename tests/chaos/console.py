"""The console as it runs, over stores of its own: every process of it is there to be killed."""

import json
import os
import signal
import time
import urllib.request
from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path
from typing import Any

import psycopg

from tests.services import free_port
from tuningconsole.embedded import parts, processes, redis, stack
from tuningconsole.embedded.parts import Part
from tuningconsole.embedded.postgres import STOP_SIGNAL, Postgres
from tuningconsole.embedded.processes import Process
from tuningconsole.embedded.state import State

READY_WITHIN_S = 90.0
STORES = ("postgres", "redis")


class Console:
    """The processes of a console whose SageMaker is at `address`; stop() in any case.

    Redis keeps nothing on the disk. All processes belong to the thread that starts them.

    Attributes:
        base: the tree whose code runs; another one is another version.
    """

    def __init__(self, folder: Path, address: str, **variables: str) -> None:
        self.base = parts.BASE_DIR
        folder.chmod(0o755)
        self._postgres = Postgres(folder / "postgres")
        state = State(folder / "var")
        ports = {name: free_port() for name in ("redis", "web", "s3", "aws", "sagemaker")}
        given = {
            "PATH": os.environ["PATH"],
            "LANG": "C.UTF-8",
            "NO_PROXY": "*",
            "EMBEDDED_SAGEMAKER_URL": address,
            "DATABASE_URL": self._postgres.url("console"),
            **variables,
        }
        self.environment = parts.shared_environment(state, ports, given)
        self.url = f"http://127.0.0.1:{ports['web']}"
        without_file = [*redis.command(folder / "redis", ports["redis"]), "--appendonly", "no"]
        # The machine does not fail, only processes do; else each start would first sync all files.
        database = parts.database(self._postgres)
        database = replace(database, command=(*database.command, "-c", "fsync=off"))
        stores = [database, Part("redis", tuple(without_file), port=ports["redis"])]
        self._parts = {part.name: part for part in [*stores, *parts.console(state, ports)]}
        self._running: dict[str, Process] = {}
        self._paused: list[Process] = []
        self._starts_at: dict[str, float] = {}

    def start_stores(self) -> None:
        """Start PostgreSQL with an empty database, and Redis."""
        for name in STORES:
            self._start(name)
            self._await(name)
        self._postgres.make_database("console")

    def start(self) -> None:
        """Start the stores, with the tables in the database."""
        self.start_stores()
        self.manage("migrate", "--verbosity", "0")
        self.manage("collectstatic", "--noinput", "--verbosity", "0")

    def start_programs(self, *names: str) -> None:
        """Start the programs of these names, or all."""
        started = names or sorted(set(self._parts) - set(STORES))
        for name in started:
            self._start(name)
        if "web" in started:
            self._await("web")

    def end(self, *names: str) -> None:
        """Ask the programs to end, as an upgrade does, and wait until they have."""
        for name in names:
            process = self._running.pop(name)
            process.terminate()
            process.wait(20)

    def manage(self, *arguments: str, module: str = "") -> str:
        """Run a management command, or a module, with the console's variables; return its words."""
        program = ["-m", module] if module else ["manage.py"]
        command = [str(parts.BIN / "python"), *program, *arguments]
        environment = self.environment | {"DJANGO_SETTINGS_MODULE": parts.CONSOLE}
        done = processes.run(command, environment, self.base)
        assert done.returncode == 0, done.stdout[-4000:]
        return done.stdout

    def seed(self, number: int) -> dict[str, Any]:
        found: dict[str, Any] = json.loads(
            self.manage(str(number), module="tests.chaos.seed").splitlines()[-1]
        )
        return found

    def kill(self, name: str, *, is_child: bool = False) -> bool:
        """Kill the part, or one of its own processes; return False when it is not there.

        PostgreSQL is shut down "immediately", which is a crash that leaves no process behind.
        """
        process = self._running[name]
        if process.has_ended():
            return False
        pid = process.popen.pid
        if name == "postgres":
            os.kill(pid, signal.SIGQUIT)
            return True
        children = Path(f"/proc/{pid}/task/{pid}/children").read_text().split()
        os.kill(int(children[0]) if is_child and children else pid, signal.SIGKILL)
        return True

    def pause(self, name: str) -> Process:
        """Stop the part's processes as they are (SIGSTOP) and start others in their place."""
        paused = self._running[name]
        os.killpg(paused.popen.pid, signal.SIGSTOP)
        self._paused.append(paused)
        self._start(name)
        return paused

    def go_on(self, paused: Process) -> None:
        """Let paused processes go on where they were; the others stay as well."""
        os.killpg(paused.popen.pid, signal.SIGCONT)

    def keep_up(self) -> list[str]:
        """Start again each part that has ended, a moment later; return which."""
        started = []
        for name, process in list(self._running.items()):
            if not process.has_ended():
                continue
            due = self._starts_at.setdefault(name, time.monotonic() + 0.5)
            if time.monotonic() >= due:
                del self._starts_at[name]
                process.wait(0)
                self._start(name)
                started.append(name)
        return started

    def rows(self, statement: str) -> list[tuple[Any, ...]]:
        """Return what a statement in the console's database gives."""
        with psycopg.connect(self.environment["DATABASE_URL"]) as connection:
            return connection.execute(statement).fetchall()  # type: ignore[call-overload,no-any-return]

    def stop(self) -> None:
        for process in self._paused:
            if not process.has_ended():
                os.killpg(process.popen.pid, signal.SIGKILL)
                process.wait(20)
        for name in (*set(self._running) - set(STORES), *STORES):
            if (process := self._running.get(name)) and not process.has_ended():
                os.killpg(process.popen.pid, STOP_SIGNAL if name == "postgres" else signal.SIGKILL)
                process.wait(20)
        self._postgres.forget()

    def _start(self, name: str) -> None:
        part = self._parts[name]
        environment: Mapping[str, str] = self.environment | dict(part.extra)
        if part.settings:
            environment = {**environment, "DJANGO_SETTINGS_MODULE": part.settings}
        if part.prepare:
            part.prepare()
        self._running[name] = Process(
            name, part.command, environment, self.base, is_quiet="CHAOS_LOGS" not in os.environ
        )

    def _await(self, name: str) -> None:
        deadline = time.monotonic() + READY_WITHIN_S
        while not stack._is_ready(self._parts[name]):
            assert time.monotonic() < deadline, f"{name} is not ready."
            assert not self._running[name].has_ended(), self._running[name].last_line
            time.sleep(0.05)


class Browser:
    """A person's browser, signed in; it sends a form again until it is answered."""

    def __init__(self, url: str, session: str) -> None:
        self._url = url
        token = "t" * 32
        self._head = {
            "Cookie": f"sessionid={session}; csrftoken={token}",
            "X-CSRFToken": token,
            "Content-Type": "application/x-www-form-urlencoded",
        }
        self._opener = urllib.request.build_opener(urllib.request.ProxyHandler({}), _Stay)

    def post(self, path: str, **typed: str) -> tuple[int, str]:
        """Send a form once; return the status, 0 when there was no answer, and where it leads."""
        body = "&".join(f"{name}={value}" for name, value in typed.items()).encode()
        request = urllib.request.Request(self._url + path, body, self._head)  # noqa: S310
        try:
            with self._opener.open(request, timeout=30) as answer:
                return answer.status, answer.headers.get("Location", "")
        except urllib.request.HTTPError as error:
            return error.code, error.headers.get("Location", "")
        except OSError:
            return 0, ""


class _Stay(urllib.request.HTTPRedirectHandler):
    """Leads nowhere."""

    def redirect_request(self, *_: Any) -> None:
        return None
