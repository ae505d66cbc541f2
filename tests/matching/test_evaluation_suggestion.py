"""The suggestion of métiers measured: what the engine ranks is what the form of an offer shows."""

from __future__ import annotations

from pathlib import Path

import numpy as np

from catalogue.suggestion import METIERS_PROPOSES, IndexMetiers
from catalogue.vues import TextesMetier
from matching.evaluation.comparaison import comparer
from matching.evaluation.fichiers import ecrire_metiers, lire_metiers
from matching.evaluation.moteurs import MoteurBM25
from matching.evaluation.ouvertes import Part, TachesOuvertes
from matching.evaluation.suggestion import MoteurDepot
from matching.evaluation.taches import corpus_metiers
from models.encodeur import Encodeur
from models.entrainement.donnees import lire

METIERS = (
    *(TextesMetier("D1102", "Boulanger / Boulangère", "D1102"), TextesMetier("F1703", "Maçon / Maçonne", "F1703")),
    *(TextesMetier("J1506", "Infirmier / Infirmière", "J1506"), TextesMetier("N1101", "Cariste", "N1101")),
)
OFFRE = "Cariste\nVous aidez aussi le boulanger à charger ses camions."


def test_le_moteur_classe_ce_que_le_formulaire_montre(encodeur: Encodeur) -> None:
    moteur = MoteurDepot(encodeur)
    moteur.indexer(corpus_metiers(METIERS))
    reponses = moteur.noter([OFFRE, "zzzz qqqq"])
    lectures = IndexMetiers.construire(METIERS, encodeur).suggerer_offre(*OFFRE.split("\n"))
    montres = list(dict.fromkeys(m.code_rome for trouves in lectures.values() for m in trouves))
    codes = [m.code_rome for m in METIERS]
    assert [codes[i] for i in np.argsort(-reponses.notes[0], kind="stable") if np.isfinite(reponses.notes[0, i])] == montres
    assert montres[0] == "N1101"
    assert reponses.vides.tolist() == [False, True]


def test_le_titre_est_lu_avant_le_texte_et_un_autre_metier_avant_tout(encodeur: Encodeur) -> None:
    index = IndexMetiers.construire(METIERS, encodeur)
    lectures = index.suggerer_offre("Cariste", "Avec un maçon.", "infirmière")
    assert list(lectures) == ["infirmière", "Cariste", "Cariste\nAvec un maçon."]
    assert lectures["infirmière"][0].code_rome == "J1506"
    assert all(len(trouves) <= METIERS_PROPOSES for trouves in lectures.values())
    assert list(index.suggerer_offre("Cariste", "")) == ["Cariste"]
    assert index.suggerer_offre("", "") == {}


def test_les_offres_reelles_deposees_se_relisent(donnees_reelles: Path, encodeur: Encodeur, tmp_path: Path) -> None:
    taches = {t.nom: t for t in TachesOuvertes(lire(donnees_reelles), Part.MESURE).deposees()}
    assert list(taches) == ["offre_deposee", "offre_deposee_fautes", "offre_titre", "offre_titre_fautes"]
    tache = taches["offre_deposee"]
    for propre, fautif in zip(tache.textes, taches["offre_deposee_fautes"].textes, strict=True):
        assert propre != fautif
        assert propre.count("\n") == fautif.count("\n")
    ecrire_metiers(tache, tmp_path)
    lue = lire_metiers(tmp_path / "offre_deposee.jsonl", tache.corpus.metiers)
    assert (lue.tache.textes, lue.inconnus) == (tache.textes, ())
    assert list(lue.tache.jugements.values()) == list(tache.jugements.values())
    assert tache.souples is not None
    assert lue.tache.souples is not None
    assert list(map(set, lue.tache.souples.values())) == list(map(set, tache.souples.values()))
    lignes = {ligne.moteur: ligne.mesures for ligne in comparer(lue.tache, [MoteurDepot(encodeur), MoteurBM25()]).moteurs}
    assert lignes["suggestion"]["exactitude@1"].valeur > lignes["bm25"]["exactitude@1"].valeur
    assert lignes["suggestion"]["exactitude@5"].valeur > 0.8
