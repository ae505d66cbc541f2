"""Sentences from the real terms of the score: each names its field and comes from a fact of the record, never from a mood."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

import numpy as np

from catalogue.depot import FicheOffre
from catalogue.domaine import Condition, Frein, Presence, TypeCondition, TypeOffre
from catalogue.image import INCONNU, Image
from catalogue.libelles import FREINS
from catalogue.phrases import phrase_condition
from matching.classement import Classement
from matching.eligibilite import A_VERIFIER, NON, STATUTS, Statut
from matching.profils import Profils
from matching.score import ETAPES, MEME_METIER, MOBILITE, Part, etapes, poids

RAISONS_MAX = 3
# Under this value a part is no reason to propose.
SEUIL_RAISON = 0.6

_ETAPES: dict[tuple[str, TypeOffre], str] = {
    ("freins", TypeOffre.APPUI): "Aide à lever ce qui bloque avant de chercher un emploi.",
    ("freins", TypeOffre.DECOUVERTE): "Une première étape, sans engagement.",
    ("freins", TypeOffre.IAE): "Un emploi accompagné, pendant que l’on avance sur le reste.",
    ("projet", TypeOffre.DECOUVERTE): "Pour découvrir un métier avant de choisir.",
    ("projet", TypeOffre.APPUI): "Pour préparer son projet.",
    ("projet", TypeOffre.IAE): "Pour essayer un métier en étant accompagné.",
}
_VERS_L_EMPLOI = "Mène directement vers l’emploi souhaité."


@dataclass(frozen=True, slots=True)
class Raison:
    """A sentence and the part of the score it speaks for."""

    part: Part
    texte: str


@dataclass(frozen=True, slots=True)
class Levier:
    """What would lift the one missing condition: a frein that offers of the catalogue lift, or a step to take."""

    texte: str
    frein: Frein | None = None


@dataclass(frozen=True, slots=True)
class Explication:
    """Why an offer is proposed to a person.

    Attributes:
        statut: what the person may do with it.
        score: sum of the contributions.
        contributions: weight × value of each part.
        distance_km: None when unknown.
        raisons: two or three sentences, the strongest contribution first.
        a_verifier: what to ask the person before prescribing.
        manque: the conditions that do not hold.
        levier: for « presque éligible », what lifts the one that does not.
    """

    statut: Statut
    score: float
    contributions: dict[Part, float]
    distance_km: float | None
    raisons: tuple[Raison, ...]
    a_verifier: tuple[str, ...]
    manque: tuple[str, ...]
    levier: Levier | None


LEVIERS: dict[TypeCondition, Levier] = {
    TypeCondition.PERMIS: Levier("Une aide à la mobilité peut préparer le permis.", Frein.MOBILITE),
    TypeCondition.VEHICULE: Levier("Une aide à la mobilité peut donner accès à un véhicule.", Frein.MOBILITE),
    TypeCondition.FRANCAIS: Levier("Un atelier de français peut faire gagner ce niveau.", Frein.LANGUE),
    TypeCondition.NIVEAU: Levier("Une formation ou une remise à niveau peut y mener."),
    TypeCondition.INSCRIPTION_FT: Levier("S’inscrire à France Travail est gratuit et se fait en ligne ou en agence."),
    TypeCondition.PREALABLE: Levier("L’étape demandée avant peut se préparer avec une autre offre."),
    TypeCondition.EXPERIENCE: Levier("Une immersion ou un contrat d’insertion donne une première expérience."),
}


def expliquer(classement: Classement, personne: int, rang: int, fiche: FicheOffre) -> Explication:
    """Explain one pair with the very numbers it was ranked by.

    Args:
        classement: the ranking.
        personne: row of the person.
        rang: row of the offer in the picture.
        fiche: the offer itself, for its words.

    Returns:
        The explanation.
    """
    scores = classement.scores
    contributions = {part: p * float(scores.parts[part][personne, rang]) for part, p in poids().parts.items()}
    reponses = _reponses(classement, personne, rang)
    manque = [c for c, r in zip(fiche.offre.conditions, reponses, strict=False) if r == NON and c.ferme]
    statut = STATUTS[int(classement.eligibilite.statuts[personne, rang])]
    distance = float(scores.distances[personne, rang])
    return Explication(
        statut=statut,
        score=float(scores.total[personne, rang]),
        contributions=contributions,
        distance_km=None if np.isnan(distance) else distance,
        raisons=_raisons(classement, personne, rang, fiche, contributions),
        a_verifier=_a_verifier(classement, personne, rang, fiche, reponses),
        manque=_phrases(classement, manque),
        levier=LEVIERS.get(manque[0].type) if statut is Statut.PRESQUE else None,
    )


def _reponses(classement: Classement, personne: int, rang: int) -> list[int]:
    lignes = np.flatnonzero(classement.moteur.image.conditions.offre == rang)
    return [int(r) for r in classement.eligibilite.conditions[personne, lignes]]


def _a_verifier(classement: Classement, personne: int, rang: int, fiche: FicheOffre, reponses: list[int]) -> tuple[str, ...]:
    doutes = [c for c, r in zip(fiche.offre.conditions, reponses, strict=False) if r == A_VERIFIER and c.ferme]
    phrases = _phrases(classement, doutes)
    if classement.eligibilite.publics[personne, rang] == A_VERIFIER:
        phrases += ("Le public visé",)
    return tuple(dict.fromkeys((*phrases, *_trajet_a_verifier(classement, personne, rang))))


def _trajet_a_verifier(classement: Classement, personne: int, rang: int) -> tuple[str, ...]:
    """What the person said of how far they go is a wish: an offer beyond it is shown, and the question asked."""
    voulu, km = classement.profils.personnes[personne].rayon_km, float(classement.scores.distances[personne, rang])
    if voulu is None or np.isnan(km) or km <= voulu:
        return ()
    return (f"Le trajet : {_km(km)}, au-delà des {_km(voulu)} souhaités",)


def _phrases(classement: Classement, conditions: list[Condition]) -> tuple[str, ...]:
    communes = classement.moteur.referentiel.communes
    dites = {code: communes[code].nom for c in conditions if c.type is TypeCondition.ZONE for code in c.valeurs if code in communes}
    return tuple(phrase for c in conditions if (phrase := phrase_condition(c, dites)))


def _raisons(classement: Classement, personne: int, rang: int, fiche: FicheOffre, contributions: dict[Part, float]) -> tuple[Raison, ...]:
    phrases: list[Raison] = []
    for part in sorted(contributions, key=lambda p: (-contributions[p], p)):
        valeur = float(classement.scores.parts[part][personne, rang])
        texte = _phrase(part, valeur, classement, personne, rang, fiche)
        if texte:
            phrases.append(Raison(part, texte))
    return tuple(phrases[:RAISONS_MAX])


def _phrase(part: Part, valeur: float, classement: Classement, personne: int, rang: int, fiche: FicheOffre) -> str:
    image, profils = classement.moteur.image, classement.profils
    if part is Part.METIER:
        return _phrase_metier(classement, personne, rang, fiche, valeur)
    if valeur < SEUIL_RAISON:
        return ""
    if part is Part.TRAJET:
        return _phrase_trajet(classement, personne, rang, fiche)
    if part is Part.HORAIRES:
        return "Les horaires entrent dans ses disponibilités." if valeur >= 0.99 else ""
    if part is Part.FREINS:
        return _phrase_freins(profils, image, personne, rang)
    if part is Part.ETAPE:
        return _phrase_etape(profils, fiche, personne, float(classement.scores.rome[personne, rang]))
    if part is Part.PRIORITE:
        return _phrase_priorite(fiche, classement.jour)
    if part is Part.PLACES:
        libres = int(image.places_libres(classement.jour)[rang])
        return f"{libres} places sont encore libres." if libres != INCONNU else ""
    return ""


def _phrase_metier(classement: Classement, personne: int, rang: int, fiche: FicheOffre, valeur: float) -> str:
    metiers = classement.moteur.referentiel.metiers
    proche = float(classement.scores.rome[personne, rang])
    voulus = [metiers[c].libelle for c in classement.profils.personnes[personne].metiers if c in metiers]
    communs = [c for c in classement.profils.personnes[personne].metiers if c in fiche.offre.metiers and c in metiers]
    if proche >= MEME_METIER and communs:
        return f"C’est le métier souhaité : {metiers[communs[0]].libelle}."
    if proche >= MOBILITE and voulus:
        return f"Métier accessible depuis celui souhaité ({voulus[0]})."
    if proche > 0 and voulus and valeur >= 0.25:
        return f"Métier de la même famille que celui souhaité ({voulus[0]})."
    return "Ressemble à ce que la personne dit de son projet ou de son expérience." if valeur >= 0.2 else ""


def _phrase_trajet(classement: Classement, personne: int, rang: int, fiche: FicheOffre) -> str:
    if fiche.offre.presence is Presence.A_DISTANCE:
        return "Se fait à distance, sans trajet."
    km = float(classement.scores.distances[personne, rang])
    commune = classement.moteur.referentiel.communes.get(classement.profils.personnes[personne].commune or "")
    if np.isnan(km) or commune is None:
        return ""
    return f"Dans sa commune, {commune.nom}." if km < 0.1 else f"À {_km(km)} de {commune.nom}, à vol d’oiseau."


def _phrase_freins(profils: Profils, image: Image, personne: int, rang: int) -> str:
    leves = int(profils.freins[personne]) & int(image.freins[rang])
    noms = [FREINS[f].lower() for i, f in enumerate(Frein) if leves >> i & 1]
    return f"Agit sur {'un frein connu' if len(noms) == 1 else 'des freins connus'} : {', '.join(noms[:2])}." if noms else ""


def _phrase_etape(profils: Profils, fiche: FicheOffre, personne: int, rome: float) -> str:
    etape = ETAPES[int(etapes(profils)[personne])]
    if etape == "emploi":
        direct = rome >= MOBILITE and fiche.offre.type_offre not in {TypeOffre.FORMATION, TypeOffre.DECOUVERTE, TypeOffre.APPUI}
        return _VERS_L_EMPLOI if direct else ""
    return _ETAPES.get((etape, fiche.offre.type_offre), "")


def _phrase_priorite(fiche: FicheOffre, jour: date) -> str:
    if fiche.offre.reserve_rsa:
        return "Réservée aux allocataires du RSA."
    reservees = sum(s.places_reservees for s in fiche.offre.sessions if s.ouverte(jour))
    if not reservees:
        return ""
    return "Une place est réservée aux allocataires du RSA." if reservees == 1 else f"{reservees} places sont réservées aux allocataires du RSA."


def _km(km: float) -> str:
    return f"{km:.1f}".replace(".", ",") + " km" if km < 3 else f"{km:.0f} km"
