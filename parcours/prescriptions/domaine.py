"""The life of a prescription as data: states, who may move it, reasons, outcomes. Pure: nothing technical is imported."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum
from typing import Final

from comptes.domaine import OUI, Acteur, Decision, Role, non


class Etat(StrEnum):
    """States of a prescription, in the order of its life; the last five are final."""

    PROPOSEE = "proposee"
    ACCEPTEE_PERSONNE = "acceptee_personne"
    TRANSMISE = "transmise"
    LISTE_ATTENTE = "liste_attente"
    ACCEPTEE_STRUCTURE = "acceptee_structure"
    PRESENTE = "presente"
    ENTREE = "entree"
    TERMINEE = "terminee"
    ABSENTE = "absente"
    ANNULEE = "annulee"
    REFUSEE = "refusee"
    EXPIREE = "expiree"

    @property
    def final(self) -> bool:
        """Whether nothing can happen any more."""
        return self in FINALS


FINALS: Final = frozenset({Etat.TERMINEE, Etat.ABSENTE, Etat.ANNULEE, Etat.REFUSEE, Etat.EXPIREE})
VIVANTS: Final = tuple(e for e in Etat if e not in FINALS)


class Motif(StrEnum):
    """Why it was refused, cancelled, or missed: one shared list."""

    NON_JOIGNABLE = "non_joignable"
    ABSENT = "absent"
    EN_EMPLOI = "en_emploi"
    EN_FORMATION = "en_formation"
    NON_ELIGIBLE = "non_eligible"
    NON_MOBILE = "non_mobile"
    NON_INTERESSE = "non_interesse"
    COMPETENCES = "competences"
    FREIN_INCOMPATIBLE = "frein_incompatible"
    SESSION_COMPLETE = "session_complete"
    PLUS_DE_POSTE = "plus_de_poste"
    DOUBLON = "doublon"
    AUTRE = "autre"


class Issue(StrEnum):
    """What became of the person at the end."""

    EMPLOI_DURABLE = "emploi_durable"
    EMPLOI_COURT = "emploi_court"
    IAE = "iae"
    FORMATION_QUALIFIANTE = "formation_qualifiante"
    CREATION_ACTIVITE = "creation_activite"
    POURSUITE = "poursuite"
    ABANDON = "abandon"
    SANS_SUITE = "sans_suite"


# « Sortie positive », in the words of the Département's report of 14/02/2022; also counted 3 and 6 months later.
SORTIES_POSITIVES: Final = frozenset({Issue.EMPLOI_DURABLE, Issue.FORMATION_QUALIFIANTE})
MOIS_DE_SUITE: Final = (3, 6)


class Origine(StrEnum):
    """Who opened the prescription."""

    CIP = "cip"
    ALLOCATAIRE = "allocataire"
    CRE = "cre"


class Qui(StrEnum):
    """In what quality someone acts on a prescription."""

    PERSONNE = "personne"
    PRESCRIPTEUR = "prescripteur"
    CRE = "cre"
    STRUCTURE = "structure"
    SYSTEME = "systeme"


class Place(StrEnum):
    """What the prescription holds in its session."""

    AUCUNE = "aucune"
    TENUE = "tenue"
    PRISE = "prise"


@dataclass(frozen=True, slots=True)
class Transition:
    """One move that is allowed, and to whom."""

    de: Etat
    vers: Etat
    qui: frozenset[Qui]


def _vers(vers: Etat, qui: Iterable[Qui], *departs: Etat) -> list[Transition]:
    return [Transition(de, vers, frozenset(qui)) for de in departs]


_E = Etat
_TERRAIN = (Qui.STRUCTURE, Qui.PRESCRIPTEUR)
# A structure that answers by telephone is written down by the prescripteur: the same moves, and the thread says who wrote them.
TRANSITIONS: Final = (
    *_vers(_E.ACCEPTEE_PERSONNE, (Qui.PERSONNE, Qui.PRESCRIPTEUR), _E.PROPOSEE),
    *_vers(_E.TRANSMISE, (Qui.PRESCRIPTEUR,), _E.ACCEPTEE_PERSONNE),
    *_vers(_E.TRANSMISE, (Qui.SYSTEME,), _E.LISTE_ATTENTE),
    *_vers(_E.LISTE_ATTENTE, (Qui.PRESCRIPTEUR,), _E.ACCEPTEE_PERSONNE),
    *_vers(_E.ACCEPTEE_STRUCTURE, _TERRAIN, _E.TRANSMISE, _E.LISTE_ATTENTE),
    *_vers(_E.REFUSEE, _TERRAIN, _E.TRANSMISE, _E.LISTE_ATTENTE, _E.ACCEPTEE_STRUCTURE),
    *_vers(_E.PRESENTE, _TERRAIN, _E.ACCEPTEE_STRUCTURE),
    *_vers(_E.ABSENTE, _TERRAIN, _E.ACCEPTEE_STRUCTURE),
    *_vers(_E.ENTREE, _TERRAIN, _E.PRESENTE),
    *_vers(_E.TERMINEE, _TERRAIN, _E.PRESENTE, _E.ENTREE),
    *_vers(_E.ANNULEE, (Qui.PERSONNE, Qui.PRESCRIPTEUR, Qui.CRE, Qui.SYSTEME), _E.PROPOSEE, _E.ACCEPTEE_PERSONNE),
    *_vers(_E.ANNULEE, (Qui.PERSONNE, Qui.PRESCRIPTEUR, Qui.SYSTEME), _E.TRANSMISE, _E.LISTE_ATTENTE, _E.ACCEPTEE_STRUCTURE),
    *_vers(_E.EXPIREE, (Qui.SYSTEME,), *VIVANTS),
)
_PAR_COUPLE: Final = {(t.de, t.vers): t for t in TRANSITIONS}
MOTIF_REQUIS: Final = frozenset({Etat.REFUSEE, Etat.ANNULEE, Etat.ABSENTE})


def suivants(etat: Etat, qui: Qui) -> tuple[Etat, ...]:
    """Where someone may take a prescription.

    Args:
        etat: its state.
        qui: in what quality they act.

    Returns:
        The states, in the order of a life.
    """
    return tuple(sorted((t.vers for t in TRANSITIONS if t.de is etat and qui in t.qui), key=list(Etat).index))


def peut_passer(qui: Qui, de: Etat, vers: Etat, motif: Motif | None, issue: Issue | None) -> Decision:
    """Whether a move is allowed.

    Args:
        qui: in what quality one acts.
        de: present state.
        vers: state wanted.
        motif: reason; required for a refusal, a cancellation and an absence, and only there.
        issue: outcome; required at the end, and only there.

    Returns:
        The decision; its reason is a sentence for the person who asked.
    """
    transition = _PAR_COUPLE.get((de, vers))
    if transition is None:
        return non("Cette prescription n’est plus à cette étape : rechargez la page pour voir où elle en est.")
    if qui not in transition.qui:
        return non("Cette étape ne vous revient pas.")
    if (vers in MOTIF_REQUIS) != (motif is not None):
        return non("Choisissez un motif : il dit à l’autre ce qui s’est passé.")
    if (vers is Etat.TERMINEE) != (issue is not None):
        return non("Dites ce que la personne est devenue.")
    return OUI


def place_apres(de: Etat, vers: Etat, commencee: bool) -> Place:
    """What the prescription holds once it has moved.

    Args:
        de: state it leaves.
        vers: state it enters.
        commencee: the session has begun: a place missed then is lost, nobody else can take it.

    Returns:
        The place: held from ``transmise``, taken from ``acceptee_structure``, freed by refusal, cancellation, expiry and absence before the start.
    """
    if vers is Etat.TRANSMISE:
        return Place.TENUE
    if vers in {Etat.ACCEPTEE_STRUCTURE, Etat.PRESENTE, Etat.ENTREE, Etat.TERMINEE}:
        return Place.PRISE
    if vers is Etat.ABSENTE and commencee:
        return Place.PRISE
    if vers is Etat.EXPIREE and de in {Etat.PRESENTE, Etat.ENTREE}:
        return Place.PRISE
    return Place.AUCUNE


@dataclass(frozen=True, slots=True)
class Liens:
    """Who a prescription ties together: internal ids of the person, the référent, who opened it, and the structure that answers."""

    allocataire_id: int
    referent_id: int | None
    cree_par: int
    structure_id: int | None


def repond_pour(acteur: Acteur, structure_id: int | None) -> bool:
    """Whether an account answers for a structure: its employers, and the conseillers of the very structure that was asked."""
    return acteur.role in {Role.EMPLOYEUR, Role.CIP} and acteur.structure_id is not None and acteur.structure_id == structure_id


def qualite(acteur: Acteur, liens: Liens, *, suit: bool, envoyee: bool) -> Qui | None:
    """In what quality an account acts on a prescription.

    Args:
        acteur: the account.
        liens: who the prescription ties together.
        suit: the account follows the person, alone or with its structure (``parcours.droits``).
        envoyee: the person agreed and it was sent: before that, it does not exist for the structure, first name included.

    Returns:
        The quality, None for an account that has nothing to do there: the prescription then does not exist for it.
    """
    if acteur.role is Role.ALLOCATAIRE:
        return Qui.PERSONNE if acteur.allocataire_id == liens.allocataire_id else None
    if acteur.role is Role.CIP and (suit or acteur.id in {liens.referent_id, liens.cree_par}):
        return Qui.PRESCRIPTEUR
    if acteur.role is Role.CRE and (suit or acteur.id == liens.cree_par):
        return Qui.CRE
    return Qui.STRUCTURE if envoyee and repond_pour(acteur, liens.structure_id) else None


ORIGINES: Final = {Role.CIP: Origine.CIP, Role.CRE: Origine.CRE, Role.ALLOCATAIRE: Origine.ALLOCATAIRE}


def alerte_places(libres: int | None, demandes: int) -> str | None:
    """What to know before prescribing.

    Args:
        libres: places neither held nor taken that the person may have, None when the number of places is unknown.
        demandes: other requests that hold no place yet: proposals, agreements, waiting list.

    Returns:
        A French sentence, None when there is room for everybody.
    """
    if libres is None or libres > demandes:
        return None
    if libres == 0:
        return "Session complète\u00a0: la personne sera sur liste d’attente" + (f", derrière {_demandes(demandes)}." if demandes else ".")
    return f"{libres} place{'s' if libres > 1 else ''}, {_demandes(demandes)} en cours."


def _demandes(nombre: int) -> str:
    return f"{nombre} demande{'s' if nombre > 1 else ''}"


def nom_montre(prenom: str, nom: str, etat: Etat) -> str:
    """How a structure sees a person: first name and initial until it says yes, the whole name from then on.

    Args:
        prenom, nom: of the person.
        etat: state of the prescription.

    Returns:
        « Amina D. », then « Amina Diallo ».
    """
    connu = etat in {Etat.ACCEPTEE_STRUCTURE, Etat.PRESENTE, Etat.ENTREE, Etat.TERMINEE, Etat.ABSENTE}
    return f"{prenom} {nom}" if connu or not nom else f"{prenom} {nom[0].upper()}."
