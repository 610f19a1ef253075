"""The console as a person with a browser sees it, over HTTP alone."""

import re
import time
from http.cookiejar import CookieJar
from urllib.parse import urlencode
from urllib.request import HTTPCookieProcessor, ProxyHandler, Request, build_opener

FOUND_WITHIN_S = 90
LOOK_EVERY_S = 0.5


class Console:
    """A signed-in visitor."""

    def __init__(self, url: str, user: str, password: str) -> None:
        self._url = url
        self._cookies = CookieJar()
        self._open = build_opener(HTTPCookieProcessor(self._cookies), ProxyHandler({})).open
        self.page("/sign-in/")
        there = self.send("/sign-in/", username=user, password=password)
        assert there != "/sign-in/", "The sign-in was refused."

    def send(self, path: str, **form: str) -> str:
        """Send a form; return the path of the page where that leads."""
        [token] = [cookie.value for cookie in self._cookies if cookie.name == "csrftoken"]
        body = urlencode(form | {"csrfmiddlewaretoken": token}).encode()
        with self._open(Request(self._url + path, body), timeout=30) as answer:  # noqa: S310
            there: str = answer.geturl()
        return there.removeprefix(self._url)

    def page(self, path: str) -> str:
        """Return a page's HTML."""
        with self._open(self._url + path, timeout=30) as answer:
            text: str = answer.read().decode()
        return text

    def row(self, name: str) -> str:
        """Return the text of a tuning job's row in the list, once the job is there and has ended.

        The console finds jobs of other clients by its own polling.
        """
        deadline, seen = time.monotonic() + FOUND_WITHIN_S, ""
        while True:
            page = self.page(f"/jobs/?{urlencode({'q': name})}")
            for row in re.findall(r"<tr.*?</tr>", page, re.DOTALL):
                text = " ".join(re.sub(r"<[^>]+>", " ", row).split())
                if name in text and "Completed" in text:
                    return text
                seen = text if name in text else seen
            assert time.monotonic() < deadline, f"The list says of {name}: {seen or 'nothing'}"
            time.sleep(LOOK_EVERY_S)
