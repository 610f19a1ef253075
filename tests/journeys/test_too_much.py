"""A browser shows no answer before it could send all, even where the server has heard enough."""

from http.client import HTTPConnection
from urllib.parse import urlsplit

import pytest
from django.conf import settings

from tests.stack import EmbeddedStack

pytestmark = pytest.mark.journey


@pytest.mark.parametrize("kind", ["application/x-www-form-urlencoded", "multipart/form-data"])
def test_who_sends_too_much_is_told_so(stack: EmbeddedStack, kind: str) -> None:
    begin = b'--b\r\nContent-Disposition: form-data; name="text"\r\n\r\n'
    body = begin + b"x" * (3 * settings.DATA_UPLOAD_MAX_MEMORY_SIZE) + b"\r\n--b--\r\n"
    connection = HTTPConnection(urlsplit(stack.url).netloc, timeout=60)
    headers = {"Content-Type": f"{kind}; boundary=b", "Cookie": f"csrftoken={'x' * 32}"}
    connection.request("POST", "/sign-in/", body, headers)
    answer = connection.getresponse()
    assert answer.status == 413
    assert b"Too much was sent at once" in answer.read()
    connection.close()
