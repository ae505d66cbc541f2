"""Whom an offer suits, by référent, and whom it nearly suits."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from catalogue.domaine import TypeOffre
from web.pages.commun import UNE_SEULE, Conseil, ErreurChamp, Lien, Onglet, Page, Pagination, Rubrique


@dataclass(frozen=True, slots=True)
class PersonneConvenue:
    """A person whom the offer suits, or nearly.

    Attributes:
        identifiant: public id.
        raisons: why, two or three sentences.
        a_verifier: what to ask before prescribing.
        manque: the condition that does not hold, empty when the offer suits.
        levier: what lifts it and by when; ``leviers``: offers of the catalogue that do.
        exposition: how often the person was proposed something lately.
        jamais: nothing was, for a long time.
        prudence: a caution for who already has many living proposals, empty for others.
        deja: what the person already had for this offer, empty when nothing.
        choisissable: may be ticked in the form.
        cochee: was ticked when the form came back.
        action: the one link of the card, None when the form does it.
    """

    identifiant: str
    nom: str
    href: str
    commune: str
    projet: str
    raisons: tuple[str, ...]
    a_verifier: tuple[str, ...]
    manque: str
    levier: str
    leviers: tuple[Lien, ...]
    exposition: str
    jamais: bool
    prudence: str
    deja: str
    choisissable: bool
    cochee: bool
    action: Lien | None


@dataclass(frozen=True, slots=True)
class GroupeReferent:
    """People of one référent; the name is empty for those whom nobody follows yet."""

    referent: str
    personnes: tuple[PersonneConvenue, ...]

    @property
    def choisissables(self) -> tuple[PersonneConvenue, ...]:
        """Those who may be ticked."""
        return tuple(p for p in self.personnes if p.choisissable)


@dataclass(frozen=True, slots=True)
class LotMontre:
    """What came of the batch just sent: who was proposed, by référent, and who was not, with the reason."""

    proposees: tuple[tuple[str, tuple[str, ...]], ...]
    refusees: tuple[tuple[str, str], ...]

    @property
    def nombre(self) -> int:
        """People proposed."""
        return sum(len(noms) for _, noms in self.proposees)


@dataclass(frozen=True, slots=True)
class FormulaireLot:
    """The form that proposes several people at once.

    Attributes:
        cle: drawn for this form; sent twice, it is one batch.
        session: id of the session within its offer.
        places: what the session still holds, in words.
        mot: words for the référents, as they were typed.
    """

    adresse: str
    cle: str
    session: str
    places: str
    mot: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class PageInverse(Page):
    """``/offres/{identifiant}/personnes``.

    Attributes:
        seances: sessions that one can still enter; each has its own list, for everything is judged on its first day.
        onglets: those whom it suits, those whom it nearly suits.
        presque: the second tab is shown.
        total: people of this tab, once narrowed.
        vivier: people among whom the reader may look.
        parmi: people of this tab, before it is narrowed; ``oubliees``: of them, those nobody proposed anything for ``oubli`` days.
        filtre: narrows the list to them, or undoes it when ``filtree``.
        groupes: people of this page, référents in the order of their best person.
        lot: what was just sent.
        formulaire: None for who prescribes one by one, and for an offer without an open session.
    """

    rubrique: ClassVar[Rubrique | None] = Rubrique.OFFRES

    offre: str
    titre: str
    type_offre: TypeOffre
    seances: tuple[Onglet, ...]
    onglets: tuple[Onglet, ...]
    presque: bool
    total: int
    vivier: int
    parmi: int
    oubliees: int
    oubli: int
    filtre: Lien | None
    filtree: bool
    groupes: tuple[GroupeReferent, ...]
    lot: LotMontre | None = None
    formulaire: FormulaireLot | None = None
    pagination: Pagination = UNE_SEULE
    conseils: tuple[Conseil, ...] = ()
    erreurs: tuple[ErreurChamp, ...] = ()
