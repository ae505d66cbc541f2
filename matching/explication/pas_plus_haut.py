"""« Pourquoi pas plus haut » : the two or three parts that cost an offer most against the best ones, in plain words, never as a figure of score."""

from __future__ import annotations

from collections.abc import Callable, Sequence

import numpy as np

from catalogue.domaine import Frein
from catalogue.phrases import jour_en_mots
from catalogue.seances import INCONNU
from matching.champs import Champ
from matching.classement import Classement
from matching.eligibilite import Statut
from matching.explication.metier import champ_du_sens, lien_rome
from matching.explication.raison import Couple, Raison, en_km
from matching.explication.raisons import champ_de_l_urgence, champ_du_stade
from matching.score import MEME_METIER, Part, poids
from matching.score.situation import AGGRAVE, HORS_SUJET

COUTS_MAX = 3
# The best offers, against which the others are compared.
PREMIERES = 3
# Under this share of the score a part explains nothing.
COUT_MIN = 0.005


def pourquoi_pas_plus_haut(classement: Classement, personne: int, rang: int, premieres: Sequence[int] | None = None) -> tuple[Raison, ...]:
    """What keeps an offer under the first ones of the list.

    Args:
        classement: the ranking.
        personne: row of the person.
        rang: row of the offer in the picture.
        premieres: rows of the best offers; by default the first three that the person may enter.

    Returns:
        At most three sentences, the most costly first; none for an offer that is among the first, or that nothing sets apart.
    """
    ordre = classement.ordre(personne, (Statut.ELIGIBLE, Statut.A_VERIFIER)).tolist()
    meilleures = list(premieres) if premieres is not None else ordre[:PREMIERES]
    if rang in meilleures or not meilleures:
        return ()
    couple = Couple(classement, personne, rang)
    couts = {part: _cout(couple, part, meilleures) for part in Part}
    parts = sorted((part for part in Part if couts[part] >= COUT_MIN), key=lambda part: (-couts[part], part))
    dites = [*_mise_en_attente(couple, ordre), *(Raison(part, *dite) for part in parts if (dite := _COUTS[part](couple)))]
    return tuple(dites[:COUTS_MAX])


def _cout(couple: Couple, part: Part, meilleures: Sequence[int]) -> float:
    valeurs = couple.classement.scores.parts[part][couple.personne]
    return poids().parts[part] * float(np.mean(valeurs[list(meilleures)]) - valeurs[couple.rang])


def _mise_en_attente(couple: Couple, ordre: list[int]) -> list[Raison]:
    """An offer under another that scores less was put off by the rule of diversity."""
    if couple.rang not in ordre:
        return []
    total = couple.classement.scores.total[couple.personne]
    dessus = ordre[: ordre.index(couple.rang)]
    if not any(total[r] < total[couple.rang] for r in dessus):
        return []
    return [Raison(None, "D’autres offres semblables sont déjà plus haut : la liste reste variée.", Champ(None, "structure"))]


Dite = tuple[str, Champ] | None


def _metier(couple: Couple) -> Dite:
    if not couple.metiers:
        return "Aucun métier n’est indiqué pour cette offre, à la différence des premières.", Champ(None, "metiers")
    if not couple.qui.metiers:
        champ = champ_du_sens(couple)
        return ("Ressemble moins à ce que la personne dit d’elle.", Champ(champ, "description")) if couple.qui.projet else None
    lien = lien_rome(couple)
    voulu = couple.qui.metiers[0] if lien is None else lien.voulu
    champ_metiers = Champ("metiers", "metiers", (voulu,))
    if lien is not None and lien.force >= MEME_METIER:
        return "Le métier est le bon, mais le texte de l’offre s’éloigne du projet.", Champ("projet", "description")
    return f"Le métier est plus loin de celui souhaité : {couple.metier(voulu)}.", champ_metiers


def _competences(couple: Couple) -> Dite:
    return ("Moins proche de ce que la personne sait faire.", Champ("competences", "description")) if couple.qui.competences else None


def _trajet(couple: Couple) -> Dite:
    champ = Champ("commune", "lieu")
    if couple.km is None:
        return "Le trajet n’est pas connu : il manque une commune.", champ
    return f"Le trajet est plus long : {en_km(couple.km)} à vol d’oiseau.", champ


