"""A whole embedded stack as ``bin/up`` runs it, its clients, and the jobs that they made."""

import json
import os
import re
import shlex
import signal
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from tests.architecture.sources import ROOT
from tests.conformance.clients import Clients
from tests.conformance.console import Console
from tests.conformance.readme import python_of_the_readme
from tests.conformance.requests import SUBSCRIBED, tuning_job

READY = "Tuning Console is at"


@pytest.fixture(scope="session")
def running() -> Iterator[Path]:
    """Give the state folder of a stack that runs."""
    with tempfile.TemporaryDirectory(prefix="tuningconsole-clients-") as folder:
        # PostgreSQL does not run as root: its user must be able to come this far.
        Path(folder).chmod(0o755)
        process = subprocess.Popen(
            [sys.executable, "-u", "-m", "tuningconsole.embedded"],
            cwd=ROOT,
            # Nothing of the test run's own services, which it would use instead of its parts.
            env={
                "PATH": os.environ["PATH"],
                "HOME": folder,
                "LANG": "C.UTF-8",
                "TUNINGCONSOLE_VAR": f"{folder}/var",
                "TUNINGCONSOLE_PORT": "0",
            },
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
        )
        assert process.stdout
        said = []
        for line in process.stdout:
            said.append(line)
            if READY in line:
                break
        else:
            pytest.fail("The stack did not start:\n" + "".join(said[-20:]))
        try:
            yield Path(folder) / "var"
        finally:
            process.send_signal(signal.SIGTERM)
            process.communicate(timeout=60)


@pytest.fixture(scope="session")
def variables(running: Path) -> dict[str, str]:
    """Give what ``bin/env`` prints for the stack."""
    printed = subprocess.run(
        [str(ROOT / "bin" / "env")],
        env={"PATH": os.environ["PATH"], "TUNINGCONSOLE_VAR": str(running)},
        capture_output=True,
        text=True,
        check=True,
    ).stdout
    exports = re.findall(r"^export (\w+)=(.*)$", printed, re.MULTILINE)
    return {name: shlex.split(value)[0] for name, value in exports}


@pytest.fixture(scope="session")
def clients(variables: dict[str, str], tmp_path_factory: pytest.TempPathFactory) -> Clients:
    return Clients(variables, tmp_path_factory.mktemp("clients"))


@pytest.fixture(scope="session")
def console(running: Path) -> Console:
    port = json.loads((running / "ports.json").read_text())["web"]
    password = (running / "secrets" / "admin-password").read_text().strip()
    return Console(f"http://127.0.0.1:{port}", "admin", password)


@pytest.fixture(scope="session")
def account(clients: Clients) -> dict[str, str]:
    """Give the role's ARN and the bucket's name, as the CLI finds them."""
    role = clients.aws("iam", "get-role", "--role-name", "SageMakerRole")["Role"]["Arn"]
    [bucket] = clients.aws("s3api", "list-buckets")["Buckets"]
    return {"role": role, "bucket": bucket["Name"]}


@pytest.fixture(scope="session")
def of_the_sdk(clients: Clients) -> Any:
    """Give what came of the guide's lines, run as the README shows them."""
    return clients.sdk("seed_sdk.py", stdin=python_of_the_readme())


@pytest.fixture(scope="session")
def by_arn(clients: Clients, account: dict[str, str]) -> Any:
    return run(clients, tuning_job("by-arn", SUBSCRIBED, **account))


@pytest.fixture(scope="session")
def by_name(clients: Clients, account: dict[str, str]) -> Any:
    """Give the same job by name: a name is that of one of the account's own algorithms."""
    subscribed = clients.aws("sagemaker", "describe-algorithm", "--algorithm-name", SUBSCRIBED)
    own = {
        "AlgorithmName": "decision-trees-of-ours",
        "TrainingSpecification": subscribed["TrainingSpecification"],
    }
    clients.aws("sagemaker", "create-algorithm", "--cli-input-json", clients.input(own))
    return run(clients, tuning_job("by-name", own["AlgorithmName"], **account))


def run(clients: Clients, request: dict[str, Any]) -> Any:
    """Create a tuning job by the CLI and return its description once it has ended."""
    given = ("--cli-input-json", clients.input(request))
    clients.aws("sagemaker", "create-hyper-parameter-tuning-job", *given)
    return clients.ended(request["HyperParameterTuningJobName"])
