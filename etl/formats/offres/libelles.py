"""The closed lists of the template: the words people choose (those of ``catalogue.libelles``), and the codes behind them."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import TypeVar

from catalogue import libelles
from catalogue.domaine import Jour, Permis
from socle.texte import majuscule, plier

C = TypeVar("C", bound=str)
_HORS_MOTS = re.compile(r"[^a-z0-9<]+")


@lru_cache(maxsize=4096)
def cle_de_mots(mots: str) -> str:
    """What is left of words when case, accents, blanks and punctuation no longer count.

    Args:
        mots: words of a header or of a list; « < » counts (« <A1 » is not « A1 »).

    Returns:
        Lower-case letters and digits.
    """
    return _HORS_MOTS.sub("", plier(mots))


@dataclass(frozen=True, slots=True)
class Liste:
    """A closed list.

    Attributes:
        titre: header of its column in the sheet « Listes ».
        libelles: code → words shown; no comma in the words of a list where several may be chosen.
    """

    titre: str
    libelles: Mapping[str, str]

    def code(self, mots: str) -> str | None:
        """Code of what someone typed.

        Args:
            mots: words of the list or code itself, whatever the case and accents.

        Returns:
            The code, None when the list does not have it.
        """
        cherche = cle_de_mots(mots)
        return next((c for c, libelle in self.libelles.items() if cherche in {cle_de_mots(c), cle_de_mots(libelle)}), None)


def _liste(titre: str, mots: Mapping[C, str]) -> Liste:
    return Liste(titre, {str(code): libelle for code, libelle in mots.items()})


TYPES_OFFRE = _liste("Types d’offre", {genre: nom.singulier for genre, nom in libelles.TYPES.items()})
OUI_NON = _liste("Oui ou non", {"oui": "oui", "non": "non"})
ETATS = _liste("États de l’offre", libelles.ETATS)
ETATS_SESSION = _liste("États de la session", libelles.ETATS_SESSION)
STRUCTURES = _liste("Types de structure", libelles.STRUCTURES)
PRESENCES = _liste("Présence", libelles.PRESENCES)
JOURS = _liste("Jours", {jour: jour.value for jour in Jour})
PERIODES = _liste("Moments", libelles.PERIODES)
PUBLICS = _liste("Publics", libelles.PUBLICS)
NIVEAUX = _liste("Niveaux", {str(niveau): f"{niveau} – {mots}" for niveau, mots in libelles.NIVEAUX.items()})
FRANCAIS = _liste("Niveaux de français", libelles.FRANCAIS)
PERMIS = _liste("Permis", {permis: permis.value for permis in Permis})
CRITERES = _liste("Critères IAE", {code: majuscule(mots) for code, mots in libelles.CRITERES_IAE.items()})
NIVEAUX_CRITERES = _liste("Niveau des critères", {"1": "1", "2": "2"})
CONTRATS = _liste("Contrats", libelles.CONTRATS)
FREINS = _liste("Freins", libelles.FREINS)
FORMATS_DECOUVERTE = _liste("Formats de découverte", libelles.FORMATS_DECOUVERTE)
FORMATS_RECRUTEMENT = _liste("Formats de recrutement", libelles.FORMATS_RECRUTEMENT)
DISPOSITIFS = _liste("Dispositifs", libelles.DISPOSITIFS)

LISTES: tuple[Liste, ...] = (
    TYPES_OFFRE, OUI_NON, ETATS, ETATS_SESSION, STRUCTURES, PRESENCES, JOURS, PERIODES, PUBLICS, NIVEAUX, FRANCAIS, PERMIS, CRITERES,
    NIVEAUX_CRITERES, CONTRATS, FREINS, FORMATS_DECOUVERTE, FORMATS_RECRUTEMENT, DISPOSITIFS,
)  # fmt: skip
"""Every list, in the order of the columns of the sheet « Listes »."""
