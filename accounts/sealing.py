"""Secrets at rest and signatures in links, both from SECRET_KEY; an old key goes on opening what it sealed."""

import base64
from uuid import UUID

from cryptography.fernet import Fernet, InvalidToken, MultiFernet
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from django.conf import settings
from django.core import signing
from django.utils.encoding import force_bytes

_PURPOSE = b"accounts.sealing"


class NotOurs(Exception):
    """The text was not sealed or signed by us, or by a key that is gone."""


def _fernet(secret: str | bytes) -> Fernet:
    derived = HKDF(algorithm=SHA256(), length=32, salt=None, info=_PURPOSE).derive(force_bytes(secret))
    return Fernet(base64.urlsafe_b64encode(derived))


def _keys() -> MultiFernet:
    return MultiFernet([_fernet(secret) for secret in (settings.SECRET_KEY, *settings.SECRET_KEY_FALLBACKS)])


def seal(text: str) -> str:
    """``text`` encrypted, as printable ASCII."""
    return _keys().encrypt(text.encode()).decode()


def unseal(sealed: str) -> str:
    """The text that was sealed. Raises NotOurs."""
    try:
        return _keys().decrypt(sealed.encode()).decode()
    except InvalidToken as refused:
        raise NotOurs from refused


def sign_text(text: str, *, purpose: str) -> str:
    """``text`` in clear with our signature behind it: ``<text>:<signature>``."""
    return signing.Signer(salt=f"accounts.{purpose}").sign(text)


def signed_text(token: str, *, purpose: str) -> str:
    """The text in ``token``. Raises NotOurs when a bit of it was altered, or when it was signed for something else."""
    try:
        return signing.Signer(salt=f"accounts.{purpose}").unsign(token)
    except signing.BadSignature as refused:
        raise NotOurs from refused


def sign(row_id: UUID, *, purpose: str) -> str:
    """A row's id that only we can have handed out, for a link or a cookie: ``<hex>:<signature>``."""
    return sign_text(row_id.hex, purpose=purpose)


def signed_id(token: str, *, purpose: str) -> UUID:
    """The id in ``token``. Raises NotOurs as ``signed_text`` does."""
    return UUID(hex=signed_text(token, purpose=purpose))
