"""The search over the demonstration: exact filters, facets that add up, stable pages, and a degraded mode that says so."""

from __future__ import annotations

import asyncio
from dataclasses import replace
from datetime import date, timedelta

import numpy as np
import pytest

from catalogue.domaine import Frein, Presence, TypeOffre
from catalogue.image import PERMANENTE, construire
from catalogue.recherche import Facette, Filtres, Moteur, Requete
from catalogue.suggestion import IndexMetiers
from catalogue.vivant import CatalogueVivant, charger
from models.encodeur import Encodeur
from socle.base import Bassin, ouvrir, transaction
from socle.ecoute import notifier

JOUR = date(2026, 11, 23)
TOUT = 10_000


def rangs(moteur: Moteur, requete: Requete) -> list[int]:
    return moteur.chercher(replace(requete, par_page=TOUT), JOUR).rangs.tolist()


@pytest.mark.parametrize(
    ("texte", "mots"),
    [
        ("magazinier", "magasin"),
        ("ASH", "hospitalier"),
        ("cariste CACES 1 3 5", "cariste"),
        ("garde d'enfants", "enfants"),
        ("permis B", "permis"),
        ("apprendre le français", "français"),
        ("jardinier", "espaces verts"),
    ],
)
def test_les_premieres_offres_repondent(moteur: Moteur, texte: str, mots: str) -> None:
    premiers = rangs(moteur, Requete(texte))[:5]
    libelles = [
        " ".join([moteur.image.titres[r], *(moteur.referentiel.metiers[moteur.image.codes_rome[m]].libelle for m in metiers(moteur, r))]).lower()
        for r in premiers
    ]
    assert sum(mots in libelle for libelle in libelles) >= min(3, len(premiers)), libelles


def metiers(moteur: Moteur, rang: int) -> list[int]:
    image = moteur.image
    return image.metiers[image.metiers_debut[rang] : image.metiers_debut[rang + 1]].tolist()


FILTRES = [
    Filtres(types=frozenset({TypeOffre.FORMATION})),
    Filtres(reserve_rsa=True),
    Filtres(avec_places=True),
    Filtres(freins=frozenset({Frein.MOBILITE})),
    Filtres(presences=frozenset({Presence.A_DISTANCE, Presence.MIXTE})),
    Filtres(commune="94028", rayon_km=4),
    Filtres(du=date(2026, 12, 1), au=date(2026, 12, 20)),
    Filtres(sans_permis=True),
]


@pytest.mark.parametrize("filtres", FILTRES)
@pytest.mark.parametrize("texte", ["", "aide à domicile", "cuisine"])
def test_filtrer_ne_perd_ni_n_invente_rien(moteur: Moteur, filtres: Filtres, texte: str) -> None:
    """Filter first, search exactly afterwards: the filtered list is the unfiltered one without what the filter refuses."""
    seuls = set(rangs(moteur, Requete("", filtres)))
    ensemble = rangs(moteur, Requete(texte))
    assert rangs(moteur, Requete(texte, filtres)) == [r for r in ensemble if r in seuls]


def test_les_facettes_disent_ce_que_donnera_chaque_case(moteur: Moteur) -> None:
    base = Requete("cuisine", Filtres(types=frozenset({TypeOffre.RECRUTEMENT, TypeOffre.FORMATION})))
    resultats = moteur.chercher(base, JOUR)
    for valeur, nombre in resultats.facettes[Facette.TYPE]:
        seul = replace(base, filtres=replace(base.filtres, types=frozenset({TypeOffre(valeur)})))
        assert moteur.chercher(seul, JOUR).total == nombre > 0
    for valeur, nombre in resultats.facettes[Facette.METIER]:
        assert moteur.chercher(replace(base, filtres=replace(base.filtres, metiers=frozenset({valeur}))), JOUR).total == nombre


