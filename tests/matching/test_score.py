"""The score: each part alone, against a naive judge that takes one pair at a time, and sums that are exact."""

from __future__ import annotations

import math
from collections.abc import Callable
from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from catalogue.depot import LignesImage, Tension
from catalogue.domaine import Frein, Jour, Metier, Periode, Presence, creneaux
from catalogue.image import Image, construire
from catalogue.referentiel import Referentiel
from matching.bancs import invention
from matching.deplacement import minutes, mode, rayon
from matching.profils import Profils
from matching.score import TOTAL, UNITE, Part, Scores, poids, scorer
from matching.score.temps import DECALES
from models.encodeur import Encodeur, arrondir
from parcours.domaine import Allocataire, MoyenTransport, Orientation
from socle.geo import distances_km

JOUR = date(2026, 11, 23)
CRETEIL, IVRY, LOIN = "94028", "94041", "94074"
MATIN = creneaux(tuple(Jour)[:5], (Periode.MATIN,))
SOIR = creneaux(tuple(Jour)[:5], (Periode.SOIR,))
VIDE: dict[str, Any] = {
    "titre": "Offre",
    "description": "",
    "structure_id": None,
    "structure": None,
    "publics": [],
    "reserve_rsa": False,
    "date_limite": None,
    "code_insee": None,
    "latitude": None,
    "longitude": None,
    "presence": "sur_place",
    "creneaux": None,
    "verifie_le": None,
    "details": {},
    "type_structure": None,
}


@pytest.fixture(scope="module")
def lu() -> Referentiel:
    """Four métiers: two of a family, one of the same domain, one linked from elsewhere; three communes."""
    fiches = {c: Metier(c, f"Métier {c}", parent) for c, parent in (("D1101", "D1101"), ("D1102", "D1101"), ("D1103", "D1103"), ("K2204", "K2204"))}
    points = {CRETEIL: (48.79, 2.455), IVRY: (48.813, 2.388), LOIN: (48.70, 2.55)}
    communes = {c: replace(invention.referentiel(1).communes["94001"], code_insee=c, latitude=lat, longitude=lon) for c, (lat, lon) in points.items()}
    return Referentiel(fiches, {"D1101": ("K2204",)}, communes, {}, {}, {"D1101": Tension("D1101", 5, JOUR), "K2204": Tension("K2204", 1, JOUR)})


def personne(**champs: Any) -> Allocataire:
    return Allocataire("x", "A", "B", "test", "1", **champs)


def image(lu: Referentiel, offres: list[dict[str, Any]], encodeur: Encodeur | None = None) -> Image:
    """A picture of offers, each with its own ``metiers``, ``freins`` and ``sessions``."""
    lignes = LignesImage([], [], [], [], [])
    for i, offre in enumerate(offres, 1):
        lignes.offres.append({**VIDE, "id": i, "identifiant": f"o{i}", "type_offre": "recrutement", **offre})  # type: ignore[arg-type]
        lignes.metiers.extend({"offre_id": i, "code_rome": c} for c in offre.get("metiers", ()))  # type: ignore[misc]
        lignes.freins.extend({"offre_id": i, "frein": f} for f in offre.get("freins", ()))  # type: ignore[misc]
        for rang, session in enumerate(offre.get("sessions", ())):
            vierge = {"debut": None, "fin": None, "date_limite": None, "places": None, "places_reservees": 0, "places_tenues": 0, "places_prises": 0}
            lignes.sessions.append({"id": 10 * i + rang, "offre_id": i, "demandes": 0, **vierge, **session})  # type: ignore[arg-type]
    return construire(lignes, lu, encodeur)


def parts(qui: Allocataire, lu: Referentiel, *offres: dict[str, Any], encodeur: Encodeur | None = None) -> Callable[[Part], list[float]]:
    profils = Profils.construire([qui], lu, encodeur)
    scores = scorer(profils, image(lu, list(offres), encodeur), lu, 1.0 if encodeur is None else encodeur.plancher, JOUR)
    return lambda part: [round(float(v), 3) for v in scores.parts[part][0]]


