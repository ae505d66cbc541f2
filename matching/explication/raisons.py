"""Why an offer is proposed: one sentence per part of the score, from the facts that made it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

from catalogue.domaine import Frein, Presence, TypeOffre
from catalogue.libelles import FREINS
from catalogue.phrases import de_commune, jour_en_mots
from catalogue.seances import INCONNU, PERMANENTE
from matching.champs import Champ
from matching.explication.metier import champ_du_sens, lien_rome
from matching.explication.raison import Couple, Raison, en_km
from matching.score import MEME_METIER, MOBILITE, Part
from matching.score.situation import degre_urgence
from parcours.domaine import Orientation

# Under this value a part is no reason to propose.
SEUIL_RAISON = 0.6
# Métier counts from further away: half of it is the structure of the ROME, which says much with little.
SEUIL_FAMILLE, SEUIL_SENS = 0.2, 0.2
_PHRASE_SENS = {
    "projet": "Ressemble à ce que la personne dit de son projet.",
    "experience": "Ressemble à ce que la personne a déjà fait.",
    "competences": "Ressemble à ce que la personne sait faire.",
    "metiers": "Ressemble au métier souhaité.",
}
_ETAPES: dict[tuple[str, TypeOffre], str] = {
    ("freins", TypeOffre.APPUI): "Aide à lever ce qui bloque avant de chercher un emploi.",
    ("freins", TypeOffre.DECOUVERTE): "Une première étape, sans engagement.",
    ("freins", TypeOffre.IAE): "Un emploi accompagné, pendant que l’on avance sur le reste.",
    ("projet", TypeOffre.DECOUVERTE): "Pour découvrir un métier avant de choisir.",
    ("projet", TypeOffre.APPUI): "Pour préparer son projet.",
    ("projet", TypeOffre.IAE): "Pour essayer un métier en étant accompagné.",
}
_SANS_EMPLOI = frozenset({TypeOffre.FORMATION, TypeOffre.DECOUVERTE, TypeOffre.APPUI})


def raison(couple: Couple, part: Part) -> Raison | None:
    """The sentence of a part.

    Args:
        couple: the pair.
        part: the part.

    Returns:
        None when the part is no reason to propose, or when what made it is unknown.
    """
    if part is not Part.METIER and couple.valeur(part) < SEUIL_RAISON:
        return None
    dite = _RAISONS[part](couple)
    return None if dite is None else Raison(part, *dite)


Dite = tuple[str, Champ] | None


def _metier(couple: Couple) -> Dite:
    # Without métier the part is neutral: what made it is unknown, and it is no reason.
    if not couple.metiers:
        return None
    lien, valeur = lien_rome(couple), couple.valeur(Part.METIER)
    if lien is not None and (lien.force >= MOBILITE or valeur >= SEUIL_FAMILLE):
        nom, champ = couple.metier(lien.voulu), Champ("metiers", "metiers", (lien.voulu, lien.offert))
        if lien.force >= MEME_METIER:
            return f"C’est le métier souhaité : {nom}.", champ
        lointain = "Métier accessible depuis celui souhaité" if lien.force >= MOBILITE else "Métier de la même famille que celui souhaité"
        return f"{lointain} ({nom}).", champ
    return _sens(couple) if valeur >= SEUIL_SENS else None


def _sens(couple: Couple) -> Dite:
    champ = champ_du_sens(couple)
    return _PHRASE_SENS[champ], Champ(champ, "description")


def _competences(couple: Couple) -> Dite:
    sues = couple.qui.competences[:2]
    return (f"Proche de ce que la personne sait faire : {', '.join(sues)}.", Champ("competences", "description")) if sues else None


def _trajet(couple: Couple) -> Dite:
    if list(Presence)[couple.image.presences[couple.rang]] is Presence.A_DISTANCE:
        return "Se fait à distance, sans trajet.", Champ(None, "presence")
    if couple.km is None or couple.commune is None:
        return None
    champ = Champ("commune", "lieu")
    if couple.km < 0.1:
        return f"Dans sa commune, {couple.commune}.", champ
    return f"À {en_km(couple.km)} {de_commune(couple.commune)}, à vol d’oiseau.", champ


def _horaires(couple: Couple) -> Dite:
    if couple.qui.disponibilites is None or couple.valeur(Part.HORAIRES) < 0.99:
        return None
    return "Les horaires entrent dans ses disponibilités.", Champ("disponibilites", "creneaux")


def _freins(couple: Couple) -> Dite:
    leves = int(couple.image.freins[couple.rang])
    communs = [f for i, f in enumerate(Frein) if f in couple.qui.freins and leves >> i & 1]
    if not communs:
        return None
    noms = ", ".join(FREINS[f].lower() for f in communs[:2])
    return f"Agit sur {'un frein connu' if len(communs) == 1 else 'des freins connus'} : {noms}.", Champ("freins", "apports", tuple(communs))


def _etape(couple: Couple) -> Dite:
    stade = couple.stade
    if stade == "emploi":
        lien = lien_rome(couple)
        direct = lien is not None and lien.force >= MOBILITE and couple.genre not in _SANS_EMPLOI
        if lien is None or not direct:
            return None
        texte = "Mène directement vers l’emploi souhaité." if lien.force >= MEME_METIER else "Un emploi, sans étape de plus."
        return texte, Champ("metiers", "type_offre")
    dit = _ETAPES.get((stade, couple.genre))
    return (dit, Champ(champ_du_stade(couple), "type_offre")) if dit else None


def champ_du_stade(couple: Couple) -> str:
    """Field of the person that puts them at their stage.

    Args:
        couple: the pair.

    Returns:
        ``orientation`` or ``freins`` when freins come first, else ``projet``, told or not.
    """
    if couple.stade != "freins":
        return "projet"
    return "orientation" if couple.qui.orientation is Orientation.RUS_ELOIGNE else "freins"


def _urgence(couple: Couple) -> Dite:
    champ = champ_de_l_urgence(couple)
    if champ is None:
        return None
    qui = couple.qui
    if champ == "pass_iae_fin" and qui.pass_iae_fin is not None:
        return f"Peut commencer vite, et son PASS IAE finit le {jour_en_mots(qui.pass_iae_fin)}.", Champ(champ, "sessions")
    depuis = "" if qui.entree_rsa is None else f"au RSA depuis le {jour_en_mots(qui.entree_rsa)}"
    sans_contrat = ", sans contrat d’engagement signé" if qui.date_cer is None else ""
    return f"Peut commencer vite : {depuis}{sans_contrat}.", Champ(champ, "sessions")


def champ_de_l_urgence(couple: Couple) -> str | None:
    """Date of the person that makes things urgent: the one without which they would be less so.

    Args:
        couple: the pair.

    Returns:
        ``pass_iae_fin`` or ``entree_rsa``, None when nothing presses.
    """
    jour = couple.classement.jour
    sans = {"pass_iae_fin": replace(couple.qui, pass_iae_fin=None), "entree_rsa": replace(couple.qui, entree_rsa=None)}
    degre, champ = min((degre_urgence(qui, jour), champ) for champ, qui in sans.items())
    return champ if degre < degre_urgence(couple.qui, jour) else None


def _priorite(couple: Couple) -> Dite:
    if couple.image.reserve_rsa[couple.rang]:
        return "Réservée aux allocataires du RSA.", Champ(None, "reserve_rsa")
    reservees = int(couple.image.sessions.reservees[couple.sessions].sum())
    if not reservees:
        return None
    dit = "Une place est réservée" if reservees == 1 else f"{reservees} places sont réservées"
    return f"{dit} aux allocataires du RSA.", Champ(None, "sessions")


def _places(couple: Couple) -> Dite:
    libres = int(couple.image.places_libres(couple.classement.jour)[couple.rang])
    return None if libres == INCONNU else (f"{libres} places sont encore libres.", Champ(None, "sessions"))


def _tension(couple: Couple) -> Dite:
    tensions = couple.classement.moteur.referentiel.tensions
    code = max((c for c in couple.metiers if c in tensions), key=lambda c: tensions[c].degre, default=None)
    if code is None:
        return None
    return f"Les employeurs recrutent difficilement pour ce métier : {couple.metier(code)}.", Champ(None, "metiers", (code,))


def _echeance(couple: Couple) -> Dite:
    if couple.debut is not None:
        return f"Commence le {jour_en_mots(couple.debut)}.", Champ(None, "sessions")
    permanente = bool((couple.image.sessions.debut[couple.sessions] == PERMANENTE).any())
    return ("On peut y entrer à tout moment.", Champ(None, "sessions")) if permanente else None


def _fraicheur(couple: Couple) -> Dite:
    verifie = couple.verifie
    return None if verifie is None else (f"Offre vérifiée le {jour_en_mots(verifie)}.", Champ(None, "verifie_le"))


_RAISONS: dict[Part, Callable[[Couple], Dite]] = {
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
