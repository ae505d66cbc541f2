"""The words about lists shown: pages, facts that follow, reasons. Pure."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Final

# What is kept, and why: two years cover a contract of reciprocal commitments and its review, and a season of each kind of session.
CONSERVATION_MOIS: Final = 24


class PageListe(StrEnum):
    """Where the list was shown: the CIP's page of a person, the person's own space, the reverse search of an offer."""

    PERSONNE = "personne"
    ESPACE = "espace"
    INVERSE = "inverse"


class Fait(StrEnum):
    """What follows a line of a list.

    ``ACCEPTEE``: the person says yes. ``ENTREE``: the person began. ``SANS_ENTREE``: it ended before (refusal, absence, no place left).
    ``REMISE`` undoes ``MISE_DE_COTE`` and ``PAS_ADAPTE``.
    """

    OUVERTE = "ouverte"
    MISE_DE_COTE = "mise_de_cote"
    PAS_ADAPTE = "pas_adapte"
    REMISE = "remise"
    PRESCRITE = "prescrite"
    ACCEPTEE = "acceptee"
    ENTREE = "entree"
    SANS_ENTREE = "sans_entree"
    ISSUE = "issue"


class RaisonInadaptee(StrEnum):
    """Why an offer does not suit a person: the shared reasons that can be known before any meeting, and four of our own.

    Ours: ``METIER``, ``HORAIRES``, ``TROP_TOT``, ``DEJA_FAIT``. No free text and no health: a reason is a code.
    """

    NON_INTERESSE = "non_interesse"
    METIER = "metier"
    NON_MOBILE = "non_mobile"
    HORAIRES = "horaires"
    COMPETENCES = "competences"
    NON_ELIGIBLE = "non_eligible"
    FREIN_INCOMPATIBLE = "frein_incompatible"
    TROP_TOT = "trop_tot"
    DEJA_FAIT = "deja_fait"
    EN_EMPLOI = "en_emploi"
    EN_FORMATION = "en_formation"
    SESSION_COMPLETE = "session_complete"
    PLUS_DE_POSTE = "plus_de_poste"
    DOUBLON = "doublon"
    AUTRE = "autre"


RAISONS: Final[dict[RaisonInadaptee, str]] = {
    RaisonInadaptee.NON_INTERESSE: "La personne n’est pas intéressée",
    RaisonInadaptee.METIER: "Ce n’est pas le bon métier",
    RaisonInadaptee.NON_MOBILE: "Trop loin, ou trajet impossible",
    RaisonInadaptee.HORAIRES: "Horaires impossibles",
    RaisonInadaptee.COMPETENCES: "Niveau ou compétences trop éloignés",
    RaisonInadaptee.NON_ELIGIBLE: "La personne ne remplit pas les conditions",
    RaisonInadaptee.FREIN_INCOMPATIBLE: "Un frein à lever d’abord",
    RaisonInadaptee.TROP_TOT: "Trop tôt dans le parcours",
    RaisonInadaptee.DEJA_FAIT: "Déjà fait",
    RaisonInadaptee.EN_EMPLOI: "La personne est en emploi",
    RaisonInadaptee.EN_FORMATION: "La personne est en formation",
    RaisonInadaptee.SESSION_COMPLETE: "Session complète",
    RaisonInadaptee.PLUS_DE_POSTE: "Plus de poste ou de place",
    RaisonInadaptee.DOUBLON: "Déjà proposée autrement",
    RaisonInadaptee.AUTRE: "Autre raison",
}


@dataclass(frozen=True, slots=True)
class LigneListe:
    """One line as it was seen.

    Attributes:
        position: from 1, over all the pages of the list.
        allocataire: public id of the person.
        offre_id: internal id of the offer.
        score: in [0, 1].
        valeurs: value of each part in [0, 1], in the order of the list's ``parts``.
        statut: ``eligible``, ``a_verifier`` or ``presque``.
    """

    position: int
    allocataire: str
    offre_id: int
    score: float
    valeurs: tuple[float, ...]
    statut: str


@dataclass(frozen=True, slots=True)
class Liste:
    """A list shown.

    Attributes:
        version: version of the weights.
        empreinte: hash of everything the list was computed from, 16 bytes.
        parts: names of the parts.
        total: how many offers (or people) were ranked, pages not shown included.
        offre_id: the offer of a reverse list, None for a list made for a person.
    """

    page: PageListe
    version: str
    empreinte: bytes
    parts: tuple[str, ...]
    total: int
    lignes: tuple[LigneListe, ...]
    offre_id: int | None = None


@dataclass(frozen=True, slots=True)
class Retiree:
    """An offer out of a person's ranking: set aside, or said not to suit.

    Attributes:
        offre_id: internal id.
        offre: public id.
        fait: ``MISE_DE_COTE`` or ``PAS_ADAPTE``.
        raison: for ``PAS_ADAPTE`` only.
        survenue_le: when.
    """

    offre_id: int
    offre: str
    fait: Fait
    raison: RaisonInadaptee | None
    survenue_le: datetime


@dataclass(frozen=True, slots=True)
class Observation:
    """One line of a list shown to someone, with what followed: what the ranking learns from.

    Attributes:
        liste_id, position, allocataire_id, offre_id: the line.
        valeurs: parts, in the order of ``parts``.
        ouverte, acceptee, entree: what followed this list; ``entree`` is None while nobody knows (censored, not failed).
        annee_naissance, niveau, rqth, territoire: read for the audit by group, never learnt from.
    """

    liste_id: int
    montree_le: datetime
    version: str
    parts: tuple[str, ...]
    position: int
    allocataire_id: int
    offre_id: int
    score: float
    valeurs: tuple[float, ...]
    ouverte: bool
    acceptee: bool
    entree: bool | None
    annee_naissance: int | None
    niveau: int | None
    rqth: bool | None
    territoire: str | None


def sans_retirees(rangs: Iterable[int], ids: Iterable[int], retirees: Iterable[Retiree]) -> list[int]:
    """A ranking without what was put out of it.

    Args:
        rangs: rows of the picture, best first.
        ids: internal id of every row of the picture.
        retirees: offers out of the person's ranking.

    Returns:
        The rows left, in the same order.
    """
    dehors, ids = {r.offre_id for r in retirees}, list(ids)
    return [rang for rang in rangs if ids[rang] not in dehors]
