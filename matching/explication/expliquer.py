"""Why an offer is proposed to a person, what to check, and what is missing."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from itertools import islice

from catalogue.domaine import Condition, OrigineCondition, TypeCondition
from catalogue.phrases import jour_en_mots, phrase_condition
from matching.classement import Classement
from matching.eligibilite import A_VERIFIER, NON, STATUTS, Statut
from matching.eligibilite.etapes import plus_mois
from matching.eligibilite.insertion import CARENCE_MOIS, PREUVE_MOIS
from matching.explication.raison import Couple, Raison, en_km
from matching.explication.raisons import raison
from matching.score import Part, poids

RAISONS_MAX = 3


@dataclass(frozen=True, slots=True)
class Explication:
    """Why an offer is proposed to a person.

    Attributes:
        statut: what the person may do with it.
        etape: day on which they would enter, at which everything is judged.
        score: sum of the contributions.
        contributions: weight × value of each part.
        distance_km: None when unknown.
        raisons: two or three sentences, the strongest contribution first.
        a_verifier: what to ask the person before prescribing.
        manque: the conditions that do not hold.
    """

    statut: Statut
    etape: date
    score: float
    contributions: dict[Part, float]
    distance_km: float | None
    raisons: tuple[Raison, ...]
    a_verifier: tuple[str, ...]
    manque: tuple[str, ...]


def expliquer(classement: Classement, personne: int, rang: int) -> Explication:
    """Explain one pair with the very numbers it was ranked by.

    Args:
        classement: the ranking.
        personne: row of the person.
        rang: row of the offer in the picture.

    Returns:
        The explanation.
    """
    couple = Couple(classement, personne, rang)
    contributions = {part: p * couple.valeur(part) for part, p in poids().parts.items()}
    par_apport = sorted(contributions, key=lambda part: (-contributions[part], part))
    conditions = classement.eligibilite.conditions(personne, rang)
    return Explication(
        statut=STATUTS[int(classement.eligibilite.statuts[personne, rang])],
        etape=_etape(couple),
        score=float(classement.scores.total[personne, rang]),
        contributions=contributions,
        distance_km=couple.km,
        raisons=tuple(islice((r for part in par_apport if (r := raison(couple, part))), RAISONS_MAX)),
        a_verifier=_a_verifier(couple, [c for c, r in conditions if r == A_VERIFIER]),
        manque=_phrases(couple, [c for c, r in conditions if r == NON]),
    )


def _etape(couple: Couple) -> date:
    return date.fromordinal(int(couple.classement.eligibilite.plan.etapes[couple.rang]))


def _a_verifier(couple: Couple, doutes: list[Condition]) -> tuple[str, ...]:
    phrases = _phrases(couple, doutes)
    if couple.classement.eligibilite.public(couple.personne, couple.rang) == A_VERIFIER:
        phrases += ("Le public visé",)
    return tuple(dict.fromkeys((*phrases, *_trajet_a_verifier(couple))))


def _trajet_a_verifier(couple: Couple) -> tuple[str, ...]:
    """What the person said of how far they go is a wish: an offer beyond it is shown, and the question asked."""
    voulu, km = couple.qui.rayon_km, couple.km
    if voulu is None or km is None or km <= voulu:
        return ()
    return (f"Le trajet : {en_km(km)}, au-delà des {en_km(voulu)} souhaités",)


def _phrases(couple: Couple, conditions: list[Condition]) -> tuple[str, ...]:
    communes = couple.classement.moteur.referentiel.communes
    dites = {code: communes[code].nom for c in conditions if c.type is TypeCondition.ZONE for code in c.valeurs if code in communes}
    return tuple(phrase for c in conditions if (phrase := _precision(couple, c) or phrase_condition(c, dites)))


def _precision(couple: Couple, condition: Condition) -> str | None:
    """What exactly is in doubt about the insertion: the PASS that ended, or a proof that will be too old on the day."""
    if condition.type is not TypeCondition.CRITERE_IAE or condition.origine is not OrigineCondition.LOI:
        return None
    etape, fin = _etape(couple), couple.qui.pass_iae_fin
    if fin is not None and fin < etape < plus_mois(fin, CARENCE_MOIS):
        return f"Le PASS IAE, fini le {jour_en_mots(fin)} : un prescripteur habilité peut en demander un nouveau"
    if etape > plus_mois(couple.classement.jour, PREUVE_MOIS):
        return f"Une attestation du RSA de moins de {PREUVE_MOIS} mois, pour entrer le {jour_en_mots(etape)}"
    return None
