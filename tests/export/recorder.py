"""A small SageMaker that knows one algorithm and writes down what it is asked to create."""

import json
import os
import subprocess
import threading
from collections.abc import Mapping
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

from tests.conformance.clients import BIN, TIMEOUT_S
from tests.spec.requests import ALGORITHM

PROGRAM = Path(__file__).with_name("programs") / "run_programs.py"
ANSWERS: dict[str, dict[str, Any]] = {
    "DescribeAlgorithm": ALGORITHM,
    "CreateHyperParameterTuningJob": {"HyperParameterTuningJobArn": "arn"},
}


class Recorder:
    """The server; use it in a ``with`` statement."""

    def __init__(self) -> None:
        self.requests: list[dict[str, Any]] = []
        recorder = self

        class Handler(BaseHTTPRequestHandler):
            def do_POST(self) -> None:
                operation = self.headers["X-Amz-Target"].rpartition(".")[2]
                body = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
                if operation.startswith("Create"):
                    recorder.requests.append(body)
                answer = json.dumps(ANSWERS[operation]).encode()
                self.send_response(200)
                self.send_header("Content-Length", str(len(answer)))
                self.end_headers()
                self.wfile.write(answer)

            def log_message(self, *args: Any) -> None:
                """Say nothing."""

        self._server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)

    def __enter__(self) -> "Recorder":
        threading.Thread(target=self._server.serve_forever, daemon=True).start()
        return self

    def __exit__(self, *_: object) -> None:
        self._server.shutdown()
        self._server.server_close()

    def run(self, programs: Mapping[str, str], folder: Path) -> dict[str, Any]:
        """Run programs with the real SDK; return what each sent, by name, or its error."""
        assert (BIN / "python").exists(), "The clients are not installed: run bin/test once."
        done = subprocess.run(
            [str(BIN / "python"), str(PROGRAM)],
            input=json.dumps(dict(programs)),
            capture_output=True,
            text=True,
            timeout=TIMEOUT_S,
            check=False,
            env={
                "PATH": os.environ["PATH"],
                "HOME": str(folder),
                "AWS_ENDPOINT_URL": f"http://127.0.0.1:{self._server.server_port}",
                "AWS_DEFAULT_REGION": "us-east-2",
                "AWS_ACCESS_KEY_ID": "AKIDTEST",
                "AWS_SECRET_ACCESS_KEY": "secret",
                "AWS_EC2_METADATA_DISABLED": "true",
                "SAGEMAKER_SUPPRESS_V2_WARNING": "1",
                "NO_PROXY": "*",
            },
        )
        assert done.returncode == 0, done.stderr[-4000:]
        errors = json.loads(done.stdout.splitlines()[-1])
        sent = {request["HyperParameterTuningJobName"]: request for request in self.requests}
        return sent | errors
