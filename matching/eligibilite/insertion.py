"""Access to the insertion by economic activity: criteria by level, kind of structure and age of the proofs, and the PASS IAE.

Sources: Code du travail, articles L5132-3 and R5132-1; arrêté du 1er septembre 2021 (criteria); les emplois de l'inclusion (waiting period).
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

import numpy as np
from numpy.typing import NDArray

from catalogue.conditions import UN_DE_LA_LISTE
from catalogue.domaine import CRITERES_IAE, CRITERES_IAE_NIVEAU_1, CRITERES_IAE_NIVEAU_2
from catalogue.image import masque
from catalogue.seances import INCONNU
from matching.eligibilite.etapes import Jours, annees, plus_mois
from matching.eligibilite.kleene import A_VERIFIER, OUI, Booleens, Kleene

# A proof of RSA, ASS, AAH or DETLD must be less than three months old on the day one enters. That of the RSA can be asked for today, since whoever
# is in the file receives it; the date of the others is not in the file, so that they are always to be checked.
PREUVE_MOIS = 3
# After a PASS IAE, a new one within two years takes an authorised prescriber, who decides: the answer is not ours to give.
CARENCE_MOIS = 24
JEUNE_MOINS_DE, SENIOR_DES = 26, 50

RSA = masque(("RSA",), CRITERES_IAE)
NIVEAU_1 = masque(CRITERES_IAE_NIVEAU_1, CRITERES_IAE)
NIVEAU_2 = masque(CRITERES_IAE_NIVEAU_2, CRITERES_IAE)
JEUNE, SENIOR = masque(("JEUNE",), CRITERES_IAE), masque(("SENIOR",), CRITERES_IAE)


@dataclass(frozen=True)
class Dossiers:
    """What is known of ``p`` people for the insertion: criteria (mask), year of birth, last day of the PASS IAE, ``INCONNU`` when unknown."""

    criteres: NDArray[np.int64]
    naissance: NDArray[np.int32]
    pass_iae: NDArray[np.int32]


def repondre_iae(dossiers: Dossiers, masques: NDArray[np.int64], seuils: NDArray[np.int8], etapes: Jours, jour: date) -> Kleene:
    """Answer of rules on the criteria of the insertion; never « non », since nobody knows all the criteria a person meets.

    Args:
        dossiers: people, ``p``.
        masques: criteria listed by each rule, ``[k]``, read when any one of them will do.
        seuils: criteria of level 2 asked, ``UN_DE_LA_LISTE`` or ``NIVEAU_1_SEUL``, ``[k]``.
        etapes: day of the step, ``[k]``.
        jour: today, when a proof can be asked for.

    Returns:
        ``[k, p] int8``.
    """
    reponses = np.full((len(masques), len(dossiers.criteres)), A_VERIFIER, dtype=np.int8)
    valable = plus_mois(jour, PREUVE_MOIS).toordinal()
    for k, (listes, seuil, etape) in enumerate(zip(masques.tolist(), seuils.tolist(), etapes.tolist(), strict=True)):
        surs = criteres_surs(dossiers, etape, preuve_fraiche=etape <= valable)
        ouvert = surs & listes != 0 if seuil == UN_DE_LA_LISTE else _par_la_loi(surs, seuil)
        reponses[k, (ouvert & ~en_carence(dossiers.pass_iae, etape)) | (dossiers.pass_iae >= etape)] = OUI
    return reponses


def criteres_surs(dossiers: Dossiers, etape: int, *, preuve_fraiche: bool) -> NDArray[np.int64]:
    """Criteria that hold for sure on a day.

    Args:
        dossiers: people, ``p``.
        etape: ordinal of the day.
        preuve_fraiche: a proof of the RSA asked for today is still good that day.

    Returns:
        Masks ``[p]``; youth and seniority follow the year of birth when it is known, whatever the file says: the file ages too.
    """
    annee = int(annees(np.array([etape], dtype=np.int32))[0])
    connue = dossiers.naissance != INCONNU
    # Over the year of the step one has one of two ages: the criterion is sure when both agree.
    senior = np.where(connue, annee - 1 - dossiers.naissance >= SENIOR_DES, dossiers.criteres & SENIOR != 0)
    jeune = connue & (annee - dossiers.naissance < JEUNE_MOINS_DE)
    fixes = dossiers.criteres & (NIVEAU_2 & ~JEUNE & ~SENIOR | (RSA if preuve_fraiche else 0))
    return fixes | np.where(senior, SENIOR, 0) | np.where(jeune, JEUNE, 0)


def _par_la_loi(surs: NDArray[np.int64], seuil: int) -> Booleens:
    niveau_1: Booleens = surs & NIVEAU_1 != 0
    if seuil <= 0:
        return niveau_1
    return niveau_1 | (np.bitwise_count((surs & NIVEAU_2).astype(np.uint64)) >= seuil)


def en_carence(pass_iae: NDArray[np.int32], etape: int) -> Booleens:
    """Whether a PASS IAE ended less than two years before a day.

    Args:
        pass_iae: last days, ``[p]`` ordinals, ``INCONNU`` when there is none in the file.
        etape: ordinal of the day.

    Returns:
        Mask ``[p]``.
    """
    debut = plus_mois(date.fromordinal(etape), -CARENCE_MOIS).toordinal()
    finie: Booleens = (pass_iae != INCONNU) & (pass_iae < etape) & (pass_iae > debut)
    return finie
