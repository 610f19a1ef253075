"""The templates of Jinja2, for what a page has by the hundred; all others are Django's."""

from collections.abc import Mapping
from contextvars import ContextVar
from functools import lru_cache
from typing import Any

from django import forms
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.safestring import SafeString
from django.utils.translation import get_language, gettext, ngettext
from jinja2 import Environment
from markupsafe import Markup, escape

from tuningconsole.ui import icons

_LANGUAGE: ContextVar[str | None] = ContextVar("language", default=None)


def environment(**options: Any) -> Environment:
    """Return Jinja2 with the functions that its templates may call."""
    made = Environment(**options)  # noqa: S701  # Django's backend sets autoescape.
    made.globals |= {"attributes": attributes, "context_of": context_of, "icon": icons.icon}
    made.globals |= {"input": drawn, "url": reverse, "_": translated, "ngettext": ngettext}
    made.filters["phrase"] = phrase
    return made


def render(template: str, context: Mapping[str, Any]) -> SafeString:
    """Return the template's HTML as a template of Django takes it: escaped as it is."""
    _LANGUAGE.set(get_language())
    return SafeString(render_to_string(template, dict(context), using="jinja2"))


def translated(message: str) -> str:
    """Return the message in the language of what is rendered.

    As gettext does in ten times as long: a page asks for hundreds.
    """
    return _in(_LANGUAGE.get(), str(message))


def forget() -> None:
    """Forget what was looked up: the catalogs have changed."""
    _in.cache_clear()


@lru_cache(maxsize=4096)
def _in(_language: str | None, message: str) -> str:
    return gettext(message)


def phrase(message: str, **values: Any) -> Markup:
    """Return a translated message that has markup of its own, with the values, escaped."""
    return Markup(message) % values  # noqa: S704  # Messages are the code's and its translators'.


def context_of(bound: forms.BoundField, described_by: str = "") -> dict[str, Any]:
    """Return what Django's template of the field's widget would get as `widget`.

    `described_by` is the id of one element more that says something about the input.
    """
    widget = bound.field.widget
    attrs = {"id": bound.auto_id, **bound.build_widget_attrs({}, widget)}
    if described_by:
        attrs["aria-describedby"] = f"{attrs.get('aria-describedby', '')} {described_by}".strip()
    found: dict[str, Any] = widget.get_context(bound.html_name, bound.value(), attrs)["widget"]
    return found


def drawn(bound: forms.BoundField, described_by: str = "") -> Markup:
    """Return the input of a bound field as Django's own template of its widget draws it.

    No template: a page has five hundred, and a macro took half as long again for each.
    """
    widget = context_of(bound, described_by)
    name, own = escape(widget["name"]), attributes(widget["attrs"])
    if "optgroups" in widget:
        options = "".join(
            f'<option value="{escape(option["value"])}"{" selected" if option["selected"] else ""}>'
            f"{escape(option['label'])}</option>"
            for _, group, _ in widget["optgroups"]
            for option in group
        )
        made = f'<select name="{name}"{own}>{options}</select>'
    elif "type" in widget:
        given = widget["value"]
        value = "" if given is None else f' value="{escape(given)}"'
        made = f'<input type="{widget["type"]}" name="{name}"{value}{own}>'
    else:
        made = f'<textarea name="{name}"{own}>\n{escape(widget["value"] or "")}</textarea>'
    return Markup(made)  # noqa: S704  # Every text in it is escaped.


def attributes(given: Mapping[str, Any]) -> Markup:
    """Return a widget's attributes as they stand in its tag, each with a space before it.

    Django's `flatatt` says the same in five times as long.
    """
    written = (
        f" {name}" if value is True else f' {name}="{escape(value)}"'
        for name, value in given.items()
        if value is not False
    )
    return Markup("".join(written))  # noqa: S704  # Values are escaped; names are of the code.
