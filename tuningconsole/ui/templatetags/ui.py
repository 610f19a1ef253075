"""Template tags of the components; every template has them without a load.

What a component looks like stands in templates/ui/<its name>.html, with an example on top.
"""

from datetime import datetime, timedelta
from typing import Any

from django import template
from django.template import Context
from django.template.loader import render_to_string
from django.utils import timezone
from django.utils.safestring import SafeString
from django.utils.translation import gettext

from tuningconsole.ui import icons, jinja2, statuses, wording

register = template.Library()


@register.simple_block_tag(takes_context=True)
def container(
    context: Context,
    content: str,
    heading: str = "",
    description: str = "",
    actions: str = "",
    count: int | None = None,
) -> SafeString:
    """Draw a container. `actions` names a template with the buttons at the heading's right."""
    own = {
        "heading": heading,
        "description": description,
        "actions": actions,
        "count": count,
        "content": content,
    }
    outer: dict[Any, Any] = context.flatten()
    return render_to_string("ui/container.html", outer | own)


@register.simple_block_tag
def foldable(
    content: str, heading: str = "", description: str = "", *, is_open: bool = False
) -> SafeString:
    """Draw a container that can be folded away."""
    own = {
        "heading": heading,
        "description": description,
        "is_open": is_open,
        "content": content,
    }
    return render_to_string("ui/foldable.html", own)


@register.simple_block_tag
def key_value(content: str, label: str) -> SafeString:
    """Draw a label and its value; stands inside `<dl class="key-values">`.

    By Jinja2, since a review has a thousand.
    """
    return jinja2.render("ui/key_value.html", {"label": label, "content": content})


@register.simple_tag
def jinja(template: str, **values: object) -> SafeString:
    """Draw a template of Jinja2, for what a page has by the hundred."""
    return jinja2.render(template, values)


@register.inclusion_tag("ui/status.html")
def status(value: str) -> dict[str, Any]:
    """Draw a status: icon, word and colour."""
    return {"look": statuses.look(value)}


register.simple_tag(icons.icon)


@register.simple_tag
def when(moment: datetime | None) -> SafeString:
    """Draw a time: how long ago, exactly on hover and focus; a dash for none.

    `{% when job.created_at as created %}` keeps it for a sentence that is translated as a whole.
    """
    own: dict[str, Any] = {}
    if moment is not None:
        own = {
            "moment": moment,
            "relative": wording.relative(moment, timezone.now()),
            "exact": wording.exact(moment),
        }
    # Without the template's last line break: a full stop may follow.
    return SafeString(render_to_string("ui/when.html", own).strip())


@register.simple_tag
def duration(seconds: float | timedelta | None) -> str:
    """Write a length of time; a dash for none."""
    return wording.NOTHING if seconds is None else wording.duration(seconds)


@register.inclusion_tag("ui/number.html")
def number(value: float | None) -> dict[str, Any]:
    """Draw a number with 6 significant digits, all of them on hover; a dash for none."""
    if value is None:
        return {}
    return {"short": wording.number(value), "exact": repr(value)}


@register.inclusion_tag("ui/copy.html")
def copy(text: str, label: str = "") -> dict[str, Any]:
    """Draw a button that copies the text."""
    return {"text": text, "label": label or gettext("Copy")}