def test_sans_mots_les_facettes_sont_exactes(moteur: Moteur) -> None:
    resultats = moteur.chercher(Requete(), JOUR)
    assert sum(n for _, n in resultats.facettes[Facette.TYPE]) == resultats.total
    for valeur, nombre in resultats.facettes[Facette.TERRITOIRE]:
        assert moteur.chercher(Requete(filtres=Filtres(territoires=frozenset({valeur}))), JOUR).total == nombre


def test_les_pages_se_suivent(moteur: Moteur) -> None:
    entier = rangs(moteur, Requete("aide"))
    par_pages = [r for page in range(1, 40) for r in moteur.chercher(Requete("aide", page=page, par_page=7), JOUR).rangs.tolist()]
    assert par_pages == entier
    assert len(set(entier)) == len(entier)


def test_les_offres_qui_ressemblent_sont_vivantes_et_les_plus_proches(moteur: Moteur) -> None:
    image, vivantes = moteur.image, moteur.image.vivantes(JOUR)
    for rang in range(0, len(image), 37):
        proches = moteur.proches(int(image.ids[rang]), 3, JOUR).tolist()
        cosinus = np.where(vivantes & (np.arange(len(image)) != rang), image.vecteurs @ image.vecteurs[rang], -np.inf)
        assert rang not in proches
        assert vivantes[proches].all()
        assert np.allclose(cosinus[proches], np.sort(cosinus)[::-1][:3], atol=1e-5)
    assert moteur.proches(-1, 3, JOUR).tolist() == []


def test_la_meme_recherche_donne_toujours_la_meme_liste(moteur: Moteur) -> None:
    assert rangs(moteur, Requete("menage le matin")) == rangs(moteur, Requete("menage le matin"))


def test_ce_qui_est_passe_ne_se_montre_plus(moteur: Moteur) -> None:
    image = moteur.image
    dans_un_an = JOUR + timedelta(days=365)
    restantes = image.vivantes(dans_un_an)
    datees = np.zeros(len(image), dtype=bool)
    datees[image.sessions.offre] = True
    permanentes = np.zeros(len(image), dtype=bool)
    permanentes[image.sessions.offre[image.sessions.debut == PERMANENTE]] = True
    assert restantes.sum() < image.vivantes(JOUR).sum()
    assert not (restantes & datees & ~permanentes).any()


async def test_sans_modele_la_recherche_va_par_les_mots_et_le_dit(url_demonstration: str) -> None:
    bassin = await ouvrir(url_demonstration, taille=1)
    try:
        degrade = await charger(bassin, None)
    finally:
        await bassin.close()
    resultats = degrade.chercher(Requete("magazinier"), JOUR)
    assert resultats.degrade
    assert resultats.total > 0


def test_un_catalogue_vide_se_cherche(moteur: Moteur, encodeur: Encodeur) -> None:
    from catalogue.depot import LignesImage

    vide = construire(LignesImage([], [], [], [], []), moteur.referentiel, encodeur)
    seul = Moteur(vide, moteur.referentiel, IndexMetiers.construire([], encodeur), encodeur)
    resultats = seul.chercher(Requete("cuisine"), JOUR)
    assert resultats.total == 0
    assert not resultats.degrade


async def test_un_changement_se_voit_sans_redemarrer(base: Bassin, encodeur: Encodeur) -> None:
    async with CatalogueVivant.ouvrir(base, encodeur) as vivant:
        assert len(vivant.moteur.image) == 0
        await asyncio.wait_for(vivant.change.wait(), 5)
        vivant.change.clear()
        async with transaction(base) as connexion:
            await connexion.execute(
                "INSERT INTO offre (identifiant, source, source_id, type_offre, titre, presence, details, etat, empreinte) "
                "VALUES ('aaaaaaaaaaaa', 's', '1', 'appui', 'Aide', 'sur_place', '{}', 'publiee', '')"
            )
            await notifier(connexion, "catalogue")
        await asyncio.wait_for(vivant.change.wait(), 5)
        assert vivant.moteur.image.identifiants == ("aaaaaaaaaaaa",)
