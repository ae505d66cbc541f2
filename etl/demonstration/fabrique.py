"""What all the offers of the demonstration share: life of the offer, reserved places, publics, contact, dates of checking."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from datetime import date, timedelta
from decimal import Decimal
from functools import cache
from random import Random

from catalogue.domaine import (
    PUBLICS,
    TYPES_IAE,
    Condition,
    Contact,
    EtatOffre,
    EtatSession,
    Offre,
    Session,
    Structure,
    TypeCondition,
    TypeOffre,
    TypeStructure,
)
from etl.demonstration.calendrier import veille_ouvree
from etl.demonstration.conditions import lire_condition
from etl.demonstration.redaction import phrase
from etl.demonstration.structures import secteurs
from etl.demonstration.tables import Fiche, fiches, hasard
from etl.demonstration.villes import Tournee, Ville

# Shares of offers that are not open, in thousandths: a draft, to be checked, on hold, closed, expired.
ETATS = (
    (EtatOffre.BROUILLON, 10),
    (EtatOffre.A_VALIDER, 18),
    (EtatOffre.SUSPENDUE, 14),
    (EtatOffre.FERMEE, 14),
    (EtatOffre.EXPIREE, 10),
)
# A contract or a convention ends on its own date, which is still far.
LONGUES = frozenset({TypeOffre.CLAUSE, TypeOffre.CONVENTION})
GRATUIT = Decimal(0)
RSA = "beneficiaires-des-minimas-sociaux"
# The structures that hire through their own scheme, not by an ordinary job offer.
HORS_MARCHE = TYPES_IAE | {TypeStructure.EA, TypeStructure.ORGANISME_FORMATION}


@dataclass
class Atelier:
    """Where the offers of one kind are made.

    Attributes:
        aujourdhui: day from which every date is counted.
        graine: seed.
        genre: kind of offer.
        tournee: gives the communes one after the other.
    """

    aujourdhui: date
    graine: int
    genre: TypeOffre
    tournee: Tournee = field(init=False)

    def __post_init__(self) -> None:
        self.tournee = Tournee(hasard(self.graine, "communes", self.genre))

    def tirage(self, source_id: str) -> Random:
        """Draws of one offer."""
        return hasard(self.graine, source_id)

    def dans(self, jours: int) -> date:
        """The working day a number of days from today, moved back when nobody works on it."""
        return veille_ouvree(self.aujourdhui + timedelta(days=jours))


@cache
def metiers_du_terrain() -> dict[str, Fiche]:
    """Métiers as they are told in the demonstration.

    Returns:
        Entries of the folder ``metiers`` by key.
    """
    return {fiche["cle"]: fiche for fiche in fiches("metiers", "metier")}


def employeur(secteur: str, rang: int) -> Structure:
    """An ordinary employer of a sector, in turn.

    Args:
        secteur: word of the field ``secteurs``.
        rang: turn.

    Returns:
        A structure that hires on the ordinary market, or any of the sector when there is none.
    """
    candidats = secteurs()[secteur]
    ordinaires = tuple(s for s in candidats if s.type_structure not in HORS_MARCHE) or candidats
    return ordinaires[rang % len(ordinaires)]


def part_reservee(tirage: Random, reserve_rsa: bool) -> float:
    """Share of the places kept for allocataires.

    Args:
        tirage: draws.
        reserve_rsa: the whole offer is for them.

    Returns:
        A share from 0 to 1.
    """
    part = tirage.choice((0.0, 0.0, 0.25, 0.34, 0.5))
    return 1.0 if reserve_rsa else part


def publics(conditions: Iterable[Condition], *, reserve_rsa: bool, propres: Iterable[str] = ()) -> tuple[str, ...]:
    """Publics an offer is meant for, in the words of data·inclusion v1.

    Args:
        conditions: conditions of access, which may name publics.
        reserve_rsa: only for allocataires.
        propres: publics of the entry.

    Returns:
        Publics in the order of the list; everybody when nothing narrows it.
    """
    vises = set(propres)
    for condition in conditions:
        if condition.type is TypeCondition.PUBLIC:
            vises |= set(condition.valeurs)
    if reserve_rsa:
        vises.add(RSA)
    return tuple(mot for mot in PUBLICS if mot in vises) or ("tous-publics",)


def avec_rsa(conditions: tuple[Condition, ...], reserve_rsa: bool) -> tuple[Condition, ...]:
    """Add the condition of the RSA to an offer kept for allocataires.

    Args:
        conditions: conditions of the entry.
        reserve_rsa: the whole offer is for allocataires.

    Returns:
        The conditions, with that of the RSA first when it was missing.
    """
    presente = any(condition.type is TypeCondition.RSA for condition in conditions)
    return (lire_condition("rsa"), *conditions) if reserve_rsa and not presente else conditions


def contact(tirage: Random, structure: Structure, genre: TypeOffre) -> Contact:
    """Whom to reach for one offer.

    Args:
        tirage: draws the last digits of the number.
        structure: the structure.
        genre: kind of offer, which names the mailbox.

    Returns:
        A fictitious contact of that structure.
    """
    base = (structure.contact.telephone or "")[:-2]
    courriel = f"{genre.value}.{structure.source_id}@exemple.invalid"
    return replace(structure.contact, telephone=f"{base}{tirage.randint(10, 99)}", courriel=courriel)


def venir(ville: Ville) -> str:
    """How one comes there.

    Args:
        ville: the commune.

    Returns:
        A short sentence.
    """
    return f"Pour venir : {ville.acces}."


def faire_vivre(offre: Offre, atelier: Atelier) -> Offre:
    """Give an offer its state, its dates of publication and of checking, and its way to apply.

    Args:
        offre: the offer as its kind made it.
        atelier: where it was made.

    Returns:
        The offer; most are open, a few are drafts, on hold, closed or expired; a few were last checked long ago.
    """
    tirage = hasard(atelier.graine, offre.source_id, "vie")
    etat = _etat(tirage, offre.type_offre)
    age = _age_verification(tirage)
    publication = (age or 0) + tirage.randint(0, 90)
    modalites = phrase(tirage, "modalites", offre.type_offre.value)
    vivante = replace(offre, etat=etat, modalites=modalites)
    if etat in {EtatOffre.BROUILLON, EtatOffre.A_VALIDER}:
        return vivante
    vivante = replace(
        vivante,
        publie_le=atelier.aujourdhui - timedelta(days=publication),
        verifie_le=None if age is None else atelier.aujourdhui - timedelta(days=age),
    )
    return _terminer(vivante, atelier.aujourdhui) if etat is EtatOffre.EXPIREE else vivante


def _etat(tirage: Random, genre: TypeOffre) -> EtatOffre:
    seuil, cumul = tirage.randrange(1000), 0
    for etat, part in ETATS:
        cumul += part
        if seuil < cumul and not (etat is EtatOffre.EXPIREE and genre in LONGUES):
            return etat
    return EtatOffre.PUBLIEE


def _age_verification(tirage: Random) -> int | None:
    """Days since somebody confirmed the offer: mostly recent, sometimes long ago, sometimes never."""
    seuil = tirage.random()
    recent, ancien, vieux = tirage.randint(0, 30), tirage.randint(31, 90), tirage.randint(91, 240)
    if seuil < 0.78:
        return recent
    if seuil < 0.91:
        return ancien
    return vieux if seuil < 0.98 else None


def _terminer(offre: Offre, aujourdhui: date) -> Offre:
    """An expired offer has no session left to come: its sessions are moved back together, by whole weeks."""
    hier = veille_ouvree(aujourdhui - timedelta(days=4))
    derniere = max((session.fin for session in offre.sessions if session.fin), default=hier)
    recul = timedelta(weeks=max(0, -(-(derniere - hier).days // 7)))
    return replace(offre, date_limite=hier, sessions=tuple(_terminee(session, recul, hier) for session in offre.sessions))


def _terminee(session: Session, recul: timedelta, hier: date) -> Session:
    if session.debut is None or session.fin is None:
        return replace(session, date_limite=hier, etat=EtatSession.TERMINEE)
    debut, fin = veille_ouvree(session.debut - recul), veille_ouvree(session.fin - recul)
    limite = veille_ouvree((session.date_limite or session.debut) - recul)
    return replace(session, debut=debut, fin=fin, date_limite=limite, etat=EtatSession.TERMINEE)
