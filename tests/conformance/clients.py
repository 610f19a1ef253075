"""The real clients of .venv-clients, run with the variables of bin/env and nothing else of ours."""

import json
import os
import subprocess
import time
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from tests.architecture.sources import ROOT

BIN = ROOT / ".venv-clients" / "bin"
PROGRAMS = Path(__file__).with_name("programs")
LIVE = ("InProgress", "Stopping")
TIMEOUT_S = 180


class Clients:
    """The SageMaker Python SDK and the AWS CLI, pointed at a stack."""

    def __init__(self, variables: Mapping[str, str], folder: Path) -> None:
        # HOME: no configuration or credentials of whoever runs the tests.
        self._environment = {
            **variables,
            "PATH": f"{BIN}:{os.environ['PATH']}",
            "HOME": str(folder),
            "AWS_EC2_METADATA_DISABLED": "true",
            "SAGEMAKER_SUPPRESS_V2_WARNING": "1",
            "NO_PROXY": "*",
        }
        self._folder = folder

    def sdk(self, program: str, *arguments: str, stdin: str = "") -> Any:
        """Run one of programs/ and return the JSON of its last line."""
        done = self._run("python", str(PROGRAMS / program), *arguments, stdin=stdin)
        # The SDK has tracebacks drawn on standard output.
        assert done.returncode == 0, (done.stdout + done.stderr)[-4000:]
        return json.loads(done.stdout.splitlines()[-1])

    def aws(self, *arguments: str) -> Any:
        """Run ``aws`` and return its JSON; None where it prints none."""
        done = self._run("aws", "--output", "json", *arguments)
        assert done.returncode == 0, done.stderr
        return json.loads(done.stdout) if done.stdout.strip() else None

    def refusal(self, *arguments: str) -> str:
        """Run ``aws``, which fails, and return what it says."""
        done = self._run("aws", *arguments)
        assert done.returncode != 0, done.stdout
        return done.stderr.strip()

    def input(self, request: Mapping[str, Any]) -> str:
        """Return the argument of ``--cli-input-json`` for a request."""
        path = self._folder / "request.json"
        path.write_text(json.dumps(request))
        return f"file://{path}"

    def ended(self, name: str) -> Any:
        """Describe a tuning job again and again until it has ended; each question takes a while."""
        deadline = time.monotonic() + TIMEOUT_S
        option = "--hyper-parameter-tuning-job-name"
        while True:
            job = self.aws("sagemaker", "describe-hyper-parameter-tuning-job", option, name)
            if job["HyperParameterTuningJobStatus"] not in LIVE:
                return job
            assert time.monotonic() < deadline, f"{name} has not ended: {job}"

    def _run(self, program: str, *arguments: str, stdin: str = "") -> Any:
        assert (BIN / program).exists(), "The clients are not installed: run bin/test once."
        return subprocess.run(
            [str(BIN / program), *arguments],
            env=self._environment,
            cwd=self._folder,
            input=stdin,
            capture_output=True,
            text=True,
            timeout=TIMEOUT_S,
            check=False,
        )
