"""Deletion fidelity over the demonstration: take the cited fact away and the score moves; and every reason can be checked in the record."""

from __future__ import annotations

import asyncio
from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from dataclasses import fields, replace
from datetime import date
from typing import Any

import numpy as np
import pytest

from catalogue import depot
from catalogue.depot import FicheOffre
from catalogue.domaine import Offre, Presence, TypeApport
from catalogue.image import Image
from catalogue.recherche import Moteur
from catalogue.seances import INCONNU
from etl import demonstration
from matching.classement import Classement, classer
from matching.eligibilite import Statut
from matching.explication import Raison, expliquer, pourquoi_pas_plus_haut
from matching.explication.raison import Couple, en_km
from matching.score import Part
from parcours.domaine import Allocataire
from socle.base import ouvrir
from socle.geo import distances_km

JOUR = date(2026, 11, 23)
VISIBLES = (Statut.ELIGIBLE, Statut.A_VERIFIER)
CHAMPS_PERSONNE = {f.name: f.default for f in fields(Allocataire)}
CHAMPS_OFFRE = {f.name for f in fields(Offre)}

Dite = tuple[int, int, Raison]


@pytest.fixture(scope="module")
def classement(moteur: Moteur) -> Classement:
    """Everybody of the demonstration."""
    return classer(demonstration.allocataires(JOUR), moteur, JOUR)


@pytest.fixture(scope="module")
def dites(classement: Classement) -> list[Dite]:
    """Every reason of the first ten offers of everybody."""
    gens = range(len(classement.profils))
    couples = [(i, int(rang)) for i in gens for rang in classement.ordre(i, VISIBLES)[:10]]
    return [(i, rang, raison) for i, rang in couples for raison in expliquer(classement, i, rang).raisons]


def sans_le_fait(qui: Allocataire, raison: Raison) -> Allocataire:
    """The person without the cited fact; where the sentence speaks of an absence (no projet yet), with something instead."""
    champ = raison.champ.personne
    assert champ is not None
    valeur = getattr(qui, champ)
    if champ == "projet" and not valeur:
        return replace(qui, projet="devenir fleuriste")
    cites = raison.champ.valeurs
    reste: Any = tuple(v for v in valeur if v not in cites) if cites and isinstance(valeur, tuple) else CHAMPS_PERSONNE[champ]
    return replace(qui, **{champ: reste})


def image_sans(image: Image, champ: str) -> Image:
    """The picture without a field of the offers, all of them at once: each is looked at alone."""
    nuls = np.full(len(image.sessions.offre), INCONNU, dtype=np.int32)
    sans: dict[str, dict[str, Any]] = {
        "reserve_rsa": {"reserve_rsa": np.zeros(len(image), dtype=np.bool_)},
        "verifie_le": {"verifie": np.zeros(len(image), dtype=np.int32)},
        "presence": {"presences": np.full(len(image), list(Presence).index(Presence.SUR_PLACE), dtype=np.int8)},
        "metiers": {"metiers_debut": np.zeros(len(image) + 1, dtype=np.int32), "metiers": image.metiers[:0]},
        "sessions": {"sessions": replace(image.sessions, libres=nuls, places=nuls, reservees=np.zeros_like(nuls), debut=nuls * 0)},
    }
    return replace(image, **sans[champ])


def bouge(classement: Classement, dites: list[Dite]) -> dict[int, bool]:
    """For each reason, whether the score of the pair moves once its fact is gone."""
    avant, moteur, gens = classement.scores.total, classement.moteur, classement.profils.personnes
    personnelles = [(k, dite) for k, dite in enumerate(dites) if dite[2].champ.personne is not None]
    apres = classer([sans_le_fait(gens[i], raison) for _, (i, _, raison) in personnelles], moteur, JOUR).scores.total
    bouges = {k: bool(apres[ligne, rang] != avant[i, rang]) for ligne, (k, (i, rang, _)) in enumerate(personnelles)}
    for champ in {raison.champ.offre for _, _, raison in dites if raison.champ.personne is None}:
        sans = classer(gens, replace(moteur, image=image_sans(moteur.image, champ)), JOUR).scores.total
        concernees = [(k, d) for k, d in enumerate(dites) if d[2].champ.personne is None and d[2].champ.offre == champ]
        bouges |= {k: bool(sans[i, rang] != avant[i, rang]) for k, (i, rang, _) in concernees}
    return bouges


def test_sans_le_fait_cite_le_score_bouge(classement: Classement, dites: list[Dite]) -> None:
    echantillon = dites[::4]
    bouges = bouge(classement, echantillon)
    assert len(bouges) == len(echantillon) > 1500
    immobiles = Counter(str(echantillon[k][2].part) for k, vrai in bouges.items() if not vrai)
    assert sum(bouges.values()) >= 0.95 * len(bouges), immobiles


def fiches(url: str, ids: list[int]) -> dict[int, FicheOffre]:
    """The record of each offer, as the pages read it."""

    async def lire() -> dict[int, FicheOffre]:
        bassin = await ouvrir(url, taille=1)
        async with bassin.acquire() as connexion:
            lues = await depot.fiches(connexion, ids)
        await bassin.close()
        return lues

    with ThreadPoolExecutor(1) as fil:
        return fil.submit(asyncio.run, lire()).result()


