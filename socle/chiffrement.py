"""Secrets at rest: one key of the service, from which every use derives its own."""

from __future__ import annotations

import base64
import hashlib
import hmac
import secrets

from cryptography.fernet import Fernet, InvalidToken
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

from socle.erreurs import ErreurPersonne

OCTETS_JETON = 32


class SceauInvalide(ErreurPersonne):
    """What was sealed cannot be opened: it was altered, it is too old, or the key has changed."""


def jeton_aleatoire() -> str:
    """A token of 256 random bits, written with the characters an address takes."""
    return secrets.token_urlsafe(OCTETS_JETON)


def empreinte_jeton(jeton: str) -> bytes:
    """What the database keeps of a random token: 256 random bits need no key and no salt.

    Args:
        jeton: the token.

    Returns:
        SHA-256, 32 bytes.
    """
    return hashlib.sha256(jeton.encode()).digest()


class Coffre:
    """Seals and prints with keys derived from the service's.

    Args:
        cle: secret of the service (``BOITE_CLE``), at least 32 characters in production.
    """

    def __init__(self, cle: str) -> None:
        self._cle = cle.encode()

    def _derivee(self, usage: str) -> bytes:
        return HKDF(algorithm=hashes.SHA256(), length=32, salt=None, info=usage.encode()).derive(self._cle)

    def empreinte(self, usage: str, texte: str) -> bytes:
        """Keyed print of a short or guessable text (a personal code, an address).

        Args:
            usage: what it is for; the same text has another print for another use.
            texte: the text.

        Returns:
            HMAC-SHA256, 32 bytes.
        """
        return hmac.digest(self._derivee(usage), texte.encode(), "sha256")

    def sceller(self, usage: str, texte: str) -> bytes:
        """Encrypt and authenticate a text.

        Args:
            usage: what it is for.
            texte: the text.

        Returns:
            A sealed value, only letters, digits, ``-``, ``_`` and ``=``.
        """
        return self._fernet(usage).encrypt(texte.encode())

    def ouvrir(self, usage: str, scelle: bytes, *, secondes: int | None = None) -> str:
        """Open what was sealed for the same use.

        Args:
            usage: what it is for.
            scelle: the sealed value.
            secondes: oldest age accepted, by the clock of the machine.

        Returns:
            The text.

        Raises:
            SceauInvalide: altered, too old, or sealed with another key.
        """
        try:
            return self._fernet(usage).decrypt(scelle, ttl=secondes).decode()
        except InvalidToken as erreur:
            raise SceauInvalide("Ce lien n’est plus valable. Recommencez.") from erreur

    def _fernet(self, usage: str) -> Fernet:
        return Fernet(base64.urlsafe_b64encode(self._derivee(f"sceau {usage}")))