def _horaires(couple: Couple) -> Dite:
    if int(couple.image.creneaux[couple.rang]) <= 0:
        return "Les horaires de l’offre ne sont pas connus.", Champ(None, "creneaux")
    if couple.qui.disponibilites is not None:
        return "Une partie des horaires sort de ses disponibilités.", Champ("disponibilites", "creneaux")
    champ = "freins" if Frein.GARDE_ENFANTS in couple.qui.freins else "publics"
    return "Des horaires le soir, la nuit ou le week-end, avec des enfants à garder.", Champ(champ, "creneaux")


def _freins(couple: Couple) -> Dite:
    if couple.valeur(Part.FREINS) > AGGRAVE + 0.01:
        return "N’agit sur aucun de ses freins, à la différence des premières offres.", Champ("freins", "apports")
    proches = [f for f in (Frein.GARDE_ENFANTS, Frein.AIDANT) if f in couple.qui.freins]
    if proches:
        return "Des horaires décalés, difficiles à tenir avec des proches à garder.", Champ("freins", "creneaux", tuple(proches))
    return "Se fait à distance, ce qui demande d’être à l’aise avec le numérique.", Champ("freins", "presence", (Frein.NUMERIQUE,))


def _etape(couple: Couple) -> Dite:
    if couple.valeur(Part.ETAPE) <= HORS_SUJET + 0.01:
        return "Un appui pour autre chose que ses freins connus.", Champ("freins", "apports")
    textes = {
        "freins": "Vient plutôt après avoir levé ce qui bloque.",
        "projet": "Vient plutôt une fois le projet choisi.",
        "emploi": "Mène moins directement à l’emploi.",
    }
    return textes[couple.stade], Champ(champ_du_stade(couple), "type_offre")


def _urgence(couple: Couple) -> Dite:
    champ = champ_de_l_urgence(couple)
    return ("Commence plus tard, alors que le temps presse pour cette personne.", Champ(champ, "sessions")) if champ else None


def _priorite(couple: Couple) -> Dite:
    return "N’est pas réservée aux allocataires du RSA, à la différence des premières offres.", Champ(None, "reserve_rsa")


def _places(couple: Couple) -> Dite:
    jour, champ = couple.classement.jour, Champ(None, "sessions")
    libres, demandes = int(couple.image.places_libres(jour)[couple.rang]), int(couple.image.demandes(jour)[couple.rang])
    if libres == INCONNU:
        return "Le nombre de places n’est pas connu.", champ
    if libres <= 0:
        return "Il ne reste plus de place.", champ
    reste = "une place" if libres == 1 else f"{libres} places"
    if demandes >= libres:
        return f"{'Une personne est déjà orientée' if demandes == 1 else f'{demandes} personnes sont déjà orientées'} pour {reste}.", champ
    return f"Il ne reste que {reste}." if libres > 1 else "Il ne reste qu’une place.", champ


def _tension(couple: Couple) -> Dite:
    return ("Les employeurs recrutent plus facilement pour ce métier.", Champ(None, "metiers", couple.metiers)) if couple.metiers else None


def _echeance(couple: Couple) -> Dite:
    champ = Champ(None, "sessions")
    if couple.debut is None:
        return "Aucune date n’est annoncée.", champ
    attente = (couple.debut - couple.classement.jour).days
    return f"Commence {'très bientôt' if attente < 7 else 'plus tard'} : le {jour_en_mots(couple.debut)}.", champ


def _fraicheur(couple: Couple) -> Dite:
    champ = Champ(None, "verifie_le")
    if couple.verifie is None:
        return "Personne n’a dit quand cette offre a été vérifiée.", champ
    return f"Vérifiée il y a plus longtemps : le {jour_en_mots(couple.verifie)}.", champ


_COUTS: dict[Part, Callable[[Couple], Dite]] = {
    Part.METIER: _metier,
    Part.COMPETENCES: _competences,
    Part.TRAJET: _trajet,
    Part.HORAIRES: _horaires,
    Part.FREINS: _freins,
    Part.ETAPE: _etape,
    Part.URGENCE: _urgence,
    Part.PRIORITE: _priorite,
    Part.PLACES: _places,
    Part.TENSION: _tension,
    Part.ECHEANCE: _echeance,
    Part.FRAICHEUR: _fraicheur,
}
