"""The file of a person: what is known in words, notes, and the form that completes it part by part."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from typing import ClassVar

from parcours.dossier.domaine import Cer, Reponse
from parcours.sensible import Alerte
from web.pages.commun import ErreurChamp, Page, Rubrique


@dataclass(frozen=True, slots=True)
class FaitDit:
    """A fact in words; ``valeur`` is None when nobody gave it."""

    libelle: str
    valeur: str | None


@dataclass(frozen=True, slots=True)
class PartieDite:
    """A part of the profil in words."""

    cle: str
    titre: str
    icone: str
    faits: tuple[FaitDit, ...]

    @property
    def connus(self) -> int:
        """How many facts are known."""
        return sum(fait.valeur is not None for fait in self.faits)


@dataclass(frozen=True, slots=True)
class FreinDit:
    """A frein and its answer."""

    libelle: str
    reponse: Reponse


@dataclass(frozen=True, slots=True)
class NoteDite:
    """A note; ``supprimable`` for who may delete it."""

    identifiant: str
    auteur: str
    texte: str
    alertes: tuple[str, ...]
    cree_le: datetime
    supprimable: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class PageDossier(Page):
    """The file of a person, ``/personnes/{identifiant}/dossier``.

    Attributes:
        suivi: who follows the person, in words.
        droit: state of the right to the RSA, in words.
        cer: where the contract stands; ``ctids``: the file is in its second year.
        pass_iae: last day of the PASS IAE.
        parties: the profil, without the freins.
        texte_note: what was typed and not saved yet.
        alertes: what the typed note had better not say.
        maj: last change, and by whom (None: an import).
        avis: what was just done, empty otherwise.
    """

    rubrique: ClassVar[Rubrique | None] = Rubrique.PORTEFEUILLE

    identifiant: str
    nom: str
    situation: str
    projet: str
    suivi: str
    droit: str | None
    sortie: date | None
    cer: Cer
    ctids: bool
    pass_iae: date | None
    parties: tuple[PartieDite, ...]
    freins: tuple[FreinDit, ...]
    disponibilites: tuple[str, ...] | None
    suggestions: tuple[str, ...]
    notes: tuple[NoteDite, ...] = ()
    texte_note: str = ""
    alertes: tuple[Alerte, ...] = ()
    nir: bool = False
    erreurs: tuple[ErreurChamp, ...] = ()
    maj: tuple[datetime, str | None] | None = None
    avis: str = ""


@dataclass(frozen=True, slots=True)
class ChampVu:
    """A field of the form.

    Attributes:
        genre: how it is drawn (``web.profil_champs.Genre``).
        valeur: the text shown, or the values ticked.
        options: codes and words.
        proposees: other codes and words, put forward (métiers that the projet speaks of).
    """

    nom: str
    libelle: str
    genre: str
    valeur: str | tuple[str, ...]
    options: tuple[tuple[str, str], ...]
    aide: str
    saisie: str
    maximum: int
    erreur: str | None = None
    proposees: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True, slots=True)
class PartieVue:
    """A part of the form.

    Attributes:
        version, avant: version of the file and print of this part when it was read: what the form brings back.
    """

    cle: str
    titre: str
    icone: str
    aide: str
    champs: tuple[ChampVu, ...]
    version: int
    avant: str

    @property
    def erreurs(self) -> tuple[ErreurChamp, ...]:
        """The mistakes of this part."""
        return tuple(ErreurChamp(champ.nom, f"{champ.libelle} : {champ.erreur}") for champ in self.champs if champ.erreur)


@dataclass(frozen=True, slots=True)
class Conflit:
    """Someone changed the same part meanwhile: who, when, and what the file says now where it differs from what was typed."""

    par: str
    quand: datetime | None
    differences: tuple[FaitDit, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class PageProfil(Page):
    """The form, ``/personnes/{identifiant}/profil``.

    Attributes:
        reponse: part that was just sent, None when the form is only shown.
        conflit: it was not saved because someone else changed it.
        alertes: what its texts had better not say; it is saved all the same.
        instant: when it was saved.
    """

    rubrique: ClassVar[Rubrique | None] = Rubrique.PORTEFEUILLE

    identifiant: str
    nom: str
    situation: str
    parties: tuple[PartieVue, ...]
    communes: tuple[str, ...]
    reponse: PartieVue | None = None
    conflit: Conflit | None = None
    alertes: tuple[Alerte, ...] = ()
    instant: datetime | None = None

    @property
    def erreurs(self) -> tuple[ErreurChamp, ...]:
        """The mistakes of the part that was sent."""
        return self.reponse.erreurs if self.reponse else ()
