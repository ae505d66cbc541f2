"""Engines compared in the same run, and what is shown of it."""

from __future__ import annotations

import json
from collections.abc import Sequence
from itertools import count

import numpy as np
import pytest
from rich.console import Console

from matching.evaluation.comparaison import REFERENCE, Comparaison, comparer, moteurs_de, passer, souple
from matching.evaluation.moteurs import MoteurBM25, MoteurTfidf, Reponses, reponses_mots
from matching.evaluation.rendu import COLONNES, COLONNES_METIERS, decimal, en_json, en_markdown, pourcent, tableau
from matching.evaluation.taches import Corpus, Requete, Tache
from models.encodeur import Encodeur

METIERS = [
    "boulanger",
    "plombier",
    "cariste",
    "infirmier",
    "maçon",
    "coiffeur",
    "vendeur",
    "jardinier",
    "serveur",
    "couvreur",
    "soudeur",
    "peintre",
    "fleuriste",
    "boucher",
    "facteur",
]
TACHE = Tache(
    nom="essai",
    libelle="Essai inventé",
    requetes=tuple(Requete(f"q{i:02d}", f"poste de {m}") for i, m in enumerate(METIERS)),
    corpus=Corpus(tuple(f"{m} {m}" for m in METIERS), tuple(f"d{i:02d}" for i in range(len(METIERS)))),
    jugements={f"q{i:02d}": {f"d{i:02d}": 1} for i in range(len(METIERS))},
)


class MoteurFixe:
    """Always the same scores, whatever is asked; a fake for the figures."""

    encodeur: Encodeur | None = None

    def __init__(self, nom: str, notes: Sequence[float]) -> None:
        self.nom = nom
        self.empreinte = f"fixe {list(notes)}"
        self._notes = np.array(notes, dtype=np.float32)

    def indexer(self, corpus: Corpus) -> None:
        assert len(corpus.cles_uniques) == len(self._notes)

    def noter(self, requetes: Sequence[str]) -> Reponses:
        return reponses_mots(np.tile(self._notes, (len(requetes), 1)))


def figee(moteurs: list[MoteurFixe], **champs: object) -> Comparaison:
    tache = Tache(
        **{
            "nom": "fixe",
            "libelle": "Fixe",
            "requetes": (Requete("q1", "un"), Requete("q2", "deux"), Requete("q3", "trois")),
            "corpus": Corpus(("a", "b", "c"), ("A", "B", "C")),
            "jugements": {"q1": {"A": 1}, "q2": {"B": 1}, "q3": {}},
            **champs,
        }
    )
    return comparer(tache, moteurs, chronometre=iter(count()).__next__)


def test_les_figures_sont_celles_calculees_a_la_main() -> None:
    comparaison = figee([MoteurFixe("seul", (3, 2, 0))])
    assert (comparaison.requetes, comparaison.jugees, comparaison.documents, comparaison.cles) == (3, 2, 3, 3)
    ligne = comparaison.moteurs[0]
    assert ligne.mesures["mrr"].valeur == pytest.approx((1 + 1 / 2) / 2)
    assert ligne.mesures["rappel@1"].valeur == 0.5
    assert ligne.sans_resultat == 0
    assert ligne.ecarts == {}
    assert comparaison.reference is None


def test_les_ecarts_se_lisent_contre_la_reference_et_le_meilleur_vient_devant() -> None:
    comparaison = figee([MoteurFixe("autre", (1, 0, 2)), MoteurFixe(REFERENCE, (3, 2, 0)), MoteurFixe("muet", (0, 0, 0))])
    assert [ligne.moteur for ligne in comparaison.moteurs] == [REFERENCE, "autre", "muet"]
    reference, autre, muet = comparaison.moteurs
    assert reference.ecarts == {}
    assert autre.ecarts["mrr"].valeur == pytest.approx(0.25 - 0.75)
    assert muet.ecarts["mrr"].valeur == pytest.approx(-0.75)
    assert muet.sans_resultat == 1
    assert muet.ecarts["mrr"].p == 0


def test_le_temps_vient_du_chronometre_donne() -> None:
    ligne = figee([MoteurFixe("seul", (3, 2, 0))]).moteurs[0]
    # The fake clock moves by one second at each look: one to index, one for the only block of three queries.
    assert ligne.indexation_s == 1
    assert ligne.requete_ms == pytest.approx(1_000 / 3)


def test_la_cle_souple_a_ses_propres_figures() -> None:
    comparaison = figee(
        [MoteurFixe("seul", (1, 3, 2))],
        jugements={"q1": {"A": 1}, "q2": {"B": 1}, "q3": {}},
        souples={"q1": {"A": 1, "B": 1}, "q2": {"B": 1}, "q3": {"A": 1}},
    )
    mesures = comparaison.moteurs[0].mesures
    assert comparaison.jugees == 3
    assert mesures["exactitude@1"].valeur == 0.5
    assert mesures[souple("exactitude@1")].valeur == pytest.approx(2 / 3)
    assert mesures[souple("mrr")].valeur == pytest.approx((1 + 1 + 1 / 3) / 3)


