"""Keys and digests: how secrets at rest are locked, and how rows about readers are named.

Two kinds of key, never mixed: ADDRESS_KEYS lock readers' mail addresses, SECRET_KEY signs
everything else. A leaked database tells nothing without them.
"""

import base64
import hashlib
import hmac
import secrets

from cryptography.fernet import Fernet, InvalidToken, MultiFernet
from django.conf import settings

KEY_BYTES = 32


class LostKey(Exception):
    """A text was locked with a key that ADDRESS_KEYS no longer holds."""


def new_address_key() -> str:
    """Make a key for ADDRESS_KEYS: 32 random bytes in URL-safe base64."""
    return base64.urlsafe_b64encode(secrets.token_bytes(KEY_BYTES)).decode("ascii")


def is_address_key(value: str) -> bool:
    """Whether `value` is a key that new_address_key() could have made."""
    try:
        return len(base64.urlsafe_b64decode(value)) == KEY_BYTES
    except ValueError:
        return False


def lock(text: str) -> bytes:
    """Encrypt with the newest address key."""
    return _fernet().encrypt(text.encode())


def unlock(token: bytes) -> str:
    """Decrypt what lock() made under any of the address keys.

    Raises LostKey if none of them fits.
    """
    try:
        return _fernet().decrypt(bytes(token)).decode()
    except InvalidToken:
        raise LostKey from None


def address_digest(text: str, *, key: str | None = None) -> str:
    """Return the index of an address: HMAC under a key derived from the *oldest* address key.

    Rotation puts new keys in front, so the index stays stable until the last key is dropped.
    """
    root = base64.urlsafe_b64decode(key or settings.ADDRESS_KEYS[-1])
    index_key = hmac.digest(root, b"portal.address.index", "sha256")
    return hmac.new(index_key, text.encode(), "sha256").hexdigest()


def keyed_digest(purpose: str, data: bytes) -> str:
    """Return 64 hex digits that only this site can compute; `purpose` keeps uses apart."""
    key = hashlib.sha256(f"{purpose}:{settings.SECRET_KEY}".encode()).digest()
    return hmac.new(key, data, "sha256").hexdigest()


def _fernet() -> MultiFernet:
    return MultiFernet([Fernet(key) for key in settings.ADDRESS_KEYS])
