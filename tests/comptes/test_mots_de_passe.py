"""Passwords: what is refused and why, and that the hash is argon2id."""

from __future__ import annotations

import pytest

from comptes.mots_de_passe import LONGUEUR_MAX, a_rehacher, hacher, refus, verifier

PERSONNE = ("Camille Aubrac", "camille.aubrac@exemple.fr")


@pytest.mark.parametrize(
    ("mot_de_passe", "mot"),
    [
        ("court", "12 caractères"),
        ("a" * (LONGUEUR_MAX + 1), "au plus"),
        ("aaaaaaaaaaaaaa", "se répète"),
        ("abcdefghijklmnop", "clavier"),
        ("98765432109876", "clavier"),
        ("motdepasse2026", "courant"),
        ("M0td3p@sse!2026", "courant"),
        ("azertyuiop123", "courant"),
        ("BonjourSoleil94", "courant"),
        ("Marseille13013!", "courant"),
        ("CamilleAubrac94", "proche de votre nom"),
        ("aubrac-camille-1", "proche de votre nom"),
    ],
)
def test_ce_que_tout_le_monde_essaie_est_refuse(mot_de_passe: str, mot: str) -> None:
    assert mot in refus(mot_de_passe, PERSONNE)


@pytest.mark.parametrize(
    "mot_de_passe",
    ["trois girafes dans le métro", "Wq7-tbZ!kd9p", "le vélo grince sous la pluie", "кошка на окне спит", "Cuillère&Tournesol42"],
)
def test_une_phrase_est_acceptee_sans_regle_de_caracteres(mot_de_passe: str) -> None:
    assert refus(mot_de_passe, PERSONNE) == ""


async def test_l_empreinte_est_argon2id_et_ne_vaut_que_pour_son_mot_de_passe() -> None:
    empreinte = await hacher("trois girafes dans le métro")
    assert empreinte.startswith("$argon2id$")
    assert not a_rehacher(empreinte)
    assert await verifier(empreinte, "trois girafes dans le métro")
    # The same word, its accent composed by another keyboard.
    assert await verifier(empreinte, "trois girafes dans le me\u0301tro")
    assert not await verifier(empreinte, "trois girafes dans le metro")
    assert not await verifier(None, "personne n’a ce mot de passe")
    assert not await verifier("$argon2id$abimee", "trois girafes dans le métro")


def test_une_empreinte_plus_faible_est_a_refaire() -> None:
    from argon2 import PasswordHasher

    assert a_rehacher(PasswordHasher(time_cost=1, memory_cost=8192).hash("trois girafes"))
