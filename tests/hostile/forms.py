"""The forms of a page, with everything that a browser would send of them."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from html import unescape
from html.parser import HTMLParser
from urllib.parse import parse_qsl, urljoin, urlsplit

Attributes = dict[str, str]
TYPED = frozenset({"text", "search", "email", "url", "number", "date", "tel", "textarea"})
"""Types of inputs into which people type what they would not like to type again."""


@dataclass
class Control:
    """An input, a choice or a button of a form.

    Attributes:
        kind: its type in HTML; also "textarea", "select", "button".
        values: what a browser sends of it untouched.
    """

    name: str
    kind: str
    values: list[str] = field(default_factory=list)
    choices: list[str] = field(default_factory=list)


@dataclass
class Form:
    """A form that is posted.

    Attributes:
        address: where to, with the query.
        controls: in the page's order; several may have one name.
    """

    address: str
    is_multipart: bool = False
    controls: list[Control] = field(default_factory=list)

    @property
    def names(self) -> list[str]:
        """The names of its controls, each once; Django's own token is not of them."""
        return list(dict.fromkeys(one.name for one in self.controls))

    def sent(self) -> list[tuple[str, str]]:
        """Return what an untouched form sends, and no button."""
        return [(one.name, v) for one in self.controls if one.kind != "button" for v in one.values]

    def typed(self) -> dict[str, str]:
        """Return what stands in the inputs that people type in, the last of a name."""
        return {
            one.name: one.values[0] if one.values else ""
            for one in self.controls
            if one.kind in TYPED
        }


class _Reader(HTMLParser):
    def __init__(self, base: str) -> None:
        super().__init__()
        self.base = base
        self.found: dict[str, list[Form]] = {"get": [], "post": []}
        self.by_id: dict[str, Form] = {}
        self.outside: list[tuple[str, Control]] = []
        self._form: Form | None = None
        self._control: Control | None = None

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        found = {name: value or "" for name, value in attrs}
        match tag:
            case "form":
                self._begin(found)
            case "input":
                self._input(found)
            case "textarea":
                self._add(Control(found.get("name", ""), tag, [""]), found)
            case "select":
                self._add(Control(found.get("name", ""), tag), found)
            case "option" if self._control and self._control.kind == "select":
                self._option(self._control, found)
            case "button" if found.get("type", "submit") == "submit":
                self._add(Control(found.get("name", ""), tag, [found.get("value", "")]), found)

    def _begin(self, found: Attributes) -> None:
        self._form = Form(
            urljoin(self.base, found.get("action", "")),
            found.get("enctype") == "multipart/form-data",
        )
        self.found[found.get("method", "get").lower()].append(self._form)
        self.by_id[found.get("id", "")] = self._form

    def _input(self, found: Attributes) -> None:
        kind = found.get("type", "text").lower()
        is_box = kind in {"checkbox", "radio"}
        value = found.get("value", "on" if is_box else "")
        is_sent = "checked" in found if is_box else kind not in {"submit", "file"}
        shown = "button" if kind == "submit" else kind
        made = Control(found.get("name", ""), shown, [value] if is_sent else [], [value])
        self._add(made, found)
        self._control = None

    def _option(self, control: Control, found: Attributes) -> None:
        value = found.get("value", "")
        if "selected" in found or not control.choices:
            control.values = [value]
        control.choices.append(value)

    def _add(self, control: Control, found: Attributes) -> None:
        self._control = control
        if not control.name or control.name == "csrfmiddlewaretoken" or "disabled" in found:
            return
        if "form" in found:
            self.outside.append((found["form"], control))
        elif self._form:
            self._form.controls.append(control)

    def handle_data(self, data: str) -> None:
        if self._control and self._control.kind == "textarea":
            self._control.values[0] += data

    def handle_endtag(self, tag: str) -> None:
        if tag == "form":
            self._form = None
        if tag == "textarea" and self._control:
            # The newline after the start tag is the template's, not the text's.
            self._control.values[0] = self._control.values[0].removeprefix("\n")
        if tag in {"textarea", "select"}:
            self._control = None


def forms(page: str, base: str, method: str = "post") -> list[Form]:
    """Return the forms of the page at the address that are sent by the method."""
    reader = _Reader(base)
    reader.feed(page)
    for key, control in reader.outside:
        if key in reader.by_id:
            reader.by_id[key].controls.append(control)
    return reader.found[method]


def queries(page: str, base: str) -> Iterator[tuple[str, str]]:
    """Yield what the page's links and forms ask for: a path, the name of a part of its query."""
    for form in forms(page, base, "get"):
        yield from ((urlsplit(form.address).path, name) for name in form.names)
    for link in re.findall(r'href="([^"]*\?[^"]+)"', page):
        parts = urlsplit(urljoin(base, unescape(link)))
        yield from (
            (parts.path, name) for name, _ in parse_qsl(parts.query, keep_blank_values=True)
        )
