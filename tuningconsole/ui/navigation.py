"""What every page's frame shows."""

from typing import Any

from django.http import HttpRequest


def context(request: HttpRequest) -> dict[str, Any]:
    """Return the template variables of base.html."""
    return {}
