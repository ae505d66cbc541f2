"""Passwords: length over rules, nothing that everybody tries first, argon2id, and the same time whether the account exists or not."""

from __future__ import annotations

import asyncio
import unicodedata
from functools import cache
from itertools import pairwise
from pathlib import Path

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError

from socle.texte import plier

# CNIL, deliberation 2022-100: 12 characters at least when nothing else protects the account; no rule on the kinds of characters.
LONGUEUR_MIN = 12
LONGUEUR_MAX = 128
# What is left of a password once the words everybody tries are removed must hold at least this much.
RESTE_MIN = 6
DISTINCTS_MIN = 6
# Digits put for letters (« m0td3p@sse »).
_DEGUISEMENTS = str.maketrans("013457@$!€", "oieastasie")
# OWASP, Password Storage Cheat Sheet: 19 MiB, two passes, one lane. Many entries at nine o'clock must not take the memory of a small server.
_HACHEUR = PasswordHasher(time_cost=2, memory_cost=19 * 1024, parallelism=1)


@cache
def _mots_courants() -> tuple[str, ...]:
    """Our list, the longest first."""
    fichier = Path(__file__).with_name("mots_courants.txt")
    mots = {m for ligne in fichier.read_text(encoding="utf-8").splitlines() if not ligne.startswith("#") for m in ligne.split()}
    return tuple(sorted(mots, key=lambda m: (-len(m), m)))


def refus(mot_de_passe: str, personnels: tuple[str, ...] = ()) -> str:
    """Why a new password is refused.

    Args:
        mot_de_passe: what was typed.
        personnels: name and address of the person, which are guessed first.

    Returns:
        A French sentence that says what to do; empty when the password is accepted.
    """
    if len(mot_de_passe) < LONGUEUR_MIN:
        return f"Choisissez au moins {LONGUEUR_MIN} caractères. Une phrase de quelques mots convient très bien."
    if len(mot_de_passe) > LONGUEUR_MAX:
        return f"Choisissez au plus {LONGUEUR_MAX} caractères."
    if len(set(mot_de_passe)) < DISTINCTS_MIN or _suite(mot_de_passe):
        return "Ce mot de passe se répète ou suit l’ordre du clavier : il se devine vite. Choisissez une phrase de quelques mots."
    if _reste(mot_de_passe, personnels) < RESTE_MIN:
        return "Ce mot de passe est trop courant ou trop proche de votre nom. Choisissez une phrase de quelques mots."
    return ""


def _suite(texte: str) -> bool:
    """Whether most characters follow the one before (« abcdefghijkl », « 987654321098 »)."""
    pas = [ord(b) - ord(a) for a, b in pairwise(texte)]
    return max(pas.count(1), pas.count(-1), pas.count(0)) > 0.6 * len(pas)


def _reste(mot_de_passe: str, personnels: tuple[str, ...]) -> int:
    """Characters left once common words, digits put for letters, years and the person's own names are removed."""
    parties = (p for texte in personnels for p in plier(texte).replace("@", " ").replace(".", " ").replace("-", " ").split())
    connus = (*sorted((p for p in parties if len(p) > 2), key=len, reverse=True), *_mots_courants())
    brut = plier(mot_de_passe)
    return min(_sans(brut, connus), _sans(brut.translate(_DEGUISEMENTS), connus))


def _sans(texte: str, mots: tuple[str, ...]) -> int:
    for mot in mots:
        texte = texte.replace(mot, "")
    return sum(c.isalpha() for c in texte)


def _normal(mot_de_passe: str) -> str:
    """The same text whatever keyboard composed its accents."""
    return unicodedata.normalize("NFKC", mot_de_passe)[: 4 * LONGUEUR_MAX]


async def hacher(mot_de_passe: str) -> str:
    """Hash of a password, computed in a thread: it takes tens of milliseconds and 19 MiB on purpose.

    Args:
        mot_de_passe: the password.

    Returns:
        An ``$argon2id$`` text.
    """
    return await asyncio.to_thread(_HACHEUR.hash, _normal(mot_de_passe))


@cache
def _leurre() -> str:
    return _HACHEUR.hash("personne n’a ce mot de passe")


async def verifier(empreinte: str | None, mot_de_passe: str) -> bool:
    """Whether a password is the right one; without any hash the same work is done for nothing.

    Args:
        empreinte: hash of the account, None when there is no such account or it has no password.
        mot_de_passe: what was typed.

    Returns:
        True only for the right password of an existing account.
    """

    def comparer() -> bool:
        try:
            return _HACHEUR.verify(empreinte or _leurre(), _normal(mot_de_passe)) and empreinte is not None
        except (VerificationError, InvalidHashError):
            return False

    return await asyncio.to_thread(comparer)


def a_rehacher(empreinte: str) -> bool:
    """Whether a hash was made with weaker settings than today's."""
    return _HACHEUR.check_needs_rehash(empreinte)
