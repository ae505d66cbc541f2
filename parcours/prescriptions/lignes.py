"""What rows about prescriptions become: the objects that the rules and the pages read."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, time

from catalogue.domaine import EtatOffre, EtatSession, TypeOffre
from comptes.domaine import Acteur
from parcours.prescriptions.contrats import Contrat
from parcours.prescriptions.delais import Seance
from parcours.prescriptions.domaine import Etat, Issue, Liens, Motif, Origine, Place, Qui


@dataclass(frozen=True, slots=True)
class Cible:
    """A person and a session that someone wants to bring together."""

    allocataire_id: int
    referent_id: int | None
    beneficiaire: bool
    offre_id: int
    etat_offre: EtatOffre
    genre: TypeOffre
    reserve_rsa: bool
    session_id: int
    etat_session: EtatSession
    seance: Seance


@dataclass(frozen=True, slots=True)
class Prescription:
    """A prescription as the rules need it.

    Attributes:
        identifiant: public id.
        liens: who it ties together.
        beneficiaire: the person receives the RSA, and may have a reserved place.
        depuis: when the present state began.
        echeance: when silence will end it, None once it is over.
        relances: how many times the structure was told of the present state.
        contrat: what the structure said when the person was taken on.
        suit: the account that asked follows the person, alone or with its structure.
        envoyee: the person agreed and it was sent to the structure.
    """

    id: int
    identifiant: str
    liens: Liens
    offre_id: int
    session_id: int
    genre: TypeOffre
    origine: Origine
    beneficiaire: bool
    etat: Etat
    place: Place
    motif: Motif | None
    issue: Issue | None
    precisions: str
    depuis: datetime
    echeance: datetime | None
    relances: int
    seance: Seance
    cree_le: datetime
    contrat: Contrat | None = None
    suit: bool = False
    envoyee: bool = False


@dataclass(frozen=True, slots=True)
class ARecapituler:
    """A prescription that awaits its structure."""

    id: int
    etat: Etat
    relances: int
    depuis: datetime
    due: bool
    session_id: int
    titre: str
    seance: Seance
    heure_debut: time | None


@dataclass(frozen=True, slots=True)
class Lien:
    """A signed link that still opens: one prescription, or one session's list."""

    id: int
    prescription_id: int | None
    session_id: int | None
    structure_id: int
    expire_le: datetime
    structure: str


@dataclass(frozen=True, slots=True)
class Auteur:
    """Who moves a prescription: an account, a structure by its link, or a clock."""

    qui: Qui
    acteur: Acteur | None = None
    lien: Lien | None = None

    @property
    def compte_id(self) -> int | None:
        """Internal id of the account."""
        return None if self.acteur is None else self.acteur.id

    @property
    def lien_id(self) -> int | None:
        """Internal id of the link."""
        return None if self.lien is None else self.lien.id

    @property
    def trace(self) -> Acteur | str | None:
        """How the audit trail names them."""
        return self.acteur if self.lien is None else self.lien.structure


@dataclass(frozen=True, slots=True)
class Contact:
    """How a person has agreed to be told, None where they have not, and of what day."""

    telephone: str | None
    courriel: str | None
    identifiant: str
    debut: date | None
    heure_debut: time | None


@dataclass(frozen=True, slots=True)
class DemandeRecue:
    """A request as the structure receives it. The whole name is for ``web`` to withhold until the structure says yes (``nom_montre``).

    Attributes:
        offre: public id of the offer.
        session: id of the session within its offer.
        mot: words of the référent for the structure.
    """

    id: int
    identifiant: str
    allocataire_id: int
    etat: Etat
    motif: Motif | None
    issue: Issue | None
    contrat: Contrat | None
    depuis: datetime
    prenom: str
    nom: str
    offre: str
    titre: str
    genre: TypeOffre
    structure: str
    session_id: int
    session: str
    debut: date | None
    fin: date | None
    heure_debut: time | None
    heure_fin: time | None
    adresse: str | None
    commune: str | None
    referent: str | None
    courriel_referent: str | None
    mot: str
    conditions: tuple[str, ...]
