"""The second factor: a code that changes every 30 seconds (TOTP, RFC 6238), and recovery codes for the day the phone is lost."""

from __future__ import annotations

from datetime import datetime

import pyotp
import segno

from socle.identifiants import ALPHABET, Tirage

EMETTEUR = "Boîte à parcours"
PAS_S = 30
NOMBRE_CODES = 8
LONGUEUR_CODE = 10


def nouveau_secret() -> str:
    """A new shared secret, 160 bits in base 32 (RFC 4226, § 4)."""
    return pyotp.random_base32(32)


def adresse(secret: str, courriel: str) -> str:
    """What the phone reads from the picture.

    Args:
        secret: shared secret.
        courriel: names the account on the phone.

    Returns:
        An ``otpauth://`` address.
    """
    return pyotp.TOTP(secret).provisioning_uri(name=courriel, issuer_name=EMETTEUR)


def image(uri: str) -> str:
    """The QR code of an address, as a picture that holds in the page.

    Args:
        uri: what the phone must read.

    Returns:
        A ``data:image/svg+xml`` address.
    """
    return segno.make(uri, error="m").svg_data_uri(scale=5, border=4, light="#fff")


def pas_du_code(secret: str, code: str, maintenant: datetime, dernier_pas: int) -> int | None:
    """Which interval of 30 seconds a code belongs to, when it is right.

    Args:
        secret: shared secret.
        code: six digits, blanks allowed.
        maintenant: now.
        dernier_pas: last interval accepted for this account: a code serves once (RFC 6238, § 5.2).

    Returns:
        The interval (now, the one before or the one after), None when the code is wrong or was already used.
    """
    chiffres, totp = "".join(code.split()), pyotp.TOTP(secret)
    courant = int(maintenant.timestamp()) // PAS_S
    justes = (pas for pas in (courant, courant - 1, courant + 1) if pas > dernier_pas and totp.verify(chiffres, for_time=pas * PAS_S))
    return next(justes, None)


def codes_de_secours(tirage: Tirage) -> tuple[str, ...]:
    """Recovery codes, each good once.

    Args:
        tirage: draws an integer in ``[0, n)``.

    Returns:
        Eight codes of ten characters (50 bits), in two groups.
    """
    return tuple(code_lisible(tirage) for _ in range(NOMBRE_CODES))


def code_lisible(tirage: Tirage) -> str:
    """A code to copy by hand: no letter that looks like another.

    Args:
        tirage: draws an integer in ``[0, n)``.

    Returns:
        Ten characters in two groups, such as ``7KQ2M-X4H9A``.
    """
    brut = "".join(ALPHABET[tirage(len(ALPHABET))] for _ in range(LONGUEUR_CODE)).upper()
    return f"{brut[:5]}-{brut[5:]}"


# Letters that nobody draws and that people read for digits (Crockford's base 32).
_LUES = str.maketrans({"o": "0", "i": "1", "l": "1"})


def code_normal(tape: str) -> str:
    """A code as it is compared: however it was typed.

    Args:
        tape: with or without dash, in either case, with O for 0 or I for 1.

    Returns:
        Ten characters, or whatever was typed without its blanks.
    """
    return "".join(c for c in tape.lower().translate(_LUES) if c.isalnum())
