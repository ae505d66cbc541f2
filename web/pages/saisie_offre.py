"""Posting an offer: the form, its preview, the list of one's offers, and what a CRE checks."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import ClassVar

from catalogue.domaine import EtatOffre, TypeOffre
from employeurs.formulations import Alerte
from employeurs.offres.domaine import LigneOffre, Saisie, StructureVisee
from employeurs.offres.propres import ChampPropre
from web.pages.commun import ErreurChamp, Page, Rubrique
from web.pages.espace import OffreSimple, SeanceSimple


@dataclass(frozen=True, slots=True)
class ChoixPropose:
    """A box to tick; ``mots`` are the words of the text that led there, none when the person asked for it."""

    code: str
    libelle: str
    coche: bool
    mots: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class NatureProposee:
    """A kind of offer to choose; ``mots`` when the text speaks of it."""

    genre: TypeOffre
    choisie: bool
    mots: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Propositions:
    """What the form shows after the text was read.

    Attributes:
        champs: own fields of the kind chosen.
        autres_conditions, autres_apports: usual ones that neither the text nor the person speaks of.
        alertes: wording to look at again.
    """

    natures: tuple[NatureProposee, ...]
    champs: tuple[ChampPropre, ...]
    metiers: tuple[ChoixPropose, ...]
    conditions: tuple[ChoixPropose, ...]
    autres_conditions: tuple[ChoixPropose, ...]
    apports: tuple[ChoixPropose, ...]
    autres_apports: tuple[ChoixPropose, ...]
    alertes: tuple[Alerte, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class PageSaisie(Page):
    """The form, ``/mes-offres/{identifiant}``.

    Attributes:
        version: of the draft shown, 0 when nothing was kept yet.
        gardee: when it was last kept, in words, empty when it never was.
        conflit: somebody wrote it meanwhile; what is shown is what was just typed.
        cre: a CRE says for which structure.
    """

    rubrique: ClassVar[Rubrique | None] = Rubrique.MES_OFFRES

    identifiant: str
    version: int
    saisie: Saisie
    etat: EtatOffre
    propositions: Propositions
    communes: tuple[str, ...]
    structures: tuple[str, ...] = ()
    cre: bool = False
    gardee: str = ""
    conflit: bool = False
    mot_renvoi: str = ""
    avis: str = ""
    erreurs: tuple[ErreurChamp, ...] = ()

    def erreur(self, champ: str) -> str | None:
        """Message of a field, None when it is right."""
        return next((e.message for e in self.erreurs if e.champ == champ), None)


@dataclass(frozen=True, slots=True)
class OffreLue:
    """An offer as an allocataire reads it: the names are those of their own page."""

    offre: OffreSimple
    structure: str
    adresse: str
    texte: str
    horaires: str
    a_savoir: tuple[str, ...]
    seances: tuple[SeanceSimple, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class PageApercu(Page):
    """The preview, ``/mes-offres/{identifiant}/apercu``.

    Attributes:
        d_office: sending it puts it in the catalogue at once.
        retiree: it is in the catalogue now and leaves it until it is checked.
    """

    rubrique: ClassVar[Rubrique | None] = Rubrique.MES_OFFRES

    identifiant: str
    version: int
    lue: OffreLue
    d_office: bool
    retiree: bool
    alertes: tuple[Alerte, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class PageMesOffres(Page):
    """One's offers, ``/mes-offres``; ``fraiche`` is the day before which a confirmation is old, ``conventions`` how many the structure has signed."""

    rubrique: ClassVar[Rubrique | None] = Rubrique.MES_OFFRES

    lignes: tuple[LigneOffre, ...]
    fraiche: date
    cre: bool
    conventions: int = 0
    avis: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class PageValidation(Page):
    """What waits for a CRE, ``/a-valider``."""

    rubrique: ClassVar[Rubrique | None] = Rubrique.A_VALIDER

    a_valider: tuple[LigneOffre, ...]
    a_confirmer: tuple[LigneOffre, ...]
    total_a_confirmer: int
    confiance: tuple[StructureVisee, ...]
    avis: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class PageValidationOffre(Page):
    """One offer to check, ``/a-valider/{identifiant}``.

    Attributes:
        ecrite_le: instant of what is shown, that the form brings back.
        saisie: it was written here, and can be sent back.
        structure: who proposes it, None when nobody says.
    """

    rubrique: ClassVar[Rubrique | None] = Rubrique.A_VALIDER

    identifiant: str
    ecrite_le: str
    lue: OffreLue
    metiers: tuple[str, ...]
    apports: tuple[str, ...]
    structure: StructureVisee | None
    saisie: bool
    alertes: tuple[Alerte, ...]
    mot: str = ""
    erreurs: tuple[ErreurChamp, ...] = ()
