"""Keys for what the database must keep and must not tell by itself.

They are made of SECRET_KEY and of SECRET_KEY_FALLBACKS: the first one seals, every one opens.
"""

from base64 import urlsafe_b64encode

from cryptography.fernet import Fernet, MultiFernet
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from django.conf import settings


def cipher(purpose: str) -> MultiFernet:
    """Return the cipher of one purpose: what is sealed for another cannot be opened with it."""
    secrets = [settings.SECRET_KEY, *settings.SECRET_KEY_FALLBACKS]
    return MultiFernet([Fernet(_key(str(secret), purpose)) for secret in secrets])


def _key(secret: str, purpose: str) -> bytes:
    made = HKDF(SHA256(), length=32, salt=None, info=purpose.encode())
    return urlsafe_b64encode(made.derive(secret.encode()))
