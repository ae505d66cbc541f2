"""What a structure answers, by its account or by a signed link: the people of a session, and the sheet they sign."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import ClassVar

from catalogue.domaine import TypeContrat, TypeOffre
from parcours.prescriptions.domaine import Etat, Issue, Motif
from web.pages.commun import ErreurChamp, Page, Rubrique
from web.pages.prescriptions import RIEN, ActionProposee, Saisie


@dataclass(frozen=True, slots=True)
class DemandeMontree:
    """A request of a list.

    Attributes:
        identifiant: public id, that names the fields of its form.
        href: its own page, None for a reader without an account.
        attendu: what is awaited of the structure, in words, None when nobody waits.
        mot: words of the référent.
        contact: the référent, once the structure has said yes.
        contrat: said with the entry.
        suggestion: the outcome that the contract speaks for.
        cochee: ticked for an answer to several people.
        probleme: why what was answered was not written down, empty otherwise.
    """

    identifiant: str
    nom: str
    href: str | None
    etat: Etat
    mots_etat: str
    attendu: str | None
    motif: str | None
    issue: str | None
    contrat: str | None
    suggestion: str | None
    depuis: str
    mot: str
    contact: str | None
    actions: tuple[ActionProposee, ...]
    saisie: Saisie = RIEN
    cochee: bool = False
    probleme: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class PageReponses(Page):
    """``/mes-propositions/…/…`` and ``/repondre/…``: the people of a session, and one form that answers for all of them.

    Attributes:
        adresse: of the form, and of what hangs below it (sheet, workbook).
        cle: drawn for this form; sent twice, each answer is written once.
        par_lien: the reader has no account.
        places: of the session, in words, None when nobody knows how many.
        en_attente: people on the waiting list, that the structure does not see yet.
        en_cours, finies: requests that may still be answered, and the others.
        gestes: moves that several people may be given at once.
        lot: what was typed for several people.
        faites: answers just written down.
        attendus: people that the attendance sheet names.
    """

    rubrique: ClassVar[Rubrique | None] = Rubrique.PROPOSITIONS

    adresse: str
    cle: str
    par_lien: bool
    structure: str
    offre: str
    titre: str
    type_offre: TypeOffre
    quand: str
    ou: str | None
    places: str | None
    en_attente: int
    conditions: tuple[str, ...]
    en_cours: tuple[DemandeMontree, ...]
    finies: tuple[DemandeMontree, ...]
    gestes: tuple[ActionProposee, ...]
    motifs: tuple[tuple[Motif, str], ...]
    issues: tuple[tuple[Issue, str], ...]
    contrats: tuple[tuple[TypeContrat, str], ...]
    lot: Saisie = RIEN
    faites: int = 0
    attendus: int = 0
    erreurs: tuple[ErreurChamp, ...] = field(default=())

    @property
    def a_repondre(self) -> int:
        """People whom someone awaits an answer about."""
        return sum(d.attendu is not None for d in self.en_cours)


@dataclass(frozen=True, slots=True, kw_only=True)
class PageFeuille(Page):
    """``…/feuille``: the attendance sheet of a session, to print.

    Attributes:
        retour: address of the people of the session.
        jour: the day in words, None when it is to be written by hand (several days, or a permanent entry).
        noms: people accepted, by their whole name.
        libres: empty lines, for who comes late.
    """

    rubrique: ClassVar[Rubrique | None] = Rubrique.PROPOSITIONS

    retour: str
    structure: str
    titre: str
    quand: str
    jour: str | None
    ou: str | None
    noms: tuple[str, ...]
    libres: int
