"""The public notice says what the code does: weights, rules of variety, and what never enters."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from catalogue.conditions import SEUILS_IAE
from catalogue.domaine import TypeStructure
from catalogue.recherche import Moteur
from etl import demonstration
from matching.classement import classer
from matching.diversite import FENETRE, PAR_SERIE, PAR_STRUCTURE, PAR_TYPE, PROFONDEUR
from matching.eligibilite import STATUTS, Statut
from matching.eligibilite.insertion import CARENCE_MOIS, PREUVE_MOIS
from matching.exposition import regle
from matching.score import Part, poids
from parcours.domaine import Allocataire

NOTICE = (Path(__file__).parents[2] / "docs" / "algorithme.md").read_text(encoding="utf-8")
JOUR = date(2026, 11, 23)


def test_les_poids_de_la_notice_sont_ceux_du_fichier() -> None:
    dits = {nom: int(poids_dit) for nom, poids_dit in re.findall(r"^\| `(\w+)` \| (\d+) \|", NOTICE, re.MULTILINE)}
    assert dits == {part.value: poids().milliemes(part) for part in Part}
    assert list(dits.values()) == sorted(dits.values(), reverse=True)
    assert f"version `{poids().version}`" in NOTICE


def test_les_regles_de_la_notice_sont_celles_du_code() -> None:
    texte = " ".join(NOTICE.split())
    assert (FENETRE, CARENCE_MOIS) == (10, 24)
    assert f"au plus {PAR_STRUCTURE} d’une même structure, {PAR_TYPE} d’un même type et {PAR_SERIE} d’une même série" in texte
    assert f"les {PROFONDEUR} premières places" in texte
    assert f"moins de {PREUVE_MOIS} mois" in texte
    assert {genre for genre, seuil in SEUILS_IAE.items() if seuil == 2} == {TypeStructure.AI, TypeStructure.ETTI}
    assert {genre for genre, seuil in SEUILS_IAE.items() if seuil == 3} == {TypeStructure.ACI, TypeStructure.EI, TypeStructure.EITI}


def test_la_regle_d_equilibre_de_la_notice_est_celle_du_fichier() -> None:
    texte, r = " ".join(NOTICE.split()), regle()
    assert f"version `{r.version}`" in texte
    assert f"ouverte depuis moins de {r.jours} jours ou encore en cours" in texte
    assert f"retire {r.pas} points sur 1 000, et toutes ensemble {r.plafond} au plus" in texte
    assert f"depuis {r.oubli} jours" in texte
    assert f"à partir de {r.prudence} propositions en cours" in texte


def variantes(gens: tuple[Allocataire, ...], **champs: Any) -> tuple[Allocataire, ...]:
    return tuple(replace(qui, **champs) for qui in gens)


@pytest.mark.parametrize(
    "champs",
    [{"prenom": "Autre", "nom": "Personne", "identifiant": "z", "source_id": "z"}, {"rqth": True}, {"rqth": False}, {"annee_naissance": 1963}],
)
def test_ce_qui_n_entre_jamais_ne_change_aucune_note(moteur: Moteur, champs: dict[str, Any]) -> None:
    gens = demonstration.allocataires(JOUR)[:60]
    assert np.array_equal(classer(gens, moteur, JOUR).scores.total, classer(variantes(gens, **champs), moteur, JOUR).scores.total)


def test_le_public_femmes_ne_change_aucune_note(moteur: Moteur) -> None:
    gens = demonstration.allocataires(JOUR)[:60]
    sans = tuple(replace(qui, publics=tuple(p for p in qui.publics if p != "femmes")) for qui in gens)
    avec = tuple(replace(qui, publics=(*qui.publics, "femmes")) for qui in sans)
    assert np.array_equal(classer(sans, moteur, JOUR).scores.total, classer(avec, moteur, JOUR).scores.total)


def test_la_reconnaissance_du_handicap_ne_fait_qu_ouvrir(moteur: Moteur) -> None:
    gens = variantes(demonstration.allocataires(JOUR)[:60], rqth=None, criteres_iae=(), publics=())
    inconnue, dite, niee = (classer(variantes(gens, rqth=rqth), moteur, JOUR).eligibilite.statuts for rqth in (None, True, False))
    # Statuses go from the most open to the most closed.
    assert STATUTS[0] is Statut.ELIGIBLE
    assert (dite <= inconnue).all()
    assert (dite < inconnue).any()
    assert np.array_equal(niee, inconnue)
