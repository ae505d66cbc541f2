"""Every typo of one letter."""

from __future__ import annotations

import re
from collections import Counter
from pathlib import Path

import pytest

from catalogue.fusion import charger
from catalogue.vues import TextesMetier
from matching.evaluation.fautes import codes_courants, editions, verifier
from matching.evaluation.moteurs import MoteurBM25, MoteurHybride
from matching.evaluation.suggestion import MoteurSuggestion
from models.encodeur import Encodeur
from socle.erreurs import ErreurPersonne

METIERS = (
    *(TextesMetier("N1101", "Cariste", "N1101"), TextesMetier("F1703", "Maçon / Maçonne", "F1703")),
    *(TextesMetier("G1602", "Commis / Commise de cuisine", "G1602"), TextesMetier("D1102", "Boulanger / Boulangère", "D1102")),
    *(TextesMetier("J1506", "Infirmier / Infirmière", "J1506"), TextesMetier("A1203", "Jardinier / Jardinière", "A1203")),
)
CODES = [m.code_rome for m in METIERS]


def test_toutes_les_fautes_d_un_mot_court() -> None:
    trouvees = set(editions("ab"))
    assert {("perdue", "b"), ("perdue", "a"), ("doublee", "aab"), ("doublee", "abb"), ("inversee", "ba")} <= trouvees
    assert ("remplacee", "zb") in trouvees
    assert ("ajoutee", "abz") in trouvees
    assert Counter(genre for genre, _ in trouvees) == {"perdue": 2, "doublee": 2, "inversee": 1, "remplacee": 50, "ajoutee": 50}


def test_le_texte_juste_n_est_pas_une_faute_et_les_blancs_restent() -> None:
    tapes = [tape for _, tape in editions("chef de rang")]
    assert "chef de rang" not in tapes
    assert all(tape.count(" ") == 2 for tape in tapes)
    assert all(genre != "inversee" or sorted(tape) == sorted("chef de rang") for genre, tape in editions("chef de rang"))


def test_les_metiers_courants_sont_cinq_cents_codes(donnees_reelles: Path) -> None:
    codes = codes_courants()
    assert len(codes) == len(set(codes)) == 500
    assert all(re.fullmatch(r"[A-N]\d{4}", code) for code in codes)
    assert {"K2204", "N1103", "J1501", "G1602"} <= set(codes)


def test_le_notre_retrouve_les_fautes_que_bm25_perd(encodeur: Encodeur) -> None:
    notre = verifier(MoteurHybride(encodeur, charger()), METIERS, CODES, par_nom=20)
    bm25 = verifier(MoteurBM25(), METIERS, CODES, par_nom=20)
    assert notre.noms == 6
    assert notre.essais == bm25.essais == {"juste": 6, **dict.fromkeys(("perdue", "doublee", "inversee", "remplacee", "ajoutee"), 24)}
    assert notre.taux == 1
    assert notre.manques == ()
    assert bm25.taux < 0.6
    assert bm25.trouves["juste"] == 6
    assert all(f.rang is None for f in bm25.manques)


def test_la_suggestion_du_produit_retrouve_les_memes_fautes(encodeur: Encodeur) -> None:
    bilan = verifier(MoteurSuggestion(encodeur), METIERS, CODES, par_nom=10)
    assert bilan.taux == 1
    assert bilan.trouves["juste"] == 6


def test_les_tirages_se_rejouent(encodeur: Encodeur) -> None:
    moteur = MoteurBM25()
    assert verifier(moteur, METIERS, CODES, 5) == verifier(moteur, METIERS, CODES, 5)
    assert verifier(moteur, METIERS, CODES, 5) != verifier(moteur, METIERS, CODES, 5, graine=1)


def test_des_metiers_absents_du_rome_sont_laisses_de_cote() -> None:
    assert verifier(MoteurBM25(), METIERS, ["Z9999", "N1101"], 5).noms == 1
    with pytest.raises(ErreurPersonne, match="importez-le"):
        verifier(MoteurBM25(), METIERS, ["A9999"], 5)
