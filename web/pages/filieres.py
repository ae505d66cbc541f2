"""Filières: the list, the entry page, the calendar, the figures, the form."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import ClassVar

from catalogue.domaine import TypeOffre
from catalogue.filieres.domaine import Saisie, StructureLiee
from web.carte import CarteChiffres
from web.pages.commun import ErreurChamp, Lien, Onglet, Page, Rubrique
from web.pages.pilotage import Etape


@dataclass(frozen=True, slots=True)
class LigneFiliere:
    """A filière of the list.

    Attributes:
        prochaine: first day of the next dated session.
    """

    cle: str
    nom: str
    accroche: str
    publiee: bool
    offres: int
    places: int
    prochaine: date | None


@dataclass(frozen=True, slots=True, kw_only=True)
class PageFilieres(Page):
    """Every filière, ``/filieres``."""

    rubrique: ClassVar[Rubrique | None] = Rubrique.ENGAGEMENTS

    onglets: tuple[Onglet, ...]
    lignes: tuple[LigneFiliere, ...]
    ecrire: bool
    chiffrer: bool


@dataclass(frozen=True, slots=True)
class SeanceFiliere:
    """A dated session.

    Attributes:
        heures: in words, empty when unknown.
        ou: structure and commune.
        places: in words, empty when the session does not say how many.
        complete: no place left.
    """

    href: str
    type_offre: TypeOffre
    titre: str
    debut: date
    heures: str
    ou: str
    places: str
    complete: bool


@dataclass(frozen=True, slots=True)
class EtapeFiliere:
    """A step of the parcours: the next sessions, and the list of all that leads there.

    Attributes:
        types: kinds of offer of the step that have some.
        permanentes: offers that one can enter at any time.
        toutes: list of the offers of the step, None for who reads it elsewhere.
    """

    titre: str
    types: tuple[TypeOffre, ...]
    nombre: int
    seances: tuple[SeanceFiliere, ...]
    permanentes: int
    toutes: Lien | None


@dataclass(frozen=True, slots=True)
class MetierFiliere:
    """A métier of the filière; ``href`` opens its offers, None when it has none or is read elsewhere."""

    libelle: str
    nombre: int
    href: str | None


@dataclass(frozen=True, slots=True)
class StructureFiliere:
    """A structure of the filière; ``nombre`` of its living offers."""

    nom: str
    commune: str
    nombre: int


@dataclass(frozen=True, slots=True)
class EnteteFiliere:
    """What every page of a filière begins with.

    Attributes:
        ariane: where it is reached from.
        liens: its other pages that the reader may open.
    """

    cle: str
    nom: str
    accroche: str
    publiee: bool
    ariane: Lien
    liens: tuple[Lien, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class PageFiliere(Page):
    """The entry page, ``/filieres/{cle}``.

    Attributes:
        places: left over the sessions that say how many they have.
        sans_offre: names of the métiers of the filière that have no offer today.
        autres_structures: how many more offer something in it.
        communes: numbers drawn on the map, in words.
        simple: read by an allocataire: fewer words, links to their own pages.
    """

    rubrique: ClassVar[Rubrique | None] = Rubrique.OFFRES

    entete: EnteteFiliere
    presentation: str
    contact: str
    offres: int
    places: int
    toutes: Lien | None
    etapes: tuple[EtapeFiliere, ...]
    metiers: tuple[MetierFiliere, ...]
    sans_offre: tuple[str, ...]
    structures: tuple[StructureFiliere, ...]
    autres_structures: int
    carte: CarteChiffres | None
    communes: tuple[tuple[str, int], ...]
    simple: bool
    avis: str = ""


@dataclass(frozen=True, slots=True)
class JourCalendrier:
    """A day of the calendar; ``dans_le_mois`` is False for the days that only fill the week."""

    jour: date
    dans_le_mois: bool
    passe: bool
    seances: tuple[SeanceFiliere, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class PageCalendrier(Page):
    """A month of the calendar, ``/filieres/{cle}/calendrier``.

    Attributes:
        mois: in words, « décembre 2026 ».
        precedent, suivant: neighbouring months, None outside what can be asked.
        prochain: first month that has sessions, given when this one has none.
    """

    rubrique: ClassVar[Rubrique | None] = Rubrique.OFFRES

    entete: EnteteFiliere
    mois: str
    total: int
    semaines: tuple[tuple[JourCalendrier, ...], ...]
    precedent: Lien | None
    suivant: Lien | None
    prochain: Lien | None
    fichier: str


@dataclass(frozen=True, slots=True)
class LignePlaces:
    """Open places of one kind, or of all of them (``type_offre`` None); None for a count that would tell of a small group."""

    type_offre: TypeOffre | None
    href: str
    offres: int
    sessions: int
    offertes: int
    tenues: int | None
    prises: int | None


@dataclass(frozen=True, slots=True)
class LigneSuivi:
    """Prescriptions of one kind, or of all of them (``type_offre`` None)."""

    type_offre: TypeOffre | None
    prescriptions: int | None
    venues: int | None
    sorties_positives: int | None


@dataclass(frozen=True, slots=True, kw_only=True)
class PageChiffres(Page):
    """Figures of a filière, ``/filieres/{cle}/chiffres``.

    Attributes:
        periode: of the prescriptions, in words.
        territoires: those of the reader when they do not see the whole département.
        sans_nombre: sessions that do not say how many places they have.
    """

    rubrique: ClassVar[Rubrique | None] = Rubrique.ENGAGEMENTS

    entete: EnteteFiliere
    periode: str
    territoires: tuple[str, ...]
    places: tuple[LignePlaces, ...]
    sans_nombre: int
    suivi: tuple[LigneSuivi, ...]
    etats: tuple[Etape, ...]
    issues: tuple[Etape, ...]


@dataclass(frozen=True, slots=True)
class ChoixMetier:
    """A métier or a domain to tick; ``genre`` says which when it is not a métier alone."""

    code: str
    libelle: str
    genre: str
    coche: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class PageSaisieFiliere(Page):
    """The form, ``/filieres/nouvelle`` and ``/filieres/{cle}/modifier``.

    Attributes:
        action: address of the form.
        identifiant: drawn for a new filière, so that sent twice it is one.
        version: of what is shown, 0 for a new one.
        mots_metier, mots_structure: words typed to look for one.
        metiers, structures: ticked, then found by the words.
        conflit: somebody wrote it meanwhile; what is shown is what was just typed.
    """

    rubrique: ClassVar[Rubrique | None] = Rubrique.ENGAGEMENTS

    action: str
    retour: str
    nom_actuel: str
    identifiant: str
    version: int
    saisie: Saisie
    mots_metier: str = ""
    mots_structure: str = ""
    metiers: tuple[ChoixMetier, ...] = ()
    structures: tuple[tuple[StructureLiee, bool], ...] = ()
    conflit: bool = False
    erreurs: tuple[ErreurChamp, ...] = ()

    def erreur(self, champ: str) -> str | None:
        """Message of a field, None when it is right."""
        return next((e.message for e in self.erreurs if e.champ == champ), None)
