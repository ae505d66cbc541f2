"""The words of a person's file: rights to the RSA, the clock of the contract, notes. Pure: nothing technical is imported."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum

from catalogue.domaine import Frein
from parcours.domaine import Allocataire, Orientation


class DroitRsa(StrEnum):
    """State of the right to the RSA, as the CAF and the MSA tell it to the Département (ETATDOSRSA, 0 to 6)."""

    EN_ATTENTE = "en_attente"
    REFUSE = "refuse"
    OUVERT = "ouvert"
    SUSPENDU = "suspendu"
    VERSEMENT_SUSPENDU = "versement_suspendu"
    CLOS = "clos"


DROITS_OUVERTS = frozenset({DroitRsa.OUVERT, DroitRsa.SUSPENDU, DroitRsa.VERSEMENT_SUSPENDU})
"""States in which the person receives the RSA or keeps a right to it."""


class Reponse(StrEnum):
    """The three answers to any question about a person; ``inconnu`` is never read as « non »."""

    OUI = "oui"
    NON = "non"
    INCONNU = "inconnu"

    @classmethod
    def de(cls, valeur: bool | None) -> Reponse:
        """The answer that a fact gives."""
        return cls.INCONNU if valeur is None else cls.OUI if valeur else cls.NON

    @property
    def valeur(self) -> bool | None:
        """The fact that the answer gives."""
        return None if self is Reponse.INCONNU else self is Reponse.OUI


class EtatCer(StrEnum):
    """Where the contract stands."""

    SIGNE = "signe"
    A_SIGNER = "a_signer"
    EN_RETARD = "en_retard"
    INCONNU = "inconnu"


DELAI_UN_MOIS_DES = date(2023, 1, 1)
"""First day of entry for which the contract is due within one month instead of two."""


@dataclass(frozen=True, slots=True)
class Cer:
    """The contract (CER, or PPAE for those whom France Travail follows) and its clock.

    Attributes:
        etat: signed, to be signed, late, or unknown because the day of entry is.
        nom: « CER » or « PPAE ».
        limite: last day to sign, None when the day of entry is unknown.
        jours: days left before it, negative once it has passed.
        delai_mois: months given, 1 or 2.
        signe_le: day of signature.
    """

    etat: EtatCer
    nom: str
    limite: date | None = None
    jours: int | None = None
    delai_mois: int = 1
    signe_le: date | None = None


def ajouter_mois(jour: date, mois: int) -> date:
    """The same day some months later, or the last day of a shorter month.

    Args:
        jour: a day.
        mois: months to add, 0 or more.

    Returns:
        31 January plus one month is 28 or 29 February.
    """
    annee, rang = divmod(jour.year * 12 + jour.month - 1 + mois, 12)
    for quantieme in (jour.day, 30, 29):
        try:
            return date(annee, rang + 1, quantieme)
        except ValueError:
            continue
    return date(annee, rang + 1, 28)


def horloge_cer(entree_rsa: date | None, date_cer: date | None, orientation: Orientation | None, aujourdhui: date) -> Cer:
    """The clock of the contract: two months from the entry in the RSA, one month for entries from 1 January 2023 (rule of the Département).

    Args:
        entree_rsa: day of entry in the RSA, from which the clock runs.
        date_cer: day the contract was signed.
        orientation: France Travail signs a PPAE, the others a CER.
        aujourdhui: today.

    Returns:
        Where the contract stands; a contract signed before the entry belongs to an earlier time and does not count.
    """
    nom = "PPAE" if orientation in {Orientation.FT_PROCHE, Orientation.FT_GLOBAL} else "CER"
    if date_cer is not None and (entree_rsa is None or date_cer >= entree_rsa):
        return Cer(EtatCer.SIGNE, nom, signe_le=date_cer)
    if entree_rsa is None:
        return Cer(EtatCer.INCONNU, nom)
    mois = 1 if entree_rsa >= DELAI_UN_MOIS_DES else 2
    limite = ajouter_mois(entree_rsa, mois)
    jours = (limite - aujourdhui).days
    return Cer(EtatCer.A_SIGNER if jours >= 0 else EtatCer.EN_RETARD, nom, limite, jours, mois)


def deuxieme_annee(entree_rsa: date | None, aujourdhui: date) -> bool:
    """Whether the person is in their second year of RSA, when the CTIDS reviews the file.

    Args:
        entree_rsa: day of entry, None when unknown.
        aujourdhui: today.
    """
    return entree_rsa is not None and ajouter_mois(entree_rsa, 12) <= aujourdhui < ajouter_mois(entree_rsa, 24)


@dataclass(frozen=True, slots=True)
class Dossier:
    """The file of a person.

    Attributes:
        id: internal id, never shown.
        personne: what the matching knows of the person.
        telephone, courriel: how to reach them; ``accord_…`` whether they accept to be written to there, None when nobody asked.
        droit_rsa, droits_devoirs, sortie_rsa: what the CAF or the MSA said last.
        freins_absents: freins known not to be there.
        version: grows with each change.
        maj_le, maj_par: last change, and by whom (None: an import).
        referent, structure: who follows the person, in words.
    """

    id: int
    personne: Allocataire
    telephone: str | None
    courriel: str | None
    accord_telephone: bool | None
    accord_courriel: bool | None
    droit_rsa: DroitRsa | None
    droits_devoirs: bool | None
    sortie_rsa: date | None
    freins_absents: tuple[Frein, ...]
    version: int
    maj_le: datetime | None
    maj_par: str | None
    referent_id: int | None
    referent: str | None
    structure_id: int | None
    structure: str | None

    def frein(self, frein: Frein) -> Reponse:
        """Whether a frein is there: yes, no, or nobody knows."""
        if frein in self.personne.freins:
            return Reponse.OUI
        return Reponse.NON if frein in self.freins_absents else Reponse.INCONNU


@dataclass(frozen=True, slots=True)
class Note:
    """A note of a professional about a person.

    Attributes:
        alertes: what its author was warned of and kept (see ``parcours.sensible``).
    """

    identifiant: str
    auteur_id: int
    auteur: str
    texte: str
    alertes: tuple[str, ...]
    cree_le: datetime
