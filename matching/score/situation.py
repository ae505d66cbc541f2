"""Where the person stands: freins, stage of the parcours, and what is urgent."""

from __future__ import annotations

from datetime import date

import numpy as np
from numpy.typing import NDArray

from catalogue.domaine import Frein, Presence, TypeOffre
from catalogue.image import JAMAIS, PERMANENTE, Image
from matching.profils import Profils
from matching.score.facteur import Facteur, distinctes
from matching.score.grille import NEUTRE, poser
from matching.score.temps import bits_a_un, decale
from parcours.domaine import Allocataire, Orientation

AGGRAVE = 0.15
HORS_SUJET = 0.1

# What helps most at each stage, by kind of offer: discovery before training before job for who has no projet yet.
_ETAPES: dict[str, dict[TypeOffre, float]] = {
    "freins": {
        TypeOffre.APPUI: 1.0,
        TypeOffre.DECOUVERTE: 0.7,
        TypeOffre.IAE: 0.6,
        TypeOffre.FORMATION: 0.4,
        TypeOffre.CLAUSE: 0.35,
        TypeOffre.COLLECTIVITE: 0.3,
        TypeOffre.RECRUTEMENT: 0.25,
        TypeOffre.CONVENTION: 0.2,
    },
    "projet": {
        TypeOffre.DECOUVERTE: 1.0,
        TypeOffre.FORMATION: 0.6,
        TypeOffre.IAE: 0.6,
        TypeOffre.APPUI: 0.55,
        TypeOffre.CLAUSE: 0.45,
        TypeOffre.RECRUTEMENT: 0.4,
        TypeOffre.COLLECTIVITE: 0.4,
        TypeOffre.CONVENTION: 0.3,
    },
    "emploi": {
        TypeOffre.RECRUTEMENT: 1.0,
        TypeOffre.COLLECTIVITE: 0.95,
        TypeOffre.IAE: 0.9,
        TypeOffre.CLAUSE: 0.9,
        TypeOffre.FORMATION: 0.85,
        TypeOffre.CONVENTION: 0.7,
        TypeOffre.DECOUVERTE: 0.5,
        TypeOffre.APPUI: 0.35,
    },
}
ETAPES: tuple[str, ...] = tuple(_ETAPES)
_TABLE = np.array([[_ETAPES[etape][genre] for genre in TypeOffre] for etape in ETAPES])

# The contract (CER or PPAE) is due one month after the orientation, which itself takes a month (CASF, articles L262-34 to L262-36, and DOMAIN of the
# Département: signed within two months): after sixty days without one, each week counts.
_CER_JOURS, _CER_URGENCE = (30.0, 60.0, 120.0), (0.0, 0.5, 1.0)
# A PASS IAE lasts twenty-four months (Code du travail, article L5132-5): what comes after is prepared in its last six.
_PASS_JOURS, _PASS_URGENCE = (30.0, 180.0), (1.0, 0.0)
# Files in their second year are reviewed by the CTIDS.
_RSA_MOIS, _RSA_URGENCE = (6.0, 12.0, 24.0), (0.0, 0.4, 0.7)
_JOURS_PAR_MOIS = 30.4375
# Urgency in sixteenths: people as urgent share one row.
_PAS_URGENCE = 16
# How soon an offer can begin, days, and a deadline that will not wait.
_ATTENTE_JOURS, _PROMPTE = (7.0, 30.0, 120.0), (1.0, 0.8, 0.0)
_LIMITE_PROCHE_JOURS = 14


def freins(profils: Profils, image: Image) -> Facteur:
    """Part « freins »: 1 when the offer acts on a frein of the person, low when it makes one worse, neutral else.

    Args:
        profils: people, ``p``.
        image: offers, ``n``.

    Returns:
        One row per set of freins. Worse: evenings, nights and week-ends for who looks after children or a relative, distance work for who is not at
        ease with digital tools.
    """
    qui, lignes = distinctes(profils.freins)
    masques = profils.freins[qui]
    leves = masques[:, None] & image.freins[None, :] != 0
    pires = _porte(masques, Frein.GARDE_ENFANTS, Frein.AIDANT)[:, None] & decale(image)[None, :]
    pires |= _porte(masques, Frein.NUMERIQUE)[:, None] & (image.presences == list(Presence).index(Presence.A_DISTANCE))[None, :]
    mieux, pire, neutre = poser(np.array([1.0, AGGRAVE, NEUTRE]))
    return Facteur(lignes, np.where(leves, mieux, np.where(pires, pire, neutre)))


