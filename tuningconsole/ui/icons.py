"""Icons by what they mean, drawn by Bootstrap Icons and set into the page as SVG."""

from functools import cache
from pathlib import Path
from xml.etree import ElementTree

from django.contrib.staticfiles import finders
from django.template.loader import render_to_string
from django.utils.safestring import SafeString

FOLDER = "vendor/bootstrap-icons/icons"
NAMES = {
    "add": "plus-lg",
    "back": "chevron-left",
    "bell": "bell",
    "clock": "clock",
    "close": "x-lg",
    "copy": "copy",
    "error": "x-circle",
    "external": "box-arrow-up-right",
    "file": "file-earmark",
    "folder": "folder",
    "info": "info-circle",
    "language": "translate",
    "menu": "list",
    "more": "caret-down-fill",
    "next": "chevron-right",
    "person": "person-circle",
    "refresh": "arrow-clockwise",
    "running": "arrow-repeat",
    "search": "search",
    "stopped": "dash-circle",
    "success": "check-circle",
    "theme": "circle-half",
    "warning": "exclamation-triangle",
}
"""Meaning -> Bootstrap's name. A template may also give Bootstrap's name."""


@cache
def icon(name: str) -> SafeString:
    """Return an icon by its meaning; it says nothing to a screen reader. A page has hundreds."""
    return render_to_string("ui/icon.html", {"name": name, "shapes": shapes(name)})


@cache
def shapes(name: str) -> tuple[tuple[str, str], ...]:
    """Return (path, fill rule) of the icon's strokes; none where the icon set has none such."""
    found = finders.find(f"{FOLDER}/{NAMES.get(name, name)}.svg")
    if not found:
        return ()
    # The file is one of the package's, never anybody's upload.
    drawing = ElementTree.parse(Path(str(found)))  # noqa: S314
    return tuple(
        (path.get("d", ""), path.get("fill-rule", "nonzero"))
        for path in drawing.iter("{http://www.w3.org/2000/svg}path")
    )
