"""Grades of offers for a judged person, from facts and from what was written for that person: never from the score or its parts.

Rules, in order:

1. For each frein, the three nearest offers that lift it: worth 3 when the frein is to be lifted first, 2 when it would be good to lift it on the way.
   The other offers that lift the same frein repeat them: worth 1.
2. An offer of a métier: 3 when its main métier is wanted and its kind is useful now; one less when the kind is for later, one less when the métier is
   only near (a near main métier, or a wanted one that is not the main one); nothing when the kind is out of season.
3. For who has no projet: a discovery that is useful now is worth 2, whatever its métier; one that is for later, 1.
4. Then ceilings. Nothing: a refused métier, farther than one and a half times what the person accepts, mostly at impossible hours, a hard condition
   that the person does not meet. At most 1: beyond what the person accepts, partly at impossible hours, full, or asking for a title that the person
   does not hold.
"""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Iterable, Mapping
from datetime import date

from catalogue.depot import FicheOffre
from catalogue.domaine import (
    Condition,
    Jour,
    NiveauFrancais,
    Offre,
    Operateur,
    Periode,
    Presence,
    TypeApport,
    TypeCondition,
    TypeOffre,
    creneaux,
)
from catalogue.referentiel import Referentiel
from matching.evaluation.appariement.cas import Cas, Jugement
from parcours.domaine import Allocataire
from socle.geo import RAYON_TERRE_KM

BONNE = 2
_TROP_LOIN = 1.5
_MAX, _MIEUX, _PEU = 3, 2, 1
_PAR_FREIN = 3


def juger(cas: Cas, fiches: Iterable[FicheOffre], referentiel: Referentiel, jour: date) -> dict[int, int]:
    """Grade every offer for one person.

    Args:
        cas: the person and the judgement.
        fiches: whole offers.
        referentiel: communes, for distances.
        jour: today.

    Returns:
        Grade 1 to 3 by internal id of the offer; what is worth nothing is left out.
    """
    allocataire, liste = cas.allocataire(), list(fiches)
    plafonds = {f.id: _plafond(cas.juge, allocataire, f.offre, referentiel, jour) for f in liste}
    loin = {f.id: distance_km(allocataire, f.offre, referentiel) or 0.0 for f in liste}
    appuis = _appuis(cas.juge, [f for f in sorted(liste, key=lambda f: (loin[f.id], f.offre.source_id)) if plafonds[f.id]])
    notes = {}
    for fiche in liste:
        interet = max(appuis.get(fiche.id, 0), _par_metier(cas.juge, fiche.offre), _par_curiosite(cas.juge, fiche.offre))
        if min(interet, plafonds[fiche.id]):
            notes[fiche.id] = min(interet, plafonds[fiche.id])
    return notes


def _appuis(juge: Jugement, proches: Iterable[FicheOffre]) -> dict[int, int]:
    """What each offer is worth for the freins it lifts, given those that are nearer."""
    notes: dict[int, int] = {}
    deja: Counter[str] = Counter()
    for fiche in proches:
        for frein, note in ((f.value, n) for freins, n in ((juge.dabord, _MAX), (juge.aussi, _MIEUX)) for f in freins):
            if frein in _leves(fiche.offre):
                notes[fiche.id] = max(notes.get(fiche.id, 0), note if deja[frein] < _PAR_FREIN else _PEU)
                deja[frein] += 1
    return notes


def _leves(offre: Offre) -> set[str]:
    return {a.valeur for a in offre.apports if a.type is TypeApport.FREIN_LEVE and a.valeur}


def _par_metier(juge: Jugement, offre: Offre) -> int:
    saison = _saison(juge, offre.type_offre)
    if not offre.metiers or saison == 0:
        return 0
    if offre.metiers[0] in juge.bons:
        return saison
    proche = offre.metiers[0] in juge.proches or bool(set(offre.metiers) & set(juge.bons))
    return saison - 1 if proche else 0


def _saison(juge: Jugement, genre: TypeOffre) -> int:
    if genre in juge.maintenant:
        return _MAX
    return _MIEUX if genre in juge.ensuite else 0


def _par_curiosite(juge: Jugement, offre: Offre) -> int:
    if not juge.ouvert or offre.type_offre is not TypeOffre.DECOUVERTE:
        return 0
    return max(_saison(juge, offre.type_offre) - 1, 0)


def _plafond(juge: Jugement, allocataire: Allocataire, offre: Offre, referentiel: Referentiel, jour: date) -> int:
    if set(offre.metiers) & set(juge.refus) or infractions(allocataire, offre, jour):
        return 0
    limites = [_par_distance(juge, allocataire, offre, referentiel), _par_horaires(juge, offre)]
    if _complete(offre, jour) or _titre_manquant(juge, offre):
        limites.append(_PEU)
    return min(limites)