def _porte(masques: NDArray[np.int64], *cherches: Frein) -> NDArray[np.bool_]:
    bits = sum(1 << list(Frein).index(frein) for frein in cherches)
    porte: NDArray[np.bool_] = masques & bits != 0
    return porte


def etapes(profils: Profils) -> NDArray[np.int8]:
    """Stage of each person.

    Args:
        profils: people, ``p``.

    Returns:
        Rank in ``ETAPES``: freins first (orientation ``rus_eloigne`` or three freins), projet to find, or job.
    """
    eloigne = (profils.orientations == list(Orientation).index(Orientation.RUS_ELOIGNE)) | (bits_a_un(profils.freins) >= 3)
    return np.where(eloigne, ETAPES.index("freins"), np.where(profils.projet_connu, ETAPES.index("emploi"), ETAPES.index("projet"))).astype(np.int8)


def etape(profils: Profils, image: Image) -> Facteur:
    """Part « étape »: what the kind of offer brings at the person's stage.

    Args:
        profils: people, ``p``.
        image: offers, ``n``.

    Returns:
        One row per stage and set of freins; a support that lifts none of the person's freins is no step of their parcours.
    """
    stades = etapes(profils)
    qui, lignes = distinctes(stades, profils.freins)
    part = poser(_TABLE)[stades[qui]][:, image.types]
    appui = (image.types == list(TypeOffre).index(TypeOffre.APPUI)) & (image.freins != 0)
    hors_sujet = appui[None, :] & (profils.freins[qui][:, None] & image.freins[None, :] == 0)
    part[hors_sujet] = poser(np.array([HORS_SUJET]))[0]
    return Facteur(lignes, part)


def urgence(profils: Profils, image: Image, jour: date) -> Facteur:
    """Part « urgence »: for who cannot wait, what begins soon; neutral for who can, or of whom no date is known.

    Args:
        profils: people, ``p``.
        image: offers, ``n``.
        jour: today.

    Returns:
        One row per degree of urgency.
    """
    degres = np.rint(urgences(profils, jour) * _PAS_URGENCE).astype(np.int32)
    qui, lignes = distinctes(degres)
    part = NEUTRE + degres[qui][:, None] / _PAS_URGENCE * (_promptes(image, jour) - NEUTRE)[None, :]
    return Facteur(lignes, poser(part))


def urgences(profils: Profils, jour: date) -> NDArray[np.float64]:
    """How urgent it is for each person to have something.

    Args:
        profils: people, ``p``.
        jour: today.

    Returns:
        ``[p]`` in [0, 1]: the most urgent of the end of the PASS IAE, the contract that is due, and the time in the RSA; 0 when no date is known.
    """
    return np.array([degre_urgence(p, jour) for p in profils.personnes], dtype=np.float64)


def degre_urgence(personne: Allocataire, jour: date) -> float:
    """How urgent it is for one person to have something.

    Args:
        personne: an allocataire.
        jour: today.

    Returns:
        In [0, 1], 0 when no date is known.
    """
    degres = [0.0]
    if personne.pass_iae_fin is not None and personne.pass_iae_fin >= jour:
        degres.append(_lire_courbe((personne.pass_iae_fin - jour).days, _PASS_JOURS, _PASS_URGENCE))
    if personne.entree_rsa is not None:
        jours = (jour - personne.entree_rsa).days
        degres.append(_lire_courbe(jours / _JOURS_PAR_MOIS, _RSA_MOIS, _RSA_URGENCE))
        if personne.date_cer is None:
            degres.append(_lire_courbe(jours, _CER_JOURS, _CER_URGENCE))
    return max(degres)


def _lire_courbe(x: float, abscisses: tuple[float, ...], ordonnees: tuple[float, ...]) -> float:
    """What ``np.interp`` gives for one number, ten times faster."""
    for rang in range(1, len(abscisses)):
        if x < abscisses[rang]:
            debut, part = abscisses[rang - 1], ordonnees[rang - 1]
            pente = (ordonnees[rang] - part) / (abscisses[rang] - debut)
            return part + max(x - debut, 0.0) * pente
    return ordonnees[-1]


def _promptes(image: Image, jour: date) -> NDArray[np.float64]:
    prochaines = image.prochaines(jour)
    attente = np.where(prochaines == PERMANENTE, 0, prochaines.astype(np.int64) - jour.toordinal())
    prompte = np.where(prochaines == JAMAIS, NEUTRE, np.interp(attente, _ATTENTE_JOURS, _PROMPTE))
    return np.where(image.limite <= jour.toordinal() + _LIMITE_PROCHE_JOURS, 1.0, prompte)
