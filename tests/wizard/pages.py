"""A browser without JavaScript: posts every input that the page holds, and one button."""

from html.parser import HTMLParser
from typing import Any

from django.contrib.auth.models import User
from django.http import HttpResponse
from django.test import Client

from tuningconsole.wizard.models import Draft
from tuningconsole.wizard.progress import address


def browser(user: User) -> Client:
    """Return a browser in which the person is signed in."""
    client = Client()
    client.force_login(user)
    return client


class Inputs(HTMLParser):
    """The successful controls of the form `wizard`, as a browser would send them."""

    def __init__(self) -> None:
        super().__init__()
        self.values: dict[str, list[str]] = {}
        self.ids: set[str] = set()
        self.buttons: list[tuple[str, str]] = []
        self._select = self._textarea = ""

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        found = {name: value or "" for name, value in attrs}
        self.ids.add(found.get("id", ""))
        name = found.get("name", "")
        if tag == "input" and name:
            self._input(name, found)
        elif tag == "select":
            self._select = name
        elif tag == "option" and (self._select not in self.values or "selected" in found):
            self.values[self._select] = [found.get("value", "")]
        elif tag == "textarea":
            self._textarea = name
            self.values[name] = [""]
        elif tag == "button":
            self.buttons.append((name, found.get("value", "")))

    def _input(self, name: str, found: dict[str, str]) -> None:
        is_box = found.get("type") in {"checkbox", "radio"}
        if not is_box or "checked" in found:
            value = found.get("value", "on" if is_box else "")
            self.values.setdefault(name, []).append(value)

    def handle_data(self, data: str) -> None:
        if self._textarea:
            self.values[self._textarea][0] += data.removeprefix("\n")

    def handle_endtag(self, tag: str) -> None:
        self._select = "" if tag == "select" else self._select
        self._textarea = "" if tag == "textarea" else self._textarea


class Pages:
    """The draft's pages in that browser; `shown` is the last page."""

    def __init__(self, client: Client, draft: Draft) -> None:
        self.client = client
        self.draft = draft
        self.shown: Any = None

    def open(self, step_id: str) -> HttpResponse:
        self.shown = self.client.get(address(self.draft, step_id))
        return self.shown

    @property
    def inputs(self) -> Inputs:
        parser = Inputs()
        parser.feed(self.shown.content.decode())
        return parser

    def press(self, button: str, value: str = "1", *, typed: Any = None) -> HttpResponse:
        """Type, press the button, follow where it leads."""
        assert (button, value) in self.inputs.buttons, f"no button {button}={value}"
        data: dict[str, Any] = {**self.inputs.values, **(typed or {}), button: value}
        request = self.shown.request
        path = f"{request['PATH_INFO']}?{request['QUERY_STRING']}"
        self.shown = self.client.post(path, data, follow=True)
        self.draft.refresh_from_db()
        return self.shown

    def next(self, typed: dict[str, Any] | None = None) -> HttpResponse:
        return self.press("_next", typed=typed)

    @property
    def text(self) -> str:
        return self.shown.content.decode()

    @property
    def heading(self) -> str:
        return self.text.partition("<h1>")[2].partition("</h1>")[0]

    @property
    def errors(self) -> dict[str, list[str]]:
        return {name: list(found) for name, found in self.shown.context["form"].errors.items()}