def test_metier_par_le_rome(lu: Referentiel) -> None:
    offres = [{"metiers": [c]} for c in ("D1101", "K2204", "D1102", "D1103")]
    proche = parts(personne(metiers=("D1101",)), lu, *offres, {"metiers": ["D1103", "D1101"]})(Part.METIER)
    assert proche == [*sorted(proche[:4], reverse=True), proche[0]]
    assert len(set(proche[:4])) == 4
    assert parts(personne(), lu, *offres)(Part.METIER) == [0, 0, 0, 0]


def test_une_offre_sans_metier_n_est_ni_proche_ni_loin(lu: Referentiel, encodeur: Encodeur) -> None:
    """Neutral whatever its words and whoever it is for; the closeness of its words is kept, for the candidates."""
    sans = ({"type_offre": "appui", "titre": "Cuisine pour tous"}, {"titre": "Soudeur à l’arc"})
    for qui in (personne(), personne(metiers=("D1101",)), personne(projet="faire la cuisine")):
        assert parts(qui, lu, *sans, encodeur=encodeur)(Part.METIER) == [0.5, 0.5]
    profils = Profils.construire([personne(projet="faire la cuisine")], lu, encodeur)
    proches = scorer(profils, image(lu, list(sans), encodeur), lu, encodeur.plancher, JOUR).proches[0]
    assert proches[0] > 0 == proches[1]


def test_metier_par_le_sens(lu: Referentiel, encodeur: Encodeur) -> None:
    offres = ({"titre": "Cuisinier de cantine", "metiers": ["D1103"]}, {"titre": "Soudeur à l’arc", "metiers": ["D1103"]})
    voulu = parts(personne(projet="faire la cuisine dans une cantine"), lu, *offres, encodeur=encodeur)(Part.METIER)
    vecu = parts(personne(experience="faire la cuisine dans une cantine"), lu, *offres, encodeur=encodeur)(Part.METIER)
    su = parts(personne(competences=("faire la cuisine dans une cantine",)), lu, *offres, encodeur=encodeur)(Part.METIER)
    assert voulu[0] > vecu[0] > su[0] > 0 == voulu[1]


def test_une_longue_liste_de_competences_ne_vaut_pas_plus(lu: Referentiel, encodeur: Encodeur) -> None:
    def part(*competences: str) -> float:
        return parts(personne(competences=competences), lu, {"titre": "Cuisinier de cantine"}, encodeur=encodeur)(Part.COMPETENCES)[0]

    assert part() == part("soudure") == 0.5
    assert part("cuisine de cantine") > 0.5
    assert part("cuisine de cantine", "soudure", "couture", "peinture") <= part("cuisine de cantine")


def test_trajet_selon_le_moyen(lu: Referentiel) -> None:
    offres = [{"latitude": c.latitude, "longitude": c.longitude} for c in (lu.communes[x] for x in (CRETEIL, IVRY, LOIN))]
    par_moyen = {m: parts(personne(commune=CRETEIL, moyen_transport=m), lu, *offres)(Part.TRAJET) for m in MoyenTransport}
    for pres, moyen, loin in par_moyen.values():
        assert pres > moyen > loin
    assert par_moyen[MoyenTransport.A_PIED][1] < par_moyen[MoyenTransport.VELO][1] < par_moyen[MoyenTransport.VOITURE][1]
    large = parts(personne(commune=CRETEIL, moyen_transport=MoyenTransport.A_PIED, rayon_km=10.0), lu, *offres)(Part.TRAJET)
    assert large[1] > par_moyen[MoyenTransport.A_PIED][1]
    gene = parts(personne(commune=CRETEIL, freins=(Frein.MOBILITE,)), lu, *offres)(Part.TRAJET)
    assert gene[2] < parts(personne(commune=CRETEIL), lu, *offres)(Part.TRAJET)[2]


def test_trajet_inconnu_ou_sans_trajet(lu: Referentiel) -> None:
    a_distance = {"presence": "a_distance"}
    assert parts(personne(), lu, {"latitude": 48.8, "longitude": 2.4}, a_distance)(Part.TRAJET) == [0.5, 1]
    assert parts(personne(commune=CRETEIL), lu, {}, a_distance)(Part.TRAJET) == [0.5, 1]


