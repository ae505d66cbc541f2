"""Prescriptions of the demonstration: invented, but made by the same services as the real ones, at the pace of past days.

Places are held, taken and freed on the way; nothing is written by hand.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from pathlib import Path
from typing import Any, Final

from catalogue.domaine import TypeContrat
from comptes.domaine import Acteur, Role
from etl.demonstration.tables import SOURCE, hasard
from parcours.prescriptions import liens
from parcours.prescriptions.contrats import Contrat
from parcours.prescriptions.domaine import Etat, Issue, Motif
from parcours.prescriptions.mouvements import Action, Introuvable, Refusee
from parcours.prescriptions.services import DejaPrescrite, Demande, avancer, prescrire
from socle.base import Connexion, Ligne
from socle.horloge import PARIS, Horloge, HorlogeFixe
from socle.identifiants import identifiant_public
from socle.sql import charger

REQUETES = charger(Path(__file__).with_name("prescriptions.sql"))
GRAINE = 94
PAR_REFERENT: Final = 12
EN_ATTENTE: Final = 4
_E = Etat
Couple = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Pas:
    """A move of a story: how many days before today, to where, by the structure's link or by the référent."""

    jours: int
    vers: Etat
    par_lien: bool = True
    motif: Motif | None = None
    issue: Issue | None = None
    contrat: Contrat | None = None
    mots: str = ""


@dataclass(frozen=True, slots=True)
class Histoire:
    """A story: opened how many days before today, sent at once or not, and what followed."""

    jours: int
    envoyee: bool = True
    suite: tuple[Pas, ...] = ()


# What a référent finds on a usual morning: silences of every age, answers of the day before, and what has ended.
HISTOIRES: Final = (
    Histoire(2, envoyee=False),
    Histoire(1),
    Histoire(4),
    Histoire(9),
    Histoire(6, suite=(Pas(1, _E.ACCEPTEE_STRUCTURE, mots="Rendez-vous à l’accueil, avec une pièce d’identité."),)),
    Histoire(7, suite=(Pas(1, _E.REFUSEE, motif=Motif.COMPETENCES, mots="Revenir après une remise à niveau : la porte reste ouverte."),)),
    Histoire(12, suite=(Pas(8, _E.ACCEPTEE_STRUCTURE), Pas(2, _E.ANNULEE, par_lien=False, motif=Motif.EN_EMPLOI))),
    Histoire(8, suite=(Pas(5, _E.REFUSEE, motif=Motif.PLUS_DE_POSTE),)),
    Histoire(5, suite=(Pas(3, _E.ACCEPTEE_STRUCTURE),)),
)
# Only a permanent entry can already have begun.
HISTOIRES_PERMANENTES: Final = (
    Histoire(40, suite=(Pas(34, _E.ACCEPTEE_STRUCTURE), Pas(28, _E.PRESENTE), Pas(27, _E.ENTREE, contrat=Contrat(TypeContrat.CDD, 10)))),
    Histoire(
        90,
        suite=(
            Pas(84, _E.ACCEPTEE_STRUCTURE),
            Pas(78, _E.PRESENTE),
            Pas(76, _E.ENTREE, contrat=Contrat(TypeContrat.CDI)),
            Pas(3, _E.TERMINEE, issue=Issue.EMPLOI_DURABLE),
        ),
    ),
    Histoire(60, suite=(Pas(55, _E.ACCEPTEE_STRUCTURE), Pas(50, _E.PRESENTE), Pas(20, _E.TERMINEE, issue=Issue.POURSUITE))),
    Histoire(30, suite=(Pas(26, _E.ACCEPTEE_STRUCTURE), Pas(20, _E.ABSENTE, motif=Motif.NON_JOIGNABLE))),
    Histoire(3),
)


async def charger_prescriptions(connexion: Connexion, horloge: Horloge) -> int:
    """Tell the stories, unless someone has prescribed already.

    Args:
        connexion: writing transaction, over the people, accounts and offers of the demonstration.
        horloge: the clock; every story is counted from its day.

    Returns:
        How many prescriptions were made.
    """
    if await REQUETES.valeur(connexion, "deja"):
        return 0
    jour = horloge.aujourdhui()
    tous = await acteurs(connexion)
    par_id = {a.id: a for a in tous}
    couples = [dict(ligne) for ligne in await REQUETES.lignes(connexion, "couples", source=SOURCE, jour=jour, par_referent=PAR_REFERENT)]
    faites = 0
    for couple, histoire in _histoires(couples):
        faites += await raconter(connexion, par_id[couple["referent_id"]], couple, histoire, horloge)
    faites += await _liste_d_attente(connexion, [a for a in tous if a.role is Role.CIP], horloge)
    return faites + await _interets(connexion, tous, couples, horloge)


async def acteurs(connexion: Connexion) -> list[Acteur]:
    """Accounts of the demonstration that act on prescriptions, in the order of their ids."""
    return [_acteur(ligne) for ligne in await REQUETES.lignes(connexion, "acteurs")]


def _acteur(ligne: Ligne) -> Acteur:
    return Acteur(**{**ligne, "role": Role(ligne["role"]), "territoires": frozenset(ligne["territoires"])})


