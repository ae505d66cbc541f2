"""Prescribing, and one prescription."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from catalogue.domaine import TypeContrat, TypeOffre
from parcours.prescriptions.domaine import Etat, Issue, Motif
from web.pages.commun import ErreurChamp, Lien, Page


@dataclass(frozen=True, slots=True)
class SeanceProposee:
    """A session one may choose; ``places`` in words, ``alerte`` when there are more requests than places."""

    session: str
    quand: str
    places: str
    alerte: str | None
    choisie: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class PagePrescrire(Page):
    """``/prescrire``: for whom, what, which session.

    Attributes:
        personne, offre: public ids, carried by the form.
        cle: drawn for this form; sent twice, it is one prescription.
        propose_seulement: a CRE proposes, the référent decides.
        deja: address of the living prescription that stands in the way.
    """

    personne: str
    nom: str
    offre: str
    titre: str
    type_offre: TypeOffre
    structure: str | None
    seances: tuple[SeanceProposee, ...]
    cle: str
    mot: str = ""
    accord: bool = False
    propose_seulement: bool = False
    deja: str | None = None
    erreurs: tuple[ErreurChamp, ...] = ()


@dataclass(frozen=True, slots=True)
class ActionProposee:
    """A move that one may make: its word, and whether it wants a reason or an outcome, or may carry a contract."""

    vers: Etat
    libelle: str
    motif: bool = False
    issue: bool = False
    contrat: bool = False
    principale: bool = False


@dataclass(frozen=True, slots=True)
class ContratMontre:
    """The contract of an entry: those one may say, what the structure said, and the outcome it speaks for."""

    choix: tuple[tuple[TypeContrat, str], ...]
    dit: str | None = None
    suggestion: str | None = None


@dataclass(frozen=True, slots=True)
class EtapeMontree:
    """One line of a life, in words."""

    titre: str
    quand: str
    qui: str
    motif: str | None
    issue: str | None
    contrat: str | None
    precisions: str


@dataclass(frozen=True, slots=True)
class Saisie:
    """What was typed in a form of moves, given back when something is to be corrected; ``mois`` and ``fin`` of the contract, as they were typed."""

    vers: Etat | None = None
    motif: Motif | None = None
    issue: Issue | None = None
    precisions: str = ""
    contrat: TypeContrat | None = None
    mois: str = ""
    fin: str = ""


RIEN: Final = Saisie()


@dataclass(frozen=True, slots=True, kw_only=True)
class PagePrescription(Page):
    """``/prescriptions/…``: one prescription, its life, what can be done now; printed, it is the « fiche de prescription ».

    Attributes:
        nom: of the person, first name and initial for a structure that has not said yes.
        dossier: address of the person's file, None for who may not open it.
        etat: for the form (what the reader saw), and in words.
        echeance: when silence ends it, in words, None once it is over.
        rang: rank in the waiting list.
        referent: who follows the person, and how to reach them.
        session: address of all the people of the session, for the structure that answers.
        lien: address for the structure, shown once, just after it was made.
        liens: the reader may give a link to the structure, and cut those given.
        suites: months after the end at which one may still say what became of the person, with what was said.
        suivante: the next offer of the person's ranking, after a no.
    """

    identifiant: str
    cle: str
    nom: str
    dossier: str | None
    titre: str
    offre: str
    type_offre: TypeOffre
    structure: str | None
    quand: str
    ou: str | None
    etat: Etat
    mots_etat: str
    place: str
    echeance: str | None
    rang: int | None
    referent: str
    conditions: tuple[str, ...]
    etapes: tuple[EtapeMontree, ...]
    actions: tuple[ActionProposee, ...]
    motifs: tuple[tuple[Motif, str], ...]
    issues: tuple[tuple[Issue, str], ...]
    contrat: ContratMontre
    session: str | None = None
    lien: str = ""
    liens: bool = False
    suites: tuple[int, ...] = ()
    suivante: Lien | None = None
    autres: str | None = None
    saisie: Saisie = RIEN
    avis: str = ""
    erreurs: tuple[ErreurChamp, ...] = ()