def test_minutes_et_rayons_se_repondent() -> None:
    for moyen in MoyenTransport:
        assert float(minutes(np.array(rayon(moyen)), moyen)) == pytest.approx(45)
    assert np.isnan(minutes(np.array(np.nan), MoyenTransport.VELO))
    assert mode(None, True) is MoyenTransport.VOITURE
    assert mode(None, None) is mode(None, False) is MoyenTransport.TRANSPORTS
    assert mode(MoyenTransport.VELO, True) is MoyenTransport.VELO


def test_horaires_et_garde_d_enfants(lu: Referentiel) -> None:
    offres = ({"creneaux": MATIN}, {"creneaux": MATIN | SOIR}, {"creneaux": SOIR}, {})
    assert parts(personne(disponibilites=MATIN), lu, *offres)(Part.HORAIRES) == [1, 0.5, 0, 0.5]
    assert parts(personne(), lu, *offres)(Part.HORAIRES) == [0.5] * 4
    for qui in (personne(freins=(Frein.GARDE_ENFANTS,)), personne(publics=("familles",))):
        assert parts(qui, lu, *offres)(Part.HORAIRES) == [0.5, 0.25, 0, 0.5]


def test_freins_leves_ou_aggraves(lu: Referentiel) -> None:
    leve, soir, distance = {"freins": ["langue"]}, {"creneaux": SOIR}, {"presence": "a_distance"}
    assert parts(personne(freins=(Frein.LANGUE,)), lu, leve, soir, distance)(Part.FREINS) == [1, 0.5, 0.5]
    for frein in (Frein.GARDE_ENFANTS, Frein.AIDANT):
        assert parts(personne(freins=(frein,)), lu, leve, soir, {"creneaux": MATIN})(Part.FREINS) == [0.5, 0.15, 0.5]
    assert parts(personne(freins=(Frein.NUMERIQUE,)), lu, distance, {**distance, "freins": ["numerique"]})(Part.FREINS) == [0.15, 1]
    assert parts(personne(), lu, leve, soir, distance)(Part.FREINS) == [0.5] * 3


def test_etape_decouvrir_avant_de_se_former_avant_de_travailler(lu: Referentiel) -> None:
    offres = [{"type_offre": t} for t in ("decouverte", "formation", "recrutement")]
    decouvrir, former, travailler = parts(personne(), lu, *offres)(Part.ETAPE)
    assert decouvrir > former > travailler
    decouvrir, former, travailler = parts(personne(projet="être cariste"), lu, *offres)(Part.ETAPE)
    assert travailler > former > decouvrir
    eloigne = personne(projet="être cariste", orientation=Orientation.RUS_ELOIGNE, freins=(Frein.SANTE,))
    aide, autre_aide, travail = parts(
        eloigne, lu, {"type_offre": "appui", "freins": ["sante"]}, {"type_offre": "appui", "freins": ["langue"]}, {"type_offre": "recrutement"}
    )(Part.ETAPE)
    assert aide == 1
    assert travail > autre_aide == 0.1


@pytest.mark.parametrize(
    ("champs", "urgent"),
    [
        ({}, False),
        ({"pass_iae_fin": JOUR + timedelta(days=20)}, True),
        ({"pass_iae_fin": JOUR + timedelta(days=400)}, False),
        ({"pass_iae_fin": JOUR - timedelta(days=3)}, False),
        ({"entree_rsa": JOUR - timedelta(days=90)}, True),
        ({"entree_rsa": JOUR - timedelta(days=90), "date_cer": JOUR}, False),
        ({"entree_rsa": JOUR - timedelta(days=10)}, False),
        ({"entree_rsa": JOUR - timedelta(days=800), "date_cer": JOUR}, True),
    ],
)
def test_urgence(lu: Referentiel, champs: dict[str, Any], urgent: bool) -> None:
    bientot, tard = {"sessions": [{"debut": JOUR + timedelta(days=3)}]}, {"sessions": [{"debut": JOUR + timedelta(days=119)}]}
    presse = {"date_limite": JOUR + timedelta(days=5), "sessions": [{"debut": JOUR + timedelta(days=119)}]}
    pres, loin, limite = parts(personne(**champs), lu, bientot, tard, presse)(Part.URGENCE)
    assert (pres > 0.5 > loin) == urgent
    assert pres == limite
    assert urgent or pres == loin == 0.5


