"""What the text of an offer suggests, measured on texts of our own."""

from __future__ import annotations

import tomllib
from pathlib import Path
from typing import Any

import pytest

from employeurs.offres import codes
from employeurs.suggestion.lecture import nature, suggerer

TEXTES: list[dict[str, Any]] = tomllib.loads(Path(__file__).with_name("textes.toml").read_text("utf-8"))["texte"]


@pytest.mark.parametrize(("famille", "precision", "rappel"), [("conditions", 0.9, 0.9), ("apports", 0.9, 0.9)])
def test_precision_et_rappel(famille: str, precision: float, rappel: float) -> None:
    trouves = {(rang, s.code) for rang, t in enumerate(TEXTES) for s in getattr(suggerer(t["texte"]), famille)}
    attendus = {(rang, code) for rang, t in enumerate(TEXTES) for code in t[famille]}
    justes = len(trouves & attendus)
    assert justes / len(trouves) >= precision, sorted(trouves - attendus)
    assert justes / len(attendus) >= rappel, sorted(attendus - trouves)


def test_la_nature_est_reconnue() -> None:
    faux = [(t["texte"][:40], nature(suggerer(t["texte"]))) for t in TEXTES if nature(suggerer(t["texte"])) != t["type"]]
    assert len(faux) <= len(TEXTES) // 9, faux


def test_chaque_suggestion_cite_les_mots_du_texte() -> None:
    for t in TEXTES:
        lues = suggerer(t["texte"])
        assert lues.genre is not None
        for s in (lues.genre, *lues.conditions, *lues.apports):
            assert s.mots
            assert all(mot in t["texte"] for mot in s.mots)


def test_une_phrase_qui_dit_le_contraire_ne_suggere_rien() -> None:
    assert suggerer("Sans permis ni véhicule : une voiture de service est prêtée. Permis B non exigé.").conditions == ()
    assert suggerer("Cours pour parler français et atteindre le niveau B1.").conditions == ()


def test_un_texte_vide_ou_etrange_ne_suggere_rien() -> None:
    for texte in ("", "   \n", "🙂🙂", "permis " * 3000):
        lues = suggerer(texte)
        assert (lues.genre, lues.conditions, lues.apports) == (None, (), ())


@pytest.mark.parametrize("code", ["permis:Z", "age_min:3", "age_min:²", "experience:0", "niveau:9", "vehicule:non", "prealable:", "rien", ""])
def test_un_code_qui_ne_dit_rien_est_ignore(code: str) -> None:
    assert codes.condition(code) is None
    assert codes.apport(code) is None


def test_les_codes_se_relisent() -> None:
    for code in codes.CONDITIONS_USUELLES:
        condition = codes.condition(code)
        assert condition is not None
        assert codes.code_condition(condition) == code
    for code in codes.APPORTS_USUELS:
        apport = codes.apport(code)
        assert apport is not None
        assert codes.code_apport(apport) == code
