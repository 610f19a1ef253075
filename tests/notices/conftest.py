"""Rows of jobs, and services on this machine that notices may go to."""

import json
import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

import pytest

from tests.jobs.conftest import connection, make_job

__all__ = ["connection", "make_job"]


class Service:
    """A service that keeps what it is sent; it answers `status`."""

    def __init__(self) -> None:
        self.status = 200
        self.got: list[Any] = []
        outer = self

        class Handler(BaseHTTPRequestHandler):
            def do_POST(self) -> None:
                body = self.rfile.read(int(self.headers["Content-Length"]))
                outer.got.append(json.loads(body))
                self.send_response(outer.status)
                self.end_headers()

            def log_message(self, *_: Any) -> None:
                """Say nothing."""

        self.server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        threading.Thread(target=self.server.serve_forever, daemon=True).start()

    @property
    def url(self) -> str:
        """Its address, as Apprise takes it."""
        return f"json://127.0.0.1:{self.server.server_port}/secret-path"


@pytest.fixture
def service() -> Iterator[Service]:
    made = Service()
    yield made
    made.server.shutdown()
    made.server.server_close()


@pytest.fixture(autouse=True)
def _reachable(settings: Any) -> None:
    settings.NOTICES_ALLOW_PRIVATE = True
    settings.EMAIL_HOST = "mail.example"
    settings.CONSOLE_URL = "https://console.example/"