def _par_distance(juge: Jugement, allocataire: Allocataire, offre: Offre, referentiel: Referentiel) -> int:
    km = distance_km(allocataire, offre, referentiel)
    if km is None or km <= juge.km:
        return _MAX
    return _PEU if km <= _TROP_LOIN * juge.km else 0


def distance_km(allocataire: Allocataire, offre: Offre, referentiel: Referentiel) -> float | None:
    """Distance from the person's commune to an offer.

    Args:
        allocataire: the person.
        offre: the offer.
        referentiel: communes.

    Returns:
        km as the crow flies, 0 at a distance, None when either place is unknown.
    """
    if offre.presence is Presence.A_DISTANCE:
        return 0.0
    commune = referentiel.communes.get(allocataire.commune or "")
    points = (commune.latitude, commune.longitude, offre.lieu.latitude, offre.lieu.longitude) if commune else (None,)
    if any(p is None for p in points):
        return None
    lat1, lon1, lat2, lon2 = (math.radians(p) for p in points if p is not None)
    corde = math.sin((lat2 - lat1) / 2) ** 2 + math.cos(lat1) * math.cos(lat2) * math.sin((lon2 - lon1) / 2) ** 2
    return 2 * RAYON_TERRE_KM * math.asin(math.sqrt(corde))


def _par_horaires(juge: Jugement, offre: Offre) -> int:
    impossibles = creneaux(juge.pas_jours, tuple(Periode)) | creneaux(tuple(Jour), juge.pas_periodes)
    demandes = offre.creneaux or 0
    if not demandes & impossibles:
        return _MAX
    return 0 if 2 * (demandes & impossibles).bit_count() > demandes.bit_count() else _PEU


def _complete(offre: Offre, jour: date) -> bool:
    ouvertes = [s for s in offre.sessions if s.ouverte(jour)]
    return bool(ouvertes) and all(s.places_libres == 0 for s in ouvertes)


def _titre_manquant(juge: Jugement, offre: Offre) -> bool:
    demandes = {v for c in offre.conditions if c.ferme and c.type is TypeCondition.PREALABLE for v in c.valeurs}
    return bool(demandes - set(juge.acquis))


def infractions(allocataire: Allocataire, offre: Offre, jour: date) -> list[Condition]:
    """Hard conditions that a person is known not to meet, read one by one: an oracle that shares nothing with the engine.

    Args:
        allocataire: the person.
        offre: the offer.
        jour: today; age is judged on the first day of the next session.

    Returns:
        The conditions; an unknown fact breaks none.
    """
    debuts = [s.debut for s in offre.sessions if s.ouverte(jour)]
    etape = min((d or jour for d in debuts), default=jour)
    return [c for c in offre.conditions if c.ferme and _enfreinte(c, allocataire, etape)]


def _enfreinte(condition: Condition, personne: Allocataire, etape: date) -> bool:
    genre, voulu = condition.type, condition.valeurs
    if genre is TypeCondition.AGE and personne.annee_naissance is not None:
        # Before or after the birthday of that year: broken only when both ages break it.
        return all(_hors_borne(etape.year - personne.annee_naissance - avant, int(voulu[0]), condition.operateur) for avant in (0, 1))
    if genre is TypeCondition.NIVEAU and personne.niveau is not None:
        return _hors_borne(personne.niveau, int(voulu[0]), condition.operateur)
    if genre is TypeCondition.FRANCAIS and personne.francais is not None:
        return _hors_borne(personne.francais.rang, NiveauFrancais(voulu[0]).rang, condition.operateur)
    return _manque(genre, voulu, personne)


def _manque(genre: TypeCondition, voulu: tuple[str, ...], personne: Allocataire) -> bool:
    booleens: Mapping[TypeCondition, bool | None] = {
        TypeCondition.VEHICULE: personne.vehicule,
        TypeCondition.INSCRIPTION_FT: personne.inscrit_ft,
        TypeCondition.RSA: True,
    }
    if genre in booleens:
        return booleens[genre] is not None and booleens[genre] is not (voulu[0] in {"oui", "1", "true"})
    if genre is TypeCondition.PERMIS and personne.permis is not None:
        return not {p.value for p in personne.permis} & set(voulu)
    if genre is TypeCondition.ZONE and personne.commune:
        return not {personne.commune, personne.commune[:2], personne.commune[:3], "france"} & set(voulu)
    return False


def _hors_borne(fait: int, seuil: int, operateur: Operateur) -> bool:
    return fait > seuil if operateur is Operateur.AU_PLUS else fait < seuil
