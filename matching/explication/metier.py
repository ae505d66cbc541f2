"""Which fact of the person makes an offer close: a métier wanted, or the words of the projet, of the experience, of the skills."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from matching.explication.raison import Couple
from matching.score import MEME_DOMAINE, MEME_FAMILLE, MEME_METIER, MOBILITE
from matching.score.metier import PART_COMPETENCES, PART_EXPERIENCE


@dataclass(frozen=True, slots=True)
class Lien:
    """The closest link of the ROME between a métier wanted and those of the offer.

    Attributes:
        voulu: ROME code wanted.
        offert: ROME code of the offer.
        force: as in the score, from ``MEME_DOMAINE`` to ``MEME_METIER``.
    """

    voulu: str
    offert: str
    force: float


def lien_rome(couple: Couple) -> Lien | None:
    """The link that made the closeness of métiers.

    Args:
        couple: the pair.

    Returns:
        The first of the strongest, the preferred métier first; None when no métier is linked.
    """
    liens = [Lien(v, o, force) for v in couple.qui.metiers for o in couple.metiers if (force := _force(couple, v, o))]
    return max(liens, key=lambda lien: lien.force, default=None)


def _force(couple: Couple, voulu: str, offert: str) -> float:
    referentiel = couple.classement.moteur.referentiel
    if voulu == offert:
        return MEME_METIER
    if offert in referentiel.voisins.get(voulu, ()):
        return MOBILITE
    if voulu[:3] != offert[:3]:
        return 0.0
    metier = referentiel.metiers.get(voulu)
    famille = metier.code_rome_parent if metier else voulu
    autre = referentiel.metiers.get(offert)
    return MEME_FAMILLE if autre is not None and autre.code_rome_parent == famille else MEME_DOMAINE


def champ_du_sens(couple: Couple) -> str:
    """Field of the person whose words are closest to those of the offer.

    Args:
        couple: the pair.

    Returns:
        ``projet``, ``experience`` or ``competences``; ``metiers`` when the projet is told by them alone.
    """
    profils, offre = couple.classement.profils, couple.image.vecteurs[couple.rang]
    proches = {
        "projet": float(offre @ profils.projets[couple.personne]),
        "experience": PART_EXPERIENCE * float(offre @ profils.experiences[couple.personne]),
        "competences": PART_COMPETENCES * float(offre @ profils.competences[couple.personne]),
    }
    champ = max(proches, key=lambda nom: (np.float32(proches[nom]), nom))
    return "metiers" if champ == "projet" and not couple.qui.projet.strip() else champ
