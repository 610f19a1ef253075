"""Keep receivers' addresses so that the database alone does not tell them.

A service's address holds its secrets. It is encrypted with keys made of SECRET_KEY: whoever loses
that enters the addresses anew. No page shows one again.
"""

from cryptography.fernet import InvalidToken

from tuningconsole.teams.sealing import cipher

_PURPOSE = "tuningconsole.notices.receivers"


class Unreadable(Exception):  # noqa: N818  An outcome.
    """None of the keys has sealed it."""


def seal(text: str) -> str:
    """Return the text, encrypted."""
    return cipher(_PURPOSE).encrypt(text.encode()).decode()


def unseal(sealed: str) -> str:
    """Return the text that was sealed.

    Raises:
        Unreadable: it was with another SECRET_KEY.
    """
    try:
        return cipher(_PURPOSE).decrypt(sealed.encode()).decode()
    except InvalidToken as error:
        raise Unreadable("The address was kept with another SECRET_KEY. Enter it again.") from error