def test_places_contre_la_demande(lu: Referentiel) -> None:
    sessions: list[dict[str, Any]] = [
        {"places": 6},
        {"places": 6, "demandes": 12},
        {"places": 60, "demandes": 12},
        {"places": 1},
        {"places": 6, "places_prises": 6},
        {"demandes": 40},
    ]
    libre, attendue, large, une, pleine, inconnue = parts(personne(), lu, *({"sessions": [s]} for s in sessions))(Part.PLACES)
    assert (libre, large, une, pleine, inconnue) == (1, 1, 0.167, 0, 0.5)
    assert attendue == pytest.approx(6 / 13, abs=1e-3)


def test_priorite_au_rsa(lu: Referentiel) -> None:
    reservee, places, iae, autre = parts(
        personne(), lu, {"reserve_rsa": True}, {"sessions": [{"places": 5, "places_reservees": 2}]}, {"type_offre": "iae"}, {}
    )(Part.PRIORITE)
    assert reservee > places > iae > autre


def test_tension_datee(lu: Referentiel) -> None:
    offres = ({"metiers": ["D1101"]}, {"metiers": ["K2204"]}, {"metiers": ["K2204", "D1101"]}, {"metiers": ["D1103"]}, {})
    assert parts(personne(), lu, *offres)(Part.TENSION) == [1, 0, 1, 0.5, 0.5]
    ancien = replace(lu, tensions={c: replace(t, jour=JOUR - timedelta(days=6 * 365)) for c, t in lu.tensions.items()})
    fort, faible, *_ = parts(personne(), ancien, *offres)(Part.TENSION)
    assert 0.5 < fort < 1
    assert 0 < faible < 0.5
    oublie = replace(lu, tensions={c: replace(t, jour=date(2000, 1, 1)) for c, t in lu.tensions.items()})
    assert parts(personne(), oublie, *offres)(Part.TENSION) == [0.5] * 5


def test_echeance_et_fraicheur(lu: Referentiel) -> None:
    jours = [JOUR + timedelta(days=d) for d in (7, 30, 119)]
    semaine, mois, loin, sans = parts(personne(), lu, *({"sessions": [{"debut": j}]} for j in jours), {})(Part.ECHEANCE)
    assert (semaine, sans) == (1, 0.5)
    assert semaine > mois > loin
    ages = [{"verifie_le": JOUR - timedelta(days=d)} for d in (1, 100, 300)]
    assert parts(personne(), lu, *ages, {})(Part.FRAICHEUR) == [1, 0.533, 0, 0.5]


def naif(qui: Allocataire, profil: Profils, rang: int, photo: Image, o: int, lu: Referentiel) -> dict[Part, float]:
    """The parts that depend on both, one pair at a time, in the plainest words."""
    mode_choisi = mode(qui.moyen_transport, qui.vehicule)
    commune = lu.communes.get(qui.commune or "")
    km = math.nan
    if commune is not None and commune.latitude is not None and commune.longitude is not None:
        km = float(
            distances_km(photo.latitudes[o : o + 1], photo.longitudes[o : o + 1], float(profil.latitudes[rang]), float(profil.longitudes[rang]))[0]
        )
    budget = 45.0 if qui.rayon_km is None else float(minutes(np.array(qui.rayon_km), mode_choisi))
    budget *= 0.6 if Frein.MOBILITE in qui.freins else 1
    trajet = math.exp(-((float(minutes(np.array(km), mode_choisi)) / budget) ** 2))
    a_distance = list(Presence)[photo.presences[o]] is Presence.A_DISTANCE
    semaine = max(int(photo.creneaux[o]), 0)
    tard = semaine & DECALES
    enfants = Frein.GARDE_ENFANTS in qui.freins or "familles" in qui.publics
    if not semaine:
        horaires = 0.5
    elif qui.disponibilites is None:
        horaires = 0.5 * (1 - (tard.bit_count() / semaine.bit_count() if enfants else 0))
    else:
        horaires = (semaine & qui.disponibilites).bit_count() / semaine.bit_count()
    leves = {f for i, f in enumerate(Frein) if int(photo.freins[o]) >> i & 1} & set(qui.freins)
    pire = ({Frein.GARDE_ENFANTS, Frein.AIDANT} & set(qui.freins) and tard) or (Frein.NUMERIQUE in qui.freins and a_distance)
    return {
        Part.TRAJET: 1.0 if a_distance else 0.5 if math.isnan(trajet) else trajet,
        Part.HORAIRES: horaires,
        Part.FREINS: 1.0 if leves else 0.15 if pire else 0.5,
        Part.METIER: _metier(qui, profil, rang, photo, o, lu),
    }