def _histoires(couples: Sequence[Couple]) -> Iterator[tuple[Couple, Histoire]]:
    """One story per couple, in turn, so that each référent has some of every kind."""
    tours = {False: 0, True: 0}
    for couple in couples:
        permanente = couple["debut"] is None
        choix = HISTOIRES_PERMANENTES if permanente else HISTOIRES
        yield couple, choix[tours[permanente] % len(choix)]
        tours[permanente] += 1


def instant_passe(aujourdhui: date, jours: int, cle: str) -> HorlogeFixe:
    """A working hour of a past day, moved to the Friday before when it falls on a weekend.

    Args:
        aujourdhui: today.
        jours: how many days before.
        cle: names what happens then; the hour is drawn from it.

    Returns:
        A clock that shows it.
    """
    jour = aujourdhui - timedelta(days=jours)
    jour -= timedelta(days=max(0, jour.weekday() - 4))
    minutes = hasard(GRAINE, "heure", cle, jours).randrange(8 * 60)
    return HorlogeFixe(datetime.combine(jour, time(9), PARIS) + timedelta(minutes=minutes))


async def raconter(connexion: Connexion, referent: Acteur, couple: Couple, histoire: Histoire, horloge: Horloge) -> int:
    """Tell one story.

    Args:
        connexion: writing transaction.
        referent: who prescribes.
        couple: the person and the session.
        histoire: what happened, counted in days before the day of the clock.
        horloge: the clock.

    Returns:
        1 when the prescription was made, 0 when the story does not suit this offer.
    """
    cle = f"{couple['cle_personne']}:{couple['cle_offre']}"
    jour = horloge.aujourdhui()
    demande = Demande(
        cle=f"demonstration-{identifiant_public(hasard(GRAINE, cle).randrange)}",
        allocataire=couple["personne"],
        offre=couple["offre"],
        session=couple["session"],
        mot="Disponible rapidement, s’est déjà renseignée sur place." if histoire.envoyee else "",
        accord_personne=histoire.envoyee,
        transmettre=histoire.envoyee,
    )
    try:
        p = await prescrire(connexion, referent, demande, instant_passe(jour, histoire.jours, cle))
    except (Refusee, DejaPrescrite, Introuvable):
        # The story does not suit this offer (reserved, or closed at that time): another one will be told.
        return 0
    if p.etat is not (Etat.TRANSMISE if histoire.envoyee else Etat.PROPOSEE):
        return 1
    for pas in histoire.suite:
        await _marcher(connexion, referent, p.identifiant, couple, pas, instant_passe(jour, pas.jours, cle))
    return 1


async def _marcher(connexion: Connexion, referent: Acteur, identifiant: str, couple: Couple, pas: Pas, horloge: HorlogeFixe) -> None:
    action = Action(vers=pas.vers, motif=pas.motif, issue=pas.issue, contrat=pas.contrat, precisions=pas.mots)
    if not pas.par_lien:
        await avancer(connexion, referent, identifiant, action, horloge)
        return
    chemin = await liens.ouvrir_session(connexion, couple["session_id"], couple["structure_id"], horloge.instant)
    await liens.repondre(connexion, chemin.removeprefix(liens.CHEMIN), [(identifiant, action)], horloge)


async def _liste_d_attente(connexion: Connexion, conseillers: list[Acteur], horloge: Horloge) -> int:
    """A small session, full, with people who wait."""
    session = await REQUETES.ligne(connexion, "session_courte", source=SOURCE, jour=horloge.aujourdhui())
    if session is None or not conseillers:
        return 0
    voulues = await REQUETES.lignes(connexion, "personnes_du_referent", source=SOURCE, referent_id=conseillers[0].id, nombre=6 + EN_ATTENTE)
    faites = 0
    for rang, personne in enumerate(voulues):
        couple = {**session, **personne}
        faites += await raconter(connexion, conseillers[0], couple, Histoire(5 - rang % 4), horloge)
        if await REQUETES.valeur(connexion, "nombre_en_attente", session_id=session["session_id"]) >= EN_ATTENTE:
            break
    return faites


async def _interets(connexion: Connexion, tous: list[Acteur], couples: Sequence[Couple], horloge: Horloge) -> int:
    """« Cela m'intéresse » said by the people who have an account, and offers proposed by the CRE."""
    faites = 0
    soi = {a.allocataire_id: a for a in tous if a.role is Role.ALLOCATAIRE}
    for personne in await REQUETES.lignes(connexion, "personnes_des_comptes", ids=[i for i in soi if i is not None]):
        couple = {**couples[personne["id"] % len(couples)], "personne": personne["identifiant"], "cle_personne": f"soi-{personne['source_id']}"}
        faites += await raconter(connexion, soi[personne["id"]], couple, Histoire(1, envoyee=False), horloge)
    for rang, cre in enumerate(a for a in tous if a.role is Role.CRE):
        voisin = couples[(7 * rang + 3) % len(couples)]
        couple = {**voisin, "personne": couples[rang]["personne"], "cle_personne": f"cre-{couples[rang]['cle_personne']}"}
        faites += await raconter(connexion, cre, couple, Histoire(2, envoyee=False), horloge)
    return faites
