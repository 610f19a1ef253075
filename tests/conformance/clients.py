"""Real clients, each in its own environment, run with the variables of bin/env and nothing else."""

import json
import os
import subprocess
import time
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from tests.architecture.sources import ROOT

PROGRAMS = Path(__file__).with_name("programs")
BIN = ROOT / ".venv-clients" / "bin"
"""The programs that the README installs: the AWS CLI, and Python with the SDK."""
LIVE = ("InProgress", "Stopping")
TIMEOUT_S = 180


class Clients:
    """The AWS CLI, boto3, the SDKs and Airflow, pointed at a stack; bin/test installs them."""

    def __init__(self, variables: Mapping[str, str], folder: Path) -> None:
        # HOME: no configuration or credentials of whoever runs the tests.
        self._variables = {
            **variables,
            "HOME": str(folder),
            "AWS_EC2_METADATA_DISABLED": "true",
            "NO_PROXY": "*",
        }
        self._folder = folder

    def sdk(self, program: str, *arguments: str, stdin: str = "") -> Any:
        """Run one of programs/ with the SageMaker Python SDK 2, as the README installs it."""
        hushed = {"SAGEMAKER_SUPPRESS_V2_WARNING": "1"}
        return self._program(".venv-clients", program, *arguments, stdin=stdin, **hushed)

    def boto3(self, program: str, *arguments: str) -> Any:
        """Run one of programs/ with boto3."""
        return self._program(".venv-boto3", program, *arguments)

    def core(self, program: str, *arguments: str) -> Any:
        """Run one of programs/ with sagemaker-core."""
        return self._program(".venv-sagemaker-core", program, *arguments)

    def airflow(self, program: str, *arguments: str) -> Any:
        """Run one of programs/ with Airflow, whose own files go to a folder of the tests."""
        where = {"AIRFLOW_HOME": str(self._folder / "airflow")}
        return self._program(".venv-airflow", program, *arguments, **where)

    def aws(self, *arguments: str) -> Any:
        """Run ``aws`` and return its JSON; None where it prints none."""
        done = self._run(".venv-awscli", "aws", "--output", "json", *arguments)
        assert done.returncode == 0, done.stderr
        return json.loads(done.stdout) if done.stdout.strip() else None

    def refusal(self, *arguments: str) -> str:
        """Run ``aws``, which fails, and return what it says."""
        done = self._run(".venv-awscli", "aws", *arguments)
        assert done.returncode != 0, done.stdout
        return str(done.stderr.strip())

    def input(self, request: Mapping[str, Any]) -> str:
        """Return the argument of ``--cli-input-json`` for a request."""
        return f"file://{self.file('request.json', json.dumps(request))}"

    def file(self, name: str, text: str) -> str:
        """Write a file and return its path."""
        path = self._folder / name
        path.write_text(text)
        return str(path)

    def ended(self, name: str) -> Any:
        """Describe a tuning job again and again until it has ended; each question takes a while."""
        deadline = time.monotonic() + TIMEOUT_S
        option = "--hyper-parameter-tuning-job-name"
        while True:
            job = self.aws("sagemaker", "describe-hyper-parameter-tuning-job", option, name)
            if job["HyperParameterTuningJobStatus"] not in LIVE:
                return job
            assert time.monotonic() < deadline, f"{name} has not ended: {job}"

    def _program(
        self, environment: str, program: str, *arguments: str, stdin: str = "", **variables: str
    ) -> Any:
        """Return the JSON of the program's last line."""
        given = (str(PROGRAMS / program), *arguments)
        done = self._run(environment, "python", *given, stdin=stdin, **variables)
        # The SDK has tracebacks drawn on standard output.
        assert done.returncode == 0, (done.stdout + done.stderr)[-4000:]
        return json.loads(done.stdout.splitlines()[-1])

    def _run(
        self, environment: str, program: str, *arguments: str, stdin: str = "", **variables: str
    ) -> "subprocess.CompletedProcess[str]":
        folder = ROOT / environment / "bin"
        assert (folder / program).exists(), f"{environment} is not installed: run bin/test once."
        return subprocess.run(
            [str(folder / program), *arguments],
            env={**self._variables, "PATH": f"{folder}:{os.environ['PATH']}", **variables},
            cwd=self._folder,
            input=stdin,
            capture_output=True,
            text=True,
            timeout=TIMEOUT_S,
            check=False,
        )
