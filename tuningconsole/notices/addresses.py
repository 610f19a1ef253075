"""What a person enters as an address: a mail address, or a service's URL as Apprise takes it."""

from dataclasses import dataclass
from typing import Any

from apprise import Apprise, AppriseAsset, PersistentStoreMode
from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.utils.translation import gettext as _

from tuningconsole.notices import guarding
from tuningconsole.teams import mail

LONGEST = 2000
HERE_ONLY = {
    "syslog",
    "rsyslog",
    "fcm",
    "vapid",
    "dbus",
    "gnome",
    "macosx",
    "windows",
    "glib",
    "qt",
}
"""Schemas that write to this machine or read its files."""


class Refused(Exception):  # noqa: N818  An outcome.
    """The address is none that can be used; the message says what to do."""


@dataclass(frozen=True, slots=True)
class Address:
    """An address: what can be shown of it, and whether it is a mail address."""

    text: str
    shown: str
    is_mail: bool


def read(text: str) -> Address:
    """Return the address.

    Raises:
        Refused: it is none, or not allowed here.
    """
    return _service(text) if "://" in text else _mail(text)


def _mail(text: str) -> Address:
    try:
        validate_email(text)
    except ValidationError:
        raise Refused(
            _("Enter a mail address, or a service's URL such as slack://… or msteams://…")
        ) from None
    if not mail.is_configured():
        raise Refused(_("Enter a service's URL: this console has no mail server."))
    return Address(text, text, is_mail=True)


def _service(text: str) -> Address:
    scheme = text.partition("://")[0].lower()
    found = None if scheme in HERE_ONLY else service(text)
    if found is None:
        raise Refused(_("Enter a URL that Apprise knows; its documentation lists them by service."))
    host = str(getattr(found, "host", "") or "")
    if not settings.NOTICES_ALLOW_PRIVATE and guarding.is_plainly_private(host):
        raise Refused(
            _("Enter a service on the public internet: private addresses are not allowed.")
        )
    # Not the URL, however its secrets are covered: each service covers what it thinks of.
    shown = f"{found.service_name}{f' at {host}' if '.' in host else ''}"
    return Address(text, shown[:254], is_mail=False)


def service(text: str) -> Any:
    """Return Apprise's plug-in for a URL, None where it is of no service or wrong."""
    asset = AppriseAsset(
        app_id="Tuning Console",
        app_desc="Tuning Console",
        storage_mode=PersistentStoreMode.MEMORY,
        plugin_paths=[],
        async_mode=False,
    )
    return Apprise.instantiate(text, asset=asset, suppress_exceptions=True)
