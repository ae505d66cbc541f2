"""Sealed secrets and keyed prints."""

from __future__ import annotations

import pytest

from socle.chiffrement import Coffre, SceauInvalide, empreinte_jeton, jeton_aleatoire

COFFRE = Coffre("une clé de test, assez longue pour les tests")


def test_ce_qui_est_scelle_ne_s_ouvre_que_pour_le_meme_usage_et_la_meme_cle() -> None:
    scelle = COFFRE.sceller("totp 1", "secret à garder")
    assert COFFRE.ouvrir("totp 1", scelle) == "secret à garder"
    for coffre, usage in ((COFFRE, "totp 2"), (Coffre("une autre clé"), "totp 1")):
        with pytest.raises(SceauInvalide):
            coffre.ouvrir(usage, scelle)
    with pytest.raises(SceauInvalide):
        COFFRE.ouvrir("totp 1", scelle[:-4] + b"AAAA")
    with pytest.raises(SceauInvalide):
        COFFRE.ouvrir("totp 1", b"")


def test_un_sceau_vieillit() -> None:
    with pytest.raises(SceauInvalide):
        COFFRE.ouvrir("totp 1", COFFRE.sceller("totp 1", "x"), secondes=-1)


def test_une_empreinte_depend_de_l_usage_et_de_la_cle() -> None:
    premiere = COFFRE.empreinte("code", "7KQ2M")
    autres = {COFFRE.empreinte("autre", "7KQ2M"), COFFRE.empreinte("code", "7KQ2N"), Coffre("b").empreinte("code", "7KQ2M")}
    assert premiere == COFFRE.empreinte("code", "7KQ2M")
    assert len({premiere, *autres}) == 4
    assert len(premiere) == 32


def test_un_jeton_a_256_bits_et_ne_se_repete_pas() -> None:
    jetons = {jeton_aleatoire() for _ in range(100)}
    assert len(jetons) == 100
    assert min(len(j) for j in jetons) >= 43
    assert len({empreinte_jeton(j) for j in jetons}) == 100
