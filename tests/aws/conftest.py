"""Connections, and a server that breaks off where a test wants it to."""

import socket
import threading
from collections.abc import Callable, Iterator

import pytest
from pytest_django.fixtures import Settings

from tuningconsole.aws.models import Connection


@pytest.fixture
def connection() -> Connection:
    """A connection to the embedded stack that is not in the database."""
    return Connection(pk=1, name="embedded", kind=Connection.Kind.EMBEDDED, region="us-east-2")


Server = Callable[[Callable[[socket.socket], None]], list[bytes]]


@pytest.fixture
def server(settings: Settings, connection: Connection) -> Iterator[Server]:
    """Start a server that reads a request, then does with its socket what it is told.

    The call returns the list of requests that it will have read.
    """
    listener = socket.create_server(("127.0.0.1", 0))
    address = f"http://127.0.0.1:{listener.getsockname()[1]}"

    def start(then: Callable[[socket.socket], None]) -> list[bytes]:
        received: list[bytes] = []
        settings.EMBEDDED = {**settings.EMBEDDED, "endpoints": {"": address}}
        threading.Thread(target=serve, args=(listener, then, received), daemon=True).start()
        return received

    yield start
    listener.close()


def serve(
    listener: socket.socket, then: Callable[[socket.socket], None], received: list[bytes]
) -> None:
    while True:
        try:
            conversation, _ = listener.accept()
        except OSError:
            return
        with conversation:
            received.append(read(conversation))
            then(conversation)


def read(conversation: socket.socket) -> bytes:
    """Read one HTTP request to its end."""
    text = b""
    while b"\r\n\r\n" not in text:
        text += conversation.recv(65536)
    head, _, body = text.partition(b"\r\n\r\n")
    lengths = [line for line in head.lower().split(b"\r\n") if line.startswith(b"content-length")]
    while len(body) < int(lengths[0].split(b":")[1]):
        body += conversation.recv(65536)
    return head + body
