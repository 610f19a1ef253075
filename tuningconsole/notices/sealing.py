"""Keep receivers' addresses so that the database alone does not tell them.

A service's address holds its secrets. It is encrypted with keys made of SECRET_KEY and of
SECRET_KEY_FALLBACKS: the first one seals, every one opens. Whoever loses SECRET_KEY enters the
addresses anew. No page shows one again.
"""

from base64 import urlsafe_b64encode

from cryptography.fernet import Fernet, InvalidToken, MultiFernet
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from django.conf import settings


class Unreadable(Exception):  # noqa: N818  An outcome.
    """None of the keys has sealed it."""


def seal(text: str) -> str:
    """Return the text, encrypted."""
    return _keys().encrypt(text.encode()).decode()


def unseal(sealed: str) -> str:
    """Return the text that was sealed.

    Raises:
        Unreadable: it was with another SECRET_KEY.
    """
    try:
        return _keys().decrypt(sealed.encode()).decode()
    except InvalidToken as error:
        raise Unreadable("The address was kept with another SECRET_KEY. Enter it again.") from error


def _keys() -> MultiFernet:
    secrets = [settings.SECRET_KEY, *settings.SECRET_KEY_FALLBACKS]
    return MultiFernet([Fernet(_key(str(secret))) for secret in secrets])


def _key(secret: str) -> bytes:
    made = HKDF(SHA256(), length=32, salt=None, info=b"tuningconsole.notices.receivers")
    return urlsafe_b64encode(made.derive(secret.encode()))
