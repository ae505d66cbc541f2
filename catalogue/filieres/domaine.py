"""The words of a filière, and the rules of what is typed. Pure."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, time
from enum import StrEnum
from typing import Final

from catalogue.domaine import TypeOffre, TypeStructure

NOM_MAX: Final = 120
ACCROCHE_MAX: Final = 300
PRESENTATION_MAX: Final = 5000
CONTACT_MAX: Final = 500
ORDRE_MAX: Final = 999
# A letter, a domain or a métier of the ROME.
CODE: Final = re.compile(r"^[A-N]([0-9]{2}([0-9]{2})?)?$")
LONGUEUR_CODE_METIER: Final = 5


class EtapeParcours(StrEnum):
    """Steps of a parcours inside a filière, in their order."""

    DECOUVRIR = "decouvrir"
    SE_FORMER = "se_former"
    TRAVAILLER = "travailler"
    ETRE_SOUTENU = "etre_soutenu"


TYPES_ETAPE: Final[Mapping[EtapeParcours, tuple[TypeOffre, ...]]] = {
    EtapeParcours.DECOUVRIR: (TypeOffre.DECOUVERTE,),
    EtapeParcours.SE_FORMER: (TypeOffre.FORMATION,),
    EtapeParcours.TRAVAILLER: (TypeOffre.RECRUTEMENT, TypeOffre.IAE, TypeOffre.COLLECTIVITE, TypeOffre.CLAUSE, TypeOffre.CONVENTION),
    EtapeParcours.ETRE_SOUTENU: (TypeOffre.APPUI,),
}


@dataclass(frozen=True, slots=True)
class Filiere:
    """A filière as it is kept.

    Attributes:
        identifiant: random public id.
        cle: what its address is made of, never changed.
        accroche: one sentence under the name.
        contact: who to ask, in words; of the service, not of a person.
        ordre: rank in lists, then the name.
        publiee: shown to everybody who has entered.
        version: of what is kept; who writes says which one they read.
        codes: ROME codes: a letter, a domain or a métier, sorted.
    """

    id: int
    identifiant: str
    cle: str
    nom: str
    accroche: str
    presentation: str
    contact: str
    ordre: int
    publiee: bool
    version: int
    codes: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class StructureLiee:
    """A structure of a filière, or one that offers something in it."""

    id: int
    identifiant: str
    nom: str
    type_structure: TypeStructure
    commune: str | None


@dataclass(frozen=True, slots=True)
class Seance:
    """A dated session of the calendar.

    Attributes:
        cle: id of the session inside its offer.
        offre: public id of the offer.
        libres: places neither held nor taken, None when the session does not say how many it has.
    """

    id: int
    cle: str
    offre: str
    type_offre: TypeOffre
    titre: str
    debut: date
    fin: date | None
    heure_debut: time | None
    heure_fin: time | None
    structure: str | None
    commune: str | None
    libres: int | None


@dataclass(frozen=True, slots=True)
class Saisie:
    """What was typed, right or wrong.

    Attributes:
        codes: ROME codes ticked.
        structures: public ids ticked.
    """

    nom: str = ""
    accroche: str = ""
    presentation: str = ""
    contact: str = ""
    ordre: str = "0"
    publiee: bool = False
    codes: tuple[str, ...] = ()
    structures: tuple[str, ...] = ()


def couvre(codes: tuple[str, ...], code_rome: str) -> bool:
    """Whether a set of codes covers a métier.

    Args:
        codes: letters, domains or métiers of the ROME.
        code_rome: a métier.

    Returns:
        The same answer as the function ``metiers_de_filiere`` of the database.
    """
    return any(code_rome.startswith(code) for code in codes)


def verifier(saisie: Saisie) -> dict[str, str]:
    """What is wrong in what was typed.

    Args:
        saisie: what was typed.

    Returns:
        A message by field, nothing when all is right.
    """
    fautes = {
        champ: f"Ce texte est trop long : {limite} caractères au plus." for champ, limite in _LIMITES.items() if len(getattr(saisie, champ)) > limite
    }
    if not saisie.nom:
        fautes["nom"] = "Donnez un nom à la filière, comme on l’appelle dans le service."
    if not (saisie.ordre.isascii() and saisie.ordre.isdigit() and int(saisie.ordre) <= ORDRE_MAX):
        fautes["ordre"] = f"Le rang est un nombre entier, de 0 à {ORDRE_MAX}."
    if any(not CODE.match(code) for code in saisie.codes):
        fautes["metiers"] = "Un code du ROME s’écrit « J », « J13 » ou « J1301 »."
    elif saisie.publiee and not (saisie.codes or saisie.structures):
        fautes["metiers"] = "Choisissez au moins un métier ou une structure avant de montrer la filière."
    return fautes


_LIMITES: Final = {"nom": NOM_MAX, "accroche": ACCROCHE_MAX, "presentation": PRESENTATION_MAX, "contact": CONTACT_MAX}
