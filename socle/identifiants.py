"""Public ids: random, short enough to be read aloud, saying nothing of the person or the offer."""

from __future__ import annotations

import secrets
from collections.abc import Callable

# Crockford's base 32: no I, L, O, U, so that an id read over the phone is not misheard.
ALPHABET = "0123456789abcdefghjkmnpqrstvwxyz"
LONGUEUR = 12

Tirage = Callable[[int], int]


def identifiant_public(tirage: Tirage = secrets.randbelow) -> str:
    """A new public id of 12 characters (60 bits).

    Args:
        tirage: draws an integer in ``[0, n)``; ``secrets.randbelow`` in service, a seeded one in tests.

    Returns:
        The id.
    """
    return "".join(ALPHABET[tirage(len(ALPHABET))] for _ in range(LONGUEUR))