def test_une_tache_sans_aucun_jugement_ne_donne_que_le_taux_de_vides() -> None:
    comparaison = figee([MoteurFixe(REFERENCE, (1, 1, 1)), MoteurFixe("muet", (0, 0, 0))], jugements={})
    assert comparaison.jugees == 0
    assert all(ligne.mesures == {} for ligne in comparaison.moteurs)
    assert {ligne.moteur: ligne.sans_resultat for ligne in comparaison.moteurs} == {REFERENCE: 0.0, "muet": 1.0}


def test_une_bonne_reponse_hors_du_corpus_compte_comme_manquee() -> None:
    comparaison = figee([MoteurFixe("seul", (3, 2, 1))], jugements={"q1": {"A": 1, "ailleurs": 1}})
    mesures = comparaison.moteurs[0].mesures
    assert mesures["rappel@100"].valeur == 0.5
    assert mesures["mrr"].valeur == 1


def test_des_etiquettes_melangees_donnent_le_hasard() -> None:
    """Hostile test: with the right answers shuffled, no engine may do better than chance."""
    n = len(METIERS)
    hasard = (1 / np.arange(1, n + 1)).mean()
    vraies = [passer(TACHE, moteur).valeurs[:, 0].mean() for moteur in (MoteurBM25(), MoteurTfidf())]
    assert min(vraies) > 0.9
    melangees = []
    for graine in range(20):
        ordre = np.random.default_rng(graine).permutation(n)
        jugements = {f"q{i:02d}": {f"d{ordre[i]:02d}": 1} for i in range(n)}
        fausse = Tache("fausse", "Mélangée", TACHE.requetes, TACHE.corpus, jugements)
        melangees.append([passer(fausse, moteur).valeurs[:, 0].mean() for moteur in (MoteurBM25(), MoteurTfidf())])
    assert max(np.mean(melangees, axis=0)) < 2 * hasard


def test_deux_executions_donnent_les_memes_figures() -> None:
    figures = [{ligne.moteur: (ligne.mesures, ligne.ecarts) for ligne in comparer(TACHE, [MoteurBM25(), MoteurTfidf()]).moteurs} for _ in range(2)]
    assert figures[0] == figures[1]


def test_le_json_dit_tout_ce_qui_a_servi() -> None:
    comparaison = figee([MoteurFixe("autre", (1, 0, 2)), MoteurFixe(REFERENCE, (3, 2, 0))])
    rendu = json.loads(json.dumps(en_json([comparaison], {"minilm": "pas installé"}, graine=1)))
    assert rendu["absents"] == {"minilm": "pas installé"}
    assert rendu["graine"] == 1
    tache = rendu["taches"][0]
    assert tache["empreinte_donnees"] == comparaison.empreinte
    assert tache["moteurs"]["autre"]["empreinte_modele"].startswith("fixe")
    assert set(tache["moteurs"]["autre"]["ecarts"]["mrr"]) == {"valeur", "bas", "haut", "p"}
    assert tache["moteurs"]["autre"]["encodage_ms"] is None
    assert set(tache["moteurs"][REFERENCE]["mesures"]["ndcg@10"]) == {"valeur", "bas", "haut"}


def test_le_tableau_du_terminal_se_lit() -> None:
    comparaison = figee([MoteurFixe("autre", (1, 0, 2)), MoteurFixe(REFERENCE, (3, 2, 0))])
    console = Console(width=220, record=True, force_terminal=False, no_color=True)
    with console.capture() as capture:
        console.print(tableau(comparaison, COLONNES))
    texte = capture.get()
    assert "2 requêtes jugées sur 3, 3 documents" in texte
    assert "0,750 [0,500–1,000]" in texte
    assert "−0,500" in texte
    assert "0,0\u00a0%" in texte
    assert all(
        colonne not in {c.header for c in tableau(comparaison, COLONNES_METIERS).columns} for colonne in COLONNES_METIERS if "souple" in colonne
    )


def test_le_markdown_met_le_meilleur_en_gras_et_marque_ce_qui_n_est_pas_etabli() -> None:
    texte = en_markdown([comparer(TACHE, [MoteurBM25(), MoteurTfidf()])], {"minilm": "le paquet n’est pas installé"})
    lignes = texte.splitlines()
    assert lignes[0].count("|") == lignes[1].count("|") == lignes[2].count("|")
    assert "**1,000**" in lignes[2]
    assert "- minilm : absent, le paquet n’est pas installé." in lignes
    assert TACHE.empreinte[:12] in texte
    deux = figee([MoteurFixe("autre", (3, 2, 0)), MoteurFixe(REFERENCE, (3, 2, 0))])
    assert "0,750** =" in en_markdown([deux], {})


def test_le_markdown_de_rien_est_vide() -> None:
    assert en_markdown([], {}).startswith("| Tâche (mrr)")


def test_les_moteurs_se_rangent_par_leur_place_moyenne() -> None:
    premier = figee([MoteurFixe("b", (3, 2, 0)), MoteurFixe("a", (1, 0, 2))])
    second = figee([MoteurFixe("b", (3, 2, 0)), MoteurFixe("c", (3, 2, 0))])
    assert moteurs_de([premier, second]) == ["b", "a", "c"]


def test_les_nombres_s_ecrivent_en_francais() -> None:
    assert decimal(0.5) == "0,500"
    assert pourcent(0.125) == "12,5\u00a0%"
