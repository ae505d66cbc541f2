"""« Presque éligible » : what lifts the missing condition, in time, for this person, and whether it really opens the offer."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from typing import Any

import pytest

from catalogue.domaine import (
    Apport,
    Condition,
    DetailsAppui,
    DetailsFormation,
    DetailsRecrutement,
    Frein,
    NiveauFrancais,
    Offre,
    Operateur,
    Permis,
    Session,
    TypeApport,
    TypeCondition,
    TypeOffre,
)
from catalogue.recherche import Moteur
from catalogue.vivant import charger
from etl import demonstration
from etl.lecture import Lu
from etl.moteur import Demande, importer
from matching.classement import Classement, classer
from matching.eligibilite import STATUTS, Statut
from matching.leviers import Levier, leviers
from parcours.domaine import Allocataire
from socle.base import Bassin
from socle.horloge import HorlogeFixe

JOUR = date(2026, 11, 23)
PERMIS = Condition(TypeCondition.PERMIS, Operateur.DANS, ("B",))
PERMIS_B = Apport(TypeApport.CERTIFICATION, "Permis B", "B")


def dans(jours: int) -> date:
    return JOUR + timedelta(days=jours)


def session(debut: int | None, fin: int | None = None, limite: int | None = None, places: int | None = 5) -> Session:
    jours = [None if j is None else dans(j) for j in (debut, fin, limite)]
    return Session("s", jours[0], jours[1], date_limite=jours[2], places=places)


def emploi(*conditions: Condition, sessions: tuple[Session, ...] = (session(60, 60, 40),)) -> Offre:
    return Offre("essai", "cible", TypeOffre.RECRUTEMENT, "Emploi", DetailsRecrutement(), conditions=conditions, sessions=sessions)


def appui(nom: str, *apports: Apport, sessions: tuple[Session, ...], **champs: Any) -> Offre:
    return Offre("essai", nom, TypeOffre.APPUI, nom, DetailsAppui(), apports=apports, sessions=sessions, **champs)


class Banc:
    """A ranking of one person over a small catalogue, and the levers of its target."""

    def __init__(self, classement: Classement) -> None:
        self.classement = classement
        self.cible = classement.moteur.image.titres.index("Emploi")
        self.statut = STATUTS[int(classement.eligibilite.statuts[0, self.cible])]
        self.levier: Levier | None = leviers(classement, 0, range(len(classement.moteur.image))).get(self.cible)

    @property
    def titres(self) -> list[str]:
        assert self.levier is not None
        return [self.classement.moteur.image.titres[o.rang] for o in self.levier.offres]


async def banc(base: Bassin, horloge: HorlogeFixe, offres: list[Offre], **personne: Any) -> Banc:
    await importer(base, [Lu(o.source_id, o) for o in offres], Demande(source="essai", ecrire=True), horloge=horloge)
    moteur = await charger(base, None)
    return Banc(classer([Allocataire("x", "Ana", "B", "essai", "1", **personne)], moteur, JOUR))


async def test_ce_qui_leve_a_temps_d_abord(base: Bassin, horloge: HorlogeFixe) -> None:
    age = Condition(TypeCondition.AGE, Operateur.AU_MOINS, ("60",))
    offres = [
        emploi(PERMIS),
        appui("Permis à temps", PERMIS_B, sessions=(session(5, 30, places=4),)),
        appui("Permis trop tard", PERMIS_B, sessions=(session(5, 41),)),
        appui("Aide à la mobilité", Apport(TypeApport.FREIN_LEVE, "Mobilité", Frein.MOBILITE.value), sessions=(session(None, places=None),)),
        appui("Pour d’autres", PERMIS_B, sessions=(session(5, 30),), conditions=(age,)),
        appui("Complet", PERMIS_B, sessions=(session(5, 30, places=0),)),
        appui("Déjà commencé", PERMIS_B, sessions=(session(-5, 30),)),
    ]
    vu = await banc(base, horloge, offres, permis=(), annee_naissance=1990)
    assert vu.statut is Statut.PRESQUE
    assert vu.titres == ["Permis à temps", "Aide à la mobilité", "Permis trop tard"]
    assert vu.levier is not None
    assert (vu.levier.condition, vu.levier.champ.personne, vu.levier.avant) == (PERMIS, "permis", dans(40))
    temps, aide, tard = vu.levier.offres
    assert (temps.donne, temps.debut, temps.fin, temps.places, temps.a_temps) == (True, dans(5), dans(30), 4, True)
    # Nobody knows how long a support without dates takes.
    assert (aide.donne, aide.debut, aide.fin, aide.places, aide.a_temps) == (False, None, None, None, None)
    assert tard.a_temps is False
    assert vu.levier.texte == "Une offre du catalogue mène au permis B. À faire avant le 2 janvier 2027."


async def test_la_session_finie_le_plus_tot_est_celle_qui_compte(base: Bassin, horloge: HorlogeFixe) -> None:
    sessions = (replace(session(3, 50), source_id="longue"), replace(session(20, 25), source_id="courte"))
    vu = await banc(base, horloge, [emploi(PERMIS), appui("Permis", PERMIS_B, sessions=sessions)], permis=())
    assert vu.levier is not None
    assert [(o.debut, o.fin, o.a_temps) for o in vu.levier.offres] == [(dans(20), dans(25), True)]


async def test_quand_tout_finit_trop_tard(base: Bassin, horloge: HorlogeFixe) -> None:
    vu = await banc(base, horloge, [emploi(PERMIS), appui("Permis", PERMIS_B, sessions=(session(5, 41),))], permis=())
    assert vu.levier is not None
    assert vu.levier.texte.endswith("Aucune ne finit avant le 2 janvier 2027, dernier jour pour entrer : ce sera pour une autre session.")


async def test_une_session_plus_lointaine_laisse_le_temps(base: Bassin, horloge: HorlogeFixe) -> None:
    sessions = (replace(session(20), source_id="proche"), replace(session(90), source_id="loin"))
    vu = await banc(base, horloge, [emploi(PERMIS, sessions=sessions), appui("Permis", PERMIS_B, sessions=(session(5, 41),))], permis=())
    assert vu.levier is not None
    assert (vu.levier.avant, vu.levier.offres[0].a_temps) == (dans(90), True)


async def test_on_juge_le_jour_ou_l_on_entrerait(base: Bassin, horloge: HorlogeFixe) -> None:
    """The licence comes after the only session for which the person is still young enough: what is left is a session too late for them."""
    jeune = Condition(TypeCondition.AGE, Operateur.AU_PLUS, ("25",))
    sessions = (replace(session(20), source_id="proche"), replace(session(500), source_id="loin"))
    offres = [emploi(PERMIS, jeune, sessions=sessions), appui("Permis", PERMIS_B, sessions=(session(5, 300),))]
    vu = await banc(base, horloge, offres, permis=(), annee_naissance=2001)
    assert vu.statut is Statut.PRESQUE
    assert vu.levier is not None
    assert vu.levier.offres == ()


async def test_lever_une_condition_qui_en_ferme_une_autre_ne_leve_rien(base: Bassin, horloge: HorlogeFixe) -> None:
    bornes = [Condition(TypeCondition.NIVEAU, o, (n,)) for o, n in ((Operateur.AU_MOINS, "4"), (Operateur.AU_PLUS, "3"))]
    vu = await banc(base, horloge, [emploi(*bornes)], niveau=2)
    assert (vu.statut, vu.levier) == (Statut.PRESQUE, None)


async def test_le_francais_s_apprend_jusqu_au_niveau_demande(base: Bassin, horloge: HorlogeFixe) -> None:
    b1 = Condition(TypeCondition.FRANCAIS, Operateur.AU_MOINS, ("B1",))
    ateliers = [appui(f"Français {n}", Apport(TypeApport.ATTESTATION, n, n), sessions=(session(5, 30),)) for n in ("A2", "B1", "B2")]
    vu = await banc(base, horloge, [emploi(b1), *ateliers], francais=NiveauFrancais.A1)
    assert vu.titres == ["Français B1", "Français B2"]


async def test_une_formation_mene_a_un_niveau(base: Bassin, horloge: HorlogeFixe) -> None:
    bac = Condition(TypeCondition.NIVEAU, Operateur.AU_MOINS, ("4",))
    formations = [
        Offre("essai", f"f{n}", TypeOffre.FORMATION, f"Niveau {n}", DetailsFormation(niveau_sortie=n), sessions=(session(5, 30),)) for n in (3, 4)
    ]
    vu = await banc(base, horloge, [emploi(bac, sessions=(session(None),)), *formations], niveau=3)
    assert vu.titres == ["Niveau 4"]
    assert vu.levier is not None
    assert (vu.levier.avant, vu.levier.texte) == (None, "Une formation du catalogue mène à ce niveau.")


async def test_un_pas_hors_du_catalogue(base: Bassin, horloge: HorlogeFixe) -> None:
    inscrit = Condition(TypeCondition.INSCRIPTION_FT, Operateur.EGAL, ("oui",))
    vu = await banc(base, horloge, [emploi(inscrit)], inscrit_ft=False)
    assert vu.levier is not None
    assert (vu.levier.offres, vu.levier.champ.personne) == ((), "inscrit_ft")
    assert vu.levier.texte == "S’inscrire à France Travail : c’est gratuit, en ligne ou en agence. À faire avant le 2 janvier 2027."


@pytest.mark.parametrize(
    ("condition", "personne"),
    [
        (Condition(TypeCondition.ZONE, Operateur.DANS, ("75",)), {"commune": None}),
        (Condition(TypeCondition.VEHICULE, Operateur.EGAL, ("non",)), {"vehicule": True}),
        (Condition(TypeCondition.NIVEAU, Operateur.AU_PLUS, ("3",)), {"niveau": 5}),
        (Condition(TypeCondition.AGE, Operateur.AU_MOINS, ("50",)), {"annee_naissance": 1990}),
    ],
)
async def test_ce_qui_ne_se_leve_pas(base: Bassin, horloge: HorlogeFixe, condition: Condition, personne: dict[str, Any]) -> None:
    vu = await banc(base, horloge, [emploi(condition)], **personne)
    assert vu.levier is None
    assert vu.statut is not Statut.PRESQUE


def _change(qui: Allocataire, condition: Condition) -> Allocataire:
    valeur = condition.valeurs[0]
    faits: dict[TypeCondition, dict[str, Any]] = {
        TypeCondition.PERMIS: {"permis": (*(qui.permis or ()), Permis(valeur))} if condition.type is TypeCondition.PERMIS else {},
        TypeCondition.VEHICULE: {"vehicule": True},
        TypeCondition.FRANCAIS: {"francais": NiveauFrancais(valeur)} if condition.type is TypeCondition.FRANCAIS else {},
        TypeCondition.NIVEAU: {"niveau": int(valeur)} if condition.type is TypeCondition.NIVEAU else {},
        TypeCondition.INSCRIPTION_FT: {"inscrit_ft": True},
    }
    return replace(qui, **faits[condition.type])


def test_sur_la_demonstration_un_levier_ouvre_toujours_l_offre(moteur: Moteur) -> None:
    gens = demonstration.allocataires(JOUR)[:80]
    classement = classer(gens, moteur, JOUR)
    ouverts = {STATUTS.index(Statut.ELIGIBLE), STATUTS.index(Statut.A_VERIFIER)}
    couples = []
    for i in range(len(gens)):
        presque = classement.ordre(i, (Statut.PRESQUE,), candidats_seuls=False)[:20].tolist()
        trouves = leviers(classement, i, presque)
        assert set(trouves) == set(presque)
        for rang, levier in trouves.items():
            couples.append((i, rang, levier))
            assert all(int(classement.eligibilite.statuts[i, o.rang]) in ouverts for o in levier.offres)
            assert all(o.places != 0 and moteur.image.vivantes(JOUR)[o.rang] for o in levier.offres)
    changes = classer([_change(gens[i], levier.condition) for i, _, levier in couples], moteur, JOUR)
    assert len(couples) > 500
    assert all(int(changes.eligibilite.statuts[k, rang]) in ouverts for k, (_, rang, _) in enumerate(couples))
    assert sum(bool(levier.offres) for _, _, levier in couples) > len(couples) / 4
