"""The processes of the embedded stack, declared as data, and the variables that they share."""

import os
import signal
import sys
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from pathlib import Path

from tuningconsole.embedded import postgres, redis
from tuningconsole.embedded.postgres import Postgres
from tuningconsole.embedded.state import HOST, State

BASE_DIR = Path(__file__).resolve().parents[2]
BIN = Path(sys.executable).parent
CONSOLE, ENGINE = "tuningconsole.settings.console", "tuningconsole.settings.engine"
REGION, ACCOUNT = "us-east-2", "123456789012"


@dataclass(frozen=True)
class Part:
    """A process of the stack.

    Attributes:
        settings: the Django settings module that it runs with, "" for none.
        instead: where the caller's environment has all of these, another server does the work.
        health: an address that answers 200 once the part is ready, "" where being up is enough.
        port: a port that accepts connections once the part is ready.
        is_ready: tells whether it is ready, where neither address nor port does.
        prepare: what is done before each start.
        stop_signal: what asks it to end.
        extra: variables of its own.
        is_quiet: it says a line for every request, which nobody wants to read.
    """

    name: str
    command: tuple[str, ...]
    settings: str = ""
    instead: tuple[str, ...] = ()
    health: str = ""
    port: int = 0
    is_ready: Callable[[], bool] | None = None
    prepare: Callable[[], None] | None = None
    stop_signal: int = signal.SIGTERM
    extra: Mapping[str, str] = field(default_factory=dict)
    is_quiet: bool = False

    def is_replaced(self, given: Mapping[str, str]) -> bool:
        """Tell whether the caller's environment names another server."""
        return bool(self.instead) and set(self.instead) <= given.keys()


def shared_environment(
    state: State, ports: Mapping[str, int], given: Mapping[str, str]
) -> dict[str, str]:
    """Return the variables of every part but the databases' addresses; those given win."""
    ours = {
        "TUNINGCONSOLE_VAR": str(state.folder),
        "SECRET_KEY": state.secret("secret-key", 48),
        "REDIS_URL": f"redis://{HOST}:{ports['redis']}/0",
        "ENGINE_REDIS_URL": f"redis://{HOST}:{ports['redis']}/1",
        "EMBEDDED_REGION": REGION,
        "EMBEDDED_ACCOUNT": ACCOUNT,
        "EMBEDDED_ACCESS_KEY_ID": f"AKIA{state.secret('access-key-id', 8).upper()}",
        "EMBEDDED_SECRET_ACCESS_KEY": state.secret("secret-access-key"),
        "EMBEDDED_SAGEMAKER_URL": f"http://{HOST}:{ports['sagemaker']}",
        "EMBEDDED_S3_URL": f"http://{HOST}:{ports['s3']}",
        "EMBEDDED_AWS_URL": f"http://{HOST}:{ports['aws']}",
        "STATIC_ROOT": str(state.folder / "static"),
        "HTTPS": "0",
        # Celery's five lines from each worker; whoever runs the stack as root is told once.
        "PYTHONWARNINGS": "ignore:You're running the worker with superuser privileges",
        "TUNINGCONSOLE_ADMIN_PASSWORD_FILE": str(state.secret_path("admin-password")),
    }
    return ours | dict(given) | {"PATH": f"{BIN}:{given.get('PATH', '/usr/bin:/bin')}"}


def database(server: Postgres) -> Part:
    """Return PostgreSQL's part.

    Raises:
        PostgresError: there is no way to start it.
    """
    return Part(
        "postgres",
        server.command(),
        instead=("DATABASE_URL", "ENGINE_DATABASE_URL"),
        is_ready=server.accepts,
        prepare=server.prepare,
        stop_signal=postgres.STOP_SIGNAL,
    )


