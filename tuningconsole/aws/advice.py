"""What to do about a call of a connection's test that did not work.

A worker stores it in English; `told` says it in the reader's language.
"""

import re
from collections.abc import Mapping

from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from tuningconsole.aws import errors

ALLOW = gettext_noop("Allow {action}.")
OTHER_ACCOUNT = gettext_noop(
    "These credentials are of account {theirs}. This connection is to {ours}: add another one."
)
_TOLD = ("action", "use", "detail", "advice")
_FILLED_IN = tuple(
    (message, re.compile(re.sub(r"\\{(\w+)\\}", r"(?P<\1>.+)", re.escape(message))))
    for message in (ALLOW, OTHER_ACCOUNT)
)


def of(error: errors.AwsError, action: str) -> str:
    """Return what to do about a call that did not work, in English."""
    match error:
        case errors.Denied(code="NoCredentials"):
            return gettext_noop("Give the worker credentials, or choose another credential source.")
        case errors.Denied() if "AccessDenied" in error.code or "Unauthorized" in error.code:
            return ALLOW.format(action=action)
        case errors.Denied():
            return gettext_noop("Renew the credentials: they are wrong or too old.")
        case errors.Unreachable() | errors.Ambiguous():
            return gettext_noop(
                "Check that the worker reaches AWS in this Region: network, proxy, VPC endpoint."
            )
        case errors.Throttled():
            return gettext_noop("Test again in a moment.")
        case _:
            return gettext_noop("See what AWS says.")


def told(result: Mapping[str, str]) -> dict[str, str]:
    """Return a result of a test with our words in the reader's language; AWS's stay."""
    return {**result, **{name: _said(result[name]) for name in _TOLD}}


def _said(text: str) -> str:
    for message, pattern in _FILLED_IN:
        if found := pattern.fullmatch(text):
            return _(message).format(**found.groupdict())
    return _(text)
