"""The processes of the embedded stack, declared as data, and the variables that they share."""

import os
import sys
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

from tuningconsole.embedded import redis
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
        variable: where the caller's environment has it, another server does the part's work.
        health: an address that answers 200 once the part is ready, "" where being up is enough.
        port: a port that accepts connections once the part is ready.
        extra: variables of its own.
        is_quiet: it says a line for every request, which nobody wants to read.
    """

    name: str
    command: tuple[str, ...]
    settings: str = ""
    variable: str = ""
    health: str = ""
    port: int = 0
    extra: Mapping[str, str] = field(default_factory=dict)
    is_quiet: bool = False


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
        "EMBEDDED_ACCESS_KEY_ID": f"AKIA{state.secret('access-key-id', 12)[:16].upper()}",
        "EMBEDDED_SECRET_ACCESS_KEY": state.secret("secret-access-key"),
        "EMBEDDED_SAGEMAKER_URL": f"http://{HOST}:{ports['sagemaker']}",
        "EMBEDDED_S3_URL": f"http://{HOST}:{ports['s3']}",
        "EMBEDDED_AWS_URL": f"http://{HOST}:{ports['aws']}",
        "STATIC_ROOT": str(state.folder / "static"),
        "HTTPS": "0",
        "TUNINGCONSOLE_ADMIN_PASSWORD_FILE": str(state.secret_path("admin-password")),
    }
    return ours | dict(given) | {"PATH": f"{BIN}:{given.get('PATH', '/usr/bin:/bin')}"}


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
            variable="REDIS_URL",
            port=ports["redis"],
        ),
        Part(
            "s3",
            (
                *(str(BIN / "rclone"), "serve", "s3", str(objects)),
                *("--addr", f"{HOST}:{ports['s3']}", "--vfs-cache-mode", "off"),
                *("--config", os.devnull, "--log-level", "NOTICE"),
            ),
            variable="EMBEDDED_S3_URL",
            port=ports["s3"],
            # Not an argument: those are seen in a process list.
            extra={"RCLONE_AUTH_KEY": keys},
        ),
        Part(
            "aws",
            (str(BIN / "moto_server"), "-H", HOST, "-p", str(ports["aws"])),
            variable="EMBEDDED_AWS_URL",
            health=f"http://{HOST}:{ports['aws']}/moto-api/",
            extra={
                "MOTO_ENABLE_RECORDING": "true",
                "MOTO_RECORDER_FILEPATH": str(state.folder / "aws.recording"),
                "MOTO_IAM_LOAD_MANAGED_POLICIES": "true",
            },
            is_quiet=True,
        ),
    ]


def services(ports: Mapping[str, int]) -> list[Part]:
    """Return the engine's and the console's parts, in the order of their start."""
    gunicorn = (str(BIN / "gunicorn"), "--worker-class", "gthread", "--access-logfile", "/dev/null")
    celery = (str(BIN / "celery"),)
    worker = ("worker", "--without-gossip", "--without-mingle", "--without-heartbeat")
    console = (*celery, "--app", "tuningconsole", *worker, "--concurrency", "2")
    address = f"{HOST}:{ports['web']}"
    return [
        Part(
            "engine",
            (
                *gunicorn,
                *("--threads", "8", "--bind", f"{HOST}:{ports['sagemaker']}"),
                "tuningconsole.engine.wsgi",
            ),
            settings=ENGINE,
            health=f"http://{HOST}:{ports['sagemaker']}/health",
        ),
        Part(
            "search",
            (sys.executable, str(BASE_DIR / "manage.py"), "run_search"),
            settings=ENGINE,
        ),
        Part(
            "trainer",
            (
                *celery,
                *("--app", "tuningconsole.engine.celery", *worker),
                *("--queues", "training", "--pool", "threads", "--concurrency", "16"),
            ),
            settings=ENGINE,
        ),
        Part(
            "web",
            (*gunicorn, "--threads", "8", "--bind", address, "tuningconsole.wsgi"),
            settings=CONSOLE,
            health=f"http://{address}/health",
        ),
        Part("worker", (*console, "--queues", "submit,poll"), settings=CONSOLE),
        Part(
            "stopper", (*console, "--queues", "stop", "--hostname", "stopper@%h"), settings=CONSOLE
        ),
        Part(
            "beat",
            (*celery, "--app", "tuningconsole", "beat", "--schedule", "{var}/beat"),
            settings=CONSOLE,
        ),
    ]
