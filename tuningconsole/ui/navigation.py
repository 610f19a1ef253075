"""What every page's frame shows. Nothing is read from the database unless the frame is drawn."""

from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Any

from django.conf import settings
from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from tuningconsole.teams import access
from tuningconsole.teams.models import Membership

THEMES = {"system": _("System"), "light": _("Light"), "dark": _("Dark")}
SYSTEM = "system"
"""The theme of the browser's own choice."""
THEME_COOKIE = "theme"
CONNECTION_KEY = "connection"
"""The session's key of the chosen connection, as in `aws.access`, which ui may not import."""
STYLE_SHEETS = tuple(
    sorted(
        f"css/components/{path.name}"
        for folder in settings.STATICFILES_DIRS
        for path in Path(folder, "css", "components").glob("*.css")
    )
)
"""One file a component; a new one needs no line anywhere."""
_HOME = "/"
_LINKS = (
    (_("Dashboard"), "home"),
    (_("Algorithms"), "catalog:algorithms"),
    (_("Hyperparameter tuning jobs"), "jobs:list"),
    (_("Drafts"), "wizard:drafts"),
    (_("Create hyperparameter tuning job"), "wizard:start"),
    (_("Team"), "teams:team"),
    (_("Audit log"), "history:log"),
)

_LINKS_OF_ADMINISTRATORS = ((_("Connections"), "connections:list"),)


@dataclass(frozen=True, slots=True)
class Link:
    """A line of the side navigation."""

    label: str
    address: str
    is_current: bool


class Frame:
    """The variables of base.html for one request."""

    themes = THEMES
    languages = settings.LANGUAGES
    style_sheets = STYLE_SHEETS

    def __init__(self, request: HttpRequest) -> None:
        self._request = request

    @property
    def theme(self) -> str:
        """The chosen theme, "" for the system's."""
        chosen = self._request.COOKIES.get(THEME_COOKIE, "")
        return chosen if chosen in THEMES and chosen != SYSTEM else ""

    @cached_property
    def memberships(self) -> list[Membership]:
        """The person's teams."""
        return access.memberships(self._request) if hasattr(self._request, "user") else []

    @cached_property
    def membership(self) -> Membership | None:
        """The team that the request is made in; none before signing in."""
        return access.membership(self._request) if self.memberships else None

    @cached_property
    def connections(self) -> list[Any]:
        """The team's connections."""
        return list(self.membership.team.connections.order_by("pk")) if self.membership else []

    @cached_property
    def connection(self) -> Any:
        """The chosen connection, else the team's first, else none."""
        chosen = self._request.session.get(CONNECTION_KEY)
        found = (own for own in self.connections if own.pk == chosen)
        return next(found, self.connections[0] if self.connections else None)

    @property
    def links(self) -> list[Link]:
        """The side navigation; where addresses lie in one another, the innermost is current."""
        may_administer = self.membership is not None and self.membership.may_administer
        shown = _LINKS + (_LINKS_OF_ADMINISTRATORS if may_administer else ())
        addresses = [(label, reverse(name)) for label, name in shown]
        path = self._request.path
        # Every address lies in the first page's, which is current only where it is itself shown.
        around = [to for _label, to in addresses if path.startswith(to) and to != _HOME]
        here = max(around, key=len, default=path)
        return [Link(str(label), address, address == here) for label, address in addresses]


def context(request: HttpRequest) -> dict[str, Any]:
    """Return the template variables of base.html."""
    return {"frame": Frame(request)}
