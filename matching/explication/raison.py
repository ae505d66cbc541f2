"""A reason, and the pair of a person and an offer that it speaks of."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

import numpy as np
from numpy.typing import NDArray

from catalogue.domaine import TypeOffre
from catalogue.image import Image
from catalogue.seances import PERMANENTE
from matching.champs import Champ
from matching.classement import Classement
from matching.score import ETAPES, Part, etapes
from parcours.domaine import Allocataire

_GENRES = tuple(TypeOffre)


@dataclass(frozen=True, slots=True)
class Raison:
    """A sentence, the part of the score it speaks for, and where to check it.

    Attributes:
        part: None for a rule of the list (diversity), which is no part of the score.
    """

    part: Part | None
    texte: str
    champ: Champ


@dataclass(frozen=True, slots=True)
class Couple:
    """A person and an offer, as they were when they were ranked.

    Attributes:
        classement: the ranking.
        personne: row of the person.
        rang: row of the offer in the picture.
    """

    classement: Classement
    personne: int
    rang: int

    @property
    def qui(self) -> Allocataire:
        """The person."""
        return self.classement.profils.personnes[self.personne]

    @property
    def image(self) -> Image:
        """The picture the ranking was made on."""
        return self.classement.moteur.image

    @property
    def genre(self) -> TypeOffre:
        """Kind of the offer."""
        return _GENRES[int(self.image.types[self.rang])]

    @property
    def metiers(self) -> tuple[str, ...]:
        """ROME codes of the offer, the main one first."""
        debut, fin = self.image.metiers_debut[self.rang : self.rang + 2]
        return tuple(self.image.codes_rome[r] for r in self.image.metiers[debut:fin])

    @property
    def km(self) -> float | None:
        """Distance as the crow flies, None when unknown."""
        km = float(self.classement.scores.distances[self.personne, self.rang])
        return None if np.isnan(km) else km

    @property
    def commune(self) -> str | None:
        """Name of the commune of the person."""
        commune = self.classement.moteur.referentiel.communes.get(self.qui.commune or "")
        return commune.nom if commune else None

    @property
    def stade(self) -> str:
        """Stage of the person, one of ``ETAPES``."""
        return ETAPES[int(etapes(self.classement.profils)[self.personne])]

    @property
    def sessions(self) -> NDArray[np.intp]:
        """Rows of the sessions one can still enter."""
        sessions = self.image.sessions
        debut, fin = np.searchsorted(sessions.offre, [self.rang, self.rang + 1])
        ouvertes = sessions.ouvertes(self.classement.jour)[debut:fin]
        rangs: NDArray[np.intp] = np.flatnonzero(ouvertes) + debut
        return rangs

    @property
    def debut(self) -> date | None:
        """First day of the next session, None when one may enter at any time or no session is known."""
        debuts = [int(d) for d in self.image.sessions.debut[self.sessions] if d != PERMANENTE]
        permanente = len(debuts) < len(self.sessions)
        return date.fromordinal(min(debuts)) if debuts and not permanente else None

    @property
    def verifie(self) -> date | None:
        """Last day someone confirmed the offer."""
        jour = int(self.image.verifie[self.rang])
        return date.fromordinal(jour) if jour else None

    def valeur(self, part: Part) -> float:
        """Value of a part of the score, in [0, 1]."""
        return float(self.classement.scores.parts[part][self.personne, self.rang])

    def metier(self, code: str) -> str:
        """Name of a métier, its code when nobody knows it."""
        metier = self.classement.moteur.referentiel.metiers.get(code)
        return metier.libelle if metier else code


def en_km(km: float) -> str:
    """Write a distance.

    Args:
        km: kilometres.

    Returns:
        « 1,4 km », « 12 km ».
    """
    return f"{km:.1f}".replace(".", ",") + " km" if km < 3 else f"{km:.0f} km"
