"""An offer in a list."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from catalogue.domaine import EtatOffre, TypeOffre
from web.pages.commun import Lien


@dataclass(frozen=True, slots=True)
class ActionsCarte:
    """What a référent may do with an offer proposed to a person.

    Attributes:
        prescrire: address of the form that prescribes it.
        avis: address to which « mettre de côté », « pas adapté » and « remettre » are sent.
        liste: public id of the list that shows it, empty when it belongs to none.
        ecartee: why it is out of the ranking, in words; None while it is in.
    """

    prescrire: str
    avis: str
    liste: str = ""
    ecartee: str | None = None


@dataclass(frozen=True, slots=True)
class CarteOffre:
    """An offer in a list.

    Attributes:
        identifiant: public id; the link is ``/offres/{identifiant}``.
        distance_km: from the place searched or the person's commune, None when either is unknown.
        prochaine_session: first day of the next session; None with ``permanente`` means that one may enter at any time.
        nb_sessions: sessions still to come.
        places_libres: over the sessions to come, None when nobody said how many.
        places_reservees: of them, for allocataires of the RSA.
        cout: euros, 0 when free, None when unknown.
        extrait: first words of the description, plain text.
        raisons: why it is proposed to the person, 2 or 3 short sentences.
        a_verifier: what nobody knows yet and that decides.
        manque: for an offer almost open to the person, the one condition missing.
        levier: what lifts it, and by when.
        leviers: offers that lift it, with when they begin and the places left.
        hors_de_portee: every reason why it is not open to the person.
        href: address of the offer when it must carry more than its id (the person it is seen for).
        actions: what the reader may do with it for that person.
    """

    identifiant: str
    type_offre: TypeOffre
    titre: str
    structure: str | None = None
    commune: str | None = None
    distance_km: float | None = None
    prochaine_session: date | None = None
    permanente: bool = False
    nb_sessions: int = 0
    places_libres: int | None = None
    places_reservees: int = 0
    date_limite: date | None = None
    reserve_rsa: bool = False
    horaires: str | None = None
    heures_hebdo: Decimal | None = None
    cout: Decimal | None = None
    metier_principal: str | None = None
    verifie_le: date | None = None
    etat: EtatOffre = EtatOffre.PUBLIEE
    extrait: str = ""
    raisons: tuple[str, ...] = ()
    a_verifier: tuple[str, ...] = ()
    manque: str | None = None
    levier: str = ""
    leviers: tuple[Lien, ...] = ()
    hors_de_portee: tuple[str, ...] = ()
    href: str | None = None
    actions: ActionsCarte | None = None

    @property
    def adresse(self) -> str:
        """Address of the offer's page."""
        return self.href or f"/offres/{self.identifiant}"


@dataclass(frozen=True, slots=True)
class GroupeCartes:
    """Cards of one kind, or the whole ranked list when ``type_offre`` is None.

    Attributes:
        nombre: offers of the group, those that are not shown included.
        suite: address of the whole group, None when everything is shown.
    """

    type_offre: TypeOffre | None
    cartes: tuple[CarteOffre, ...]
    nombre: int
    suite: str | None = None
