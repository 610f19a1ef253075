"""The mail that an invitation goes by, where the settings name a server for it."""

import logging
from smtplib import SMTPException

from django.conf import settings
from django.core.mail import EmailMessage

from tuningconsole.teams.models import Membership

log = logging.getLogger(__name__)


def is_configured() -> bool:
    """Tell whether the settings name a mail server."""
    return bool(settings.EMAIL_HOST)


def send_invitation(by: Membership, address: str, link: str, days: int) -> str:
    """Mail the link; return why it was not sent, "" when the server took it.

    The server has `EMAIL_TIMEOUT` seconds, since the page says how it went.
    """
    name = by.user.get_username()
    how_long = "one day" if days == 1 else f"{days} days"
    message = EmailMessage(
        subject=f"Join the team {' '.join(by.team.name.split())} in Tuning Console",
        body=(
            f"{name} invites you to the team {by.team}.\n\n"
            f"Follow this link to join. It works once, for {how_long}, with the account that has"
            f" this mail address or a new one:\n\n{link}\n\n"
            "If you do not know what this is about, do nothing."
        ),
        to=[address],
    )
    try:
        message.send()
    except (SMTPException, OSError) as error:
        log.warning("The invitation to %s was not mailed: %s", by.team, error)
        return str(error) or type(error).__name__
    return ""