PLANCHER = 0.4887


def _metier(qui: Allocataire, profil: Profils, rang: int, photo: Image, o: int, lu: Referentiel) -> float:
    offerts = [photo.codes_rome[m] for m in photo.metiers[photo.metiers_debut[o] : photo.metiers_debut[o + 1]]]
    if not offerts:
        return 0.5
    rome = 0.0
    for voulu in qui.metiers:
        for offert in offerts:
            if voulu == offert:
                rome = max(rome, 1.0)
            elif offert in lu.voisins.get(voulu, ()):
                rome = max(rome, 0.4375)
            if voulu[:3] == offert[:3]:
                meme = lu.metiers[voulu].code_rome_parent == lu.metiers[offert].code_rome_parent
                rome = max(rome, 0.375 if meme else 0.25)
    proche = 0.0
    for vecteurs, part in ((profil.projets, 1.0), (profil.experiences, 0.8), (profil.competences, 0.6)):
        cosinus = float(arrondir(vecteurs[rang]).astype(float) @ photo.vecteurs_rapproches[o].astype(float))
        proche = max(proche, part * max(cosinus - PLANCHER, 0) / (1 - PLANCHER))
    return min(0.55 * rome + 0.45 * proche if qui.metiers else proche, 1.0)


def test_cinq_mille_couples_comme_le_juge_naif(encodeur: Encodeur) -> None:
    invente = invention.referentiel(7, metiers=40)
    photo = construire(invention.lignes(7, 100, invente, JOUR), invente, encodeur)
    gens = invention.personnes(7, 50, invente, JOUR)
    profils = Profils.construire(gens, invente, encodeur)
    scores = scorer(profils, photo, invente, PLANCHER, JOUR)
    for rang, qui in enumerate(gens):
        for o in range(len(photo)):
            for part, attendu in naif(qui, profils, rang, photo, o, invente).items():
                assert abs(float(scores.parts[part][rang, o]) - attendu) <= 0.51 / UNITE + 2e-5, (part, rang, o)
    _verifier_les_sommes(scores)


def _verifier_les_sommes(scores: Scores) -> None:
    entiers = sum(np.rint(scores.parts[part].astype(float) * UNITE) * poids().milliemes(part) for part in Part)
    assert np.array_equal(entiers, np.rint(scores.total.astype(float) * TOTAL))
    for valeurs in scores.parts.values():
        assert valeurs.min() >= 0
        assert valeurs.max() <= 1
        assert np.array_equal(valeurs * UNITE, np.rint(valeurs * UNITE))


def test_l_inconnu_vaut_le_neutre(lu: Referentiel, encodeur: Encodeur) -> None:
    """Of somebody of whom nothing is known, for an offer of which nothing is: no part rewards or punishes."""
    valeurs = parts(personne(), lu, {"type_offre": "recrutement"}, encodeur=encodeur)
    sans_fait = [part for part in Part if part not in {Part.ETAPE, Part.PRIORITE}]
    assert {part: valeurs(part)[0] for part in sans_fait} == dict.fromkeys(sans_fait, 0.5)


def test_les_poids_font_un(tmp_path: Path) -> None:
    assert sum(poids().milliemes(part) for part in Part) == 1000
    assert min(poids().parts.values()) > 0
    ecrits = "\n".join(f"{part.value} = {0.1 if part is Part.METIER else 0.05}" for part in Part)
    fautif = tmp_path / "poids.toml"
    fautif.write_text(f'version = "x"\n[parts]\n{ecrits}\n', encoding="utf-8")
    with pytest.raises(ValueError, match="font 1"):
        poids(fautif)
    fautif.write_text('version = "x"\n[parts]\nmetier = 1.0\n', encoding="utf-8")
    with pytest.raises(KeyError):
        poids(fautif)
