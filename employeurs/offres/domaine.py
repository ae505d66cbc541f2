"""What a person types to post an offer, before anything is made of it."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, datetime

from catalogue.domaine import EtatOffre, TypeOffre, TypeStructure

SEANCES_MAX = 20
# From this many days without a confirmation an offer is to be asked about again.
FRAICHEUR_JOURS = 30


@dataclass(frozen=True, slots=True)
class Faute:
    """A field to look at again and what to do, in words."""

    champ: str
    message: str


@dataclass(frozen=True, slots=True)
class Seance:
    """A date as typed; ``cle`` names it within the offer for good. Without ``debut`` one may enter at any time."""

    cle: str
    debut: str = ""
    fin: str = ""
    heure_debut: str = ""
    heure_fin: str = ""
    limite: str = ""
    places: str = ""
    reservees: str = ""

    @property
    def vide(self) -> bool:
        """Nothing was typed in it."""
        return not any((self.debut, self.fin, self.heure_debut, self.heure_fin, self.limite, self.places, self.reservees))


@dataclass(frozen=True, slots=True)
class Saisie:
    """The form as typed, right or wrong: what a draft keeps.

    Attributes:
        structure: name or SIRET, asked of a CRE only.
        type_offre: code of the kind, empty before it is chosen.
        metiers: ROME codes ticked, the main one first.
        autre_metier: a métier looked for in the person’s words.
        conditions, apports: codes ticked (``employeurs.offres.codes``).
        autre_condition: a condition in the person's words.
        propres: own fields of the kind, by name.
    """

    titre: str = ""
    texte: str = ""
    structure: str = ""
    type_offre: str = ""
    metiers: tuple[str, ...] = ()
    autre_metier: str = ""
    conditions: tuple[str, ...] = ()
    autre_condition: str = ""
    apports: tuple[str, ...] = ()
    propres: dict[str, str] = field(default_factory=dict)
    seances: tuple[Seance, ...] = (Seance("s1"),)
    horaires: str = ""
    heures_hebdo: str = ""
    commune: str = ""
    adresse: str = ""
    contact_nom: str = ""
    telephone: str = ""
    courriel: str = ""
    reserve_rsa: bool = False

    def cle_libre(self) -> str:
        """A name that no date of the offer bears."""
        prises = {s.cle for s in self.seances}
        return next(cle for rang in range(1, len(prises) + 2) if (cle := f"s{rang}") not in prises)


@dataclass(frozen=True, slots=True)
class Brouillon:
    """What was typed and where it stands.

    Attributes:
        structure_id, structure, type_structure: who proposes, None until a CRE has said it.
        confiance: its offers are published at once.
        offre_id: the offer itself, None until it was sent.
        etat: of the offer, ``brouillon`` until it was sent.
        mot_renvoi: what the CRE who sent it back says.
    """

    id: int
    identifiant: str
    structure_id: int | None
    structure: str | None
    type_structure: TypeStructure | None
    confiance: bool
    auteur_id: int | None
    offre_id: int | None
    etat: EtatOffre
    saisie: Saisie
    version: int
    mot_renvoi: str
    modifie_le: datetime


@dataclass(frozen=True, slots=True)
class LigneOffre:
    """An offer in a list.

    Attributes:
        saisie: it was written here; False for one that an import brings.
        prochaine: first day of the next session, None when there is none or one may enter at any time.
        places: left in the sessions to come, None when nobody said how many.
        verifie_le: last day someone confirmed it.
    """

    identifiant: str
    titre: str
    type_offre: TypeOffre | None
    structure: str | None
    etat: EtatOffre
    saisie: bool
    prochaine: date | None
    places: int | None
    verifie_le: date | None
    mot_renvoi: str
    modifie_le: datetime


@dataclass(frozen=True, slots=True)
class StructureVisee:
    """A structure an offer is posted for."""

    id: int
    identifiant: str
    nom: str
    type_structure: TypeStructure
    confiance: bool