def verifiable(raison: Raison, qui: Allocataire, offre: Offre, couple: Couple) -> bool:
    """Whether the record of the person and that of the offer say what the sentence says."""
    champ = raison.champ
    if champ.offre not in CHAMPS_OFFRE or (champ.personne is not None and champ.personne not in CHAMPS_PERSONNE):
        return False
    if champ.personne is not None and champ.personne != "projet" and not getattr(qui, champ.personne):
        return False
    if champ.offre == "metiers":
        return bool(set(champ.valeurs) & set(offre.metiers)) and (champ.personne is None or champ.valeurs[0] in qui.metiers)
    if champ.personne == "freins":
        leves = {a.valeur for a in offre.apports if a.type is TypeApport.FREIN_LEVE}
        return raison.part is Part.ETAPE or (set(champ.valeurs) <= leves and set(champ.valeurs) <= {f.value for f in qui.freins})
    if champ.offre == "sessions":
        ouvertes = [s for s in offre.sessions if s.ouverte(JOUR)]
        nombres = {str(sum(s.places_libres or 0 for s in ouvertes)), str(sum(s.places_reservees for s in ouvertes)), "Une"}
        return bool(ouvertes) and (raison.part not in {Part.PLACES, Part.PRIORITE} or raison.texte.split()[0] in nombres)
    if champ.offre == "lieu":
        return _lieu_verifiable(raison, offre, couple)
    faits = {"reserve_rsa": offre.reserve_rsa, "presence": offre.presence is Presence.A_DISTANCE, "verifie_le": offre.verifie_le is not None}
    return faits.get(champ.offre, bool(getattr(offre, champ.offre)))


def _lieu_verifiable(raison: Raison, offre: Offre, couple: Couple) -> bool:
    commune = couple.classement.moteur.referentiel.communes[couple.qui.commune or ""]
    if offre.lieu.latitude is None or offre.lieu.longitude is None or commune.nom.removeprefix("Le ") not in raison.texte:
        return False
    point = np.array([[offre.lieu.latitude], [offre.lieu.longitude]], dtype=np.float32)
    km = float(distances_km(point[0], point[1], commune.latitude or 0, commune.longitude or 0)[0])
    return en_km(km) in raison.texte or km < 0.1


def test_chaque_raison_se_verifie_dans_la_fiche(classement: Classement, dites: list[Dite], url_demonstration: str) -> None:
    image, gens = classement.moteur.image, classement.profils.personnes
    lues = fiches(url_demonstration, [int(i) for i in image.ids])
    fausses = [
        (raison.texte, gens[i].identifiant, image.titres[rang])
        for i, rang, raison in dites
        if not verifiable(raison, gens[i], lues[int(image.ids[rang])].offre, Couple(classement, i, rang))
    ]
    assert fausses == []
    assert len(dites) > 6000
    # The sentences are not always the same ones.
    assert len({raison.texte for _, _, raison in dites}) > 300
    assert {raison.part for _, _, raison in dites} >= {Part.METIER, Part.TRAJET, Part.HORAIRES, Part.FREINS, Part.ETAPE, Part.PRIORITE}


def test_une_offre_sans_metier_n_est_jamais_dite_proche_du_projet(classement: Classement, dites: list[Dite]) -> None:
    sans_metier = np.diff(classement.moteur.image.metiers_debut) == 0
    sur_elles = {raison.part for _, rang, raison in dites if sans_metier[rang]}
    assert Part.FREINS in sur_elles
    assert Part.METIER not in sur_elles


def test_pourquoi_pas_plus_haut_ne_dit_jamais_un_score(classement: Classement) -> None:
    for i in range(0, len(classement.profils), 10):
        for rang in classement.ordre(i, VISIBLES)[5:40:5].tolist():
            dites = pourquoi_pas_plus_haut(classement, i, rang)
            assert len(dites) <= 3
            for raison in dites:
                assert "%" not in raison.texte
                assert "score" not in raison.texte.lower()
                assert raison.champ.offre in CHAMPS_OFFRE
                assert raison.champ.personne is None or raison.champ.personne in CHAMPS_PERSONNE


def test_une_part_qui_coute_est_bien_plus_basse_que_chez_les_premieres(classement: Classement) -> None:
    parts = classement.scores.parts
    for i in range(0, len(classement.profils), 10):
        premieres = classement.ordre(i, VISIBLES)[:3]
        for rang in classement.ordre(i, VISIBLES)[5:40:5].tolist():
            for raison in pourquoi_pas_plus_haut(classement, i, rang):
                if raison.part is not None:
                    assert parts[raison.part][i, rang] < parts[raison.part][i, premieres].mean()


def test_le_statut_et_les_phrases_disent_la_meme_chose(classement: Classement) -> None:
    statuts: Counter[Statut] = Counter()
    for i in range(0, len(classement.profils), 15):
        for rang in range(i % 5, len(classement.moteur.image), 5):
            lue = expliquer(classement, i, rang)
            doutes = [point for point in lue.a_verifier if not point.startswith("Le trajet")]
            attendu = {
                Statut.ELIGIBLE: not lue.manque and not doutes,
                Statut.A_VERIFIER: not lue.manque and bool(doutes),
                Statut.PRESQUE: len(lue.manque) == 1,
                Statut.NON_ELIGIBLE: bool(lue.manque),
            }
            assert attendu[lue.statut], (lue.statut, lue.manque, lue.a_verifier)
            statuts[lue.statut] += 1
    assert len(statuts) == len(Statut)
