"""The card of an offer that is almost open: what lifts the condition, by when, and with which offers."""

from __future__ import annotations

from datetime import date

from catalogue.depot import FicheOffre
from catalogue.domaine import DetailsRecrutement, Offre, Permis, TypeOffre
from catalogue.recherche import Moteur
from etl import demonstration
from matching.classement import classer
from matching.eligibilite import Statut
from matching.leviers import leviers
from web.cartes import carte_pour

JOUR = date(2026, 11, 23)


def test_la_carte_dit_ce_qui_leve_la_condition_et_avant_quand(moteur: Moteur) -> None:
    qui = next(p for p in demonstration.allocataires(JOUR) if p.permis == ())
    classement, image = classer([qui], moteur, JOUR), moteur.image
    presque = classement.ordre(0, (Statut.PRESQUE,), candidats_seuls=False).tolist()
    trouves = leviers(classement, 0, presque)
    rang, levier = next((r, x) for r, x in trouves.items() if x.avant and any(o.donne for o in x.offres) and Permis.B in x.condition.valeurs)
    fiche = FicheOffre(1, image.identifiants[rang], Offre("x", "1", TypeOffre.RECRUTEMENT, image.titres[rang], DetailsRecrutement()), None)
    carte = carte_pour(fiche, classement, 0, rang, qui.identifiant, levier)
    assert carte.levier.startswith("Une offre du catalogue mène au permis B. À faire avant le ")
    assert [lien.href for lien in carte.leviers] == [f"/offres/{image.identifiants[o.rang]}" for o in levier.offres]
    premier = carte.leviers[0].libelle
    assert premier.startswith(image.titres[levier.offres[0].rang] + " (")
    assert "place" in premier
    assert carte_pour(fiche, classement, 0, rang, qui.identifiant, None).leviers == ()