def stores(state: State, environment: Mapping[str, str], ports: Mapping[str, int]) -> list[Part]:
    """Return the parts that keep something; the others need them. PostgreSQL is apart."""
    objects = state.folder / "s3"
    objects.mkdir(exist_ok=True)
    # Quoted, because rclone takes a list with commas between its items.
    keys = f'"{environment["EMBEDDED_ACCESS_KEY_ID"]},{environment["EMBEDDED_SECRET_ACCESS_KEY"]}"'
    return [
        Part(
            "redis",
            tuple(redis.command(state.folder / "redis", ports["redis"])),
            instead=("REDIS_URL", "ENGINE_REDIS_URL"),
            port=ports["redis"],
        ),
        Part(
            "s3",
            (
                *(str(BIN / "rclone"), "serve", "s3", str(objects)),
                *("--addr", f"{HOST}:{ports['s3']}", "--vfs-cache-mode", "off"),
                *("--config", os.devnull, "--log-level", "NOTICE"),
            ),
            instead=("EMBEDDED_S3_URL",),
            port=ports["s3"],
            # Not an argument: those are seen in a process list.
            extra={"RCLONE_AUTH_KEY": keys},
        ),
        Part(
            "aws",
            (str(BIN / "moto_server"), "-H", HOST, "-p", str(ports["aws"])),
            instead=("EMBEDDED_AWS_URL",),
            health=f"http://{HOST}:{ports['aws']}/moto-api/",
            extra={
                "MOTO_ENABLE_RECORDING": "true",
                "MOTO_RECORDER_FILEPATH": str(state.folder / "aws.recording"),
                "MOTO_IAM_LOAD_MANAGED_POLICIES": "true",
            },
            is_quiet=True,
        ),
    ]


def engine(ports: Mapping[str, int]) -> list[Part]:
    """Return the engine's parts: its API, its search loop, its trainers."""
    address = f"{HOST}:{ports['sagemaker']}"
    celery = _celery("tuningconsole.engine.celery", "worker", *_ALONE)
    return [
        Part(
            "engine",
            _gunicorn("tuningconsole.engine.wsgi", address),
            settings=ENGINE,
            instead=("EMBEDDED_SAGEMAKER_URL",),
            health=f"http://{address}/health",
        ),
        Part(
            "search",
            (sys.executable, "manage.py", "run_search"),
            settings=ENGINE,
            instead=("EMBEDDED_SAGEMAKER_URL",),
        ),
        Part(
            "trainer",
            (*celery, "--queues", "training", "--pool", "threads", "--concurrency", "16"),
            settings=ENGINE,
            instead=("EMBEDDED_SAGEMAKER_URL",),
        ),
    ]


def console(state: State, ports: Mapping[str, int]) -> list[Part]:
    """Return the console's parts: its pages, its workers, its clock."""
    address = f"{HOST}:{ports['web']}"
    worker = _celery("tuningconsole", "worker", *_ALONE)
    stopper = ("--queues", "stop", "--concurrency", "1", "--hostname", "stopper@%h")
    poller = ("--queues", "sweep,poll,push", "--hostname", "poller@%h")
    notifier = ("--queues", "notify", "--concurrency", "2", "--hostname", "notifier@%h")
    beat = ("beat", "--schedule", str(state.folder / "beat"), "--pidfile", "")
    return [
        Part(
            "web",
            _gunicorn("tuningconsole.wsgi", address),
            settings=CONSOLE,
            health=f"http://{address}/sign-in/",
        ),
        Part(
            "worker",
            (*worker, "--queues", "submit", "--concurrency", "2"),
            settings=CONSOLE,
        ),
        # Threads, which mostly wait for AWS: one connection that hangs does not stop the others.
        Part(
            "poller",
            (*worker, *poller, "--pool", "threads", "--concurrency", "16"),
            settings=CONSOLE,
        ),
        # Of its own: what is to be stopped never waits behind what is to be looked at.
        Part("stopper", (*worker, *stopper), settings=CONSOLE),
        # So does whoever waits for a dead receiver of notices.
        Part("notifier", (*worker, *notifier), settings=CONSOLE),
        Part("beat", _celery("tuningconsole", *beat), settings=CONSOLE),
    ]


_ALONE = ("--without-gossip", "--without-mingle", "--without-heartbeat")


def _gunicorn(application: str, address: str) -> tuple[str, ...]:
    return (
        *(str(BIN / "gunicorn"), "--worker-class", "gthread", "--threads", "8"),
        *("--bind", address, "--no-control-socket", "--log-level", "warning"),
        application,
    )


def _celery(application: str, *arguments: str) -> tuple[str, ...]:
    return (str(BIN / "celery"), "--quiet", "--app", application, *arguments)
