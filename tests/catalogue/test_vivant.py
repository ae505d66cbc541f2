"""The picture that follows the database: what is patched is what would be read anew (``boite banc appariement`` says in what time)."""

from __future__ import annotations

import asyncio
import random
from dataclasses import fields
from typing import Any

import numpy as np
import pytest

from catalogue.image import Image
from catalogue.memoire import MemoireTextes
from catalogue.mots import IndexMots
from catalogue.sacs import Lexique
from catalogue.vivant import CatalogueVivant, Etat, offres_dites
from etl.demonstration.chargement import charger_demonstration
from models.encodeur import Encodeur
from socle.base import Bassin, transaction
from socle.horloge import HorlogeFixe

CHANGEMENTS = {
    "titre": "UPDATE offre SET titre = 'Conduite de trottinettes postales' WHERE id = $1",
    "retrait": "UPDATE offre SET etat = 'suspendue' WHERE id = $1",
    "retour": "UPDATE offre SET etat = 'publiee' WHERE id = $1",
    "place": "UPDATE session SET places_prises = places_prises + 1 WHERE offre_id = $1 AND places > places_tenues + places_prises",
    "session": "INSERT INTO session (offre_id, source_id, debut, places, etat) VALUES ($1, gen_random_uuid()::text, '2027-01-04', 6, 'ouverte')",
    "condition": "DELETE FROM condition WHERE offre_id = $1",
    "metier": "DELETE FROM offre_metier WHERE offre_id = $1",
    "structure": "UPDATE structure SET nom = 'Les ateliers du fleuve' WHERE id = (SELECT structure_id FROM offre WHERE id = $1)",
    "rien": "UPDATE offre SET verifie_le = verifie_le WHERE id = $1",
}


@pytest.fixture
async def demonstration(base: Bassin, horloge: HorlogeFixe) -> Bassin:
    await charger_demonstration(base, horloge)
    return base


def differences(une: Any, autre: Any, chemin: str = "image") -> list[str]:
    """Where two pictures differ; the stems of an index by words may be numbered otherwise, vectors computed in another batch differ by a hair."""
    if isinstance(une, IndexMots):
        mots = [*list(une.formes)[:: max(1, len(une.formes) // 60)], "trotinettes"]
        memes = set(une.vocabulaire) == set(autre.vocabulaire) and une.formes == autre.formes
        ecarts = [m for m in mots if not np.array_equal(une.chercher(m).scores, autre.chercher(m).scores)]
        return [] if memes and not ecarts else [f"{chemin} {ecarts}"]
    if isinstance(une, np.ndarray):
        proches = np.allclose(une, autre, atol=1e-6) if chemin == "image.vecteurs" else np.array_equal(une, autre, equal_nan=une.dtype.kind == "f")
        return [] if une.shape == autre.shape and proches else [chemin]
    if hasattr(une, "__dataclass_fields__"):
        return [d for champ in fields(une) for d in differences(getattr(une, champ.name), getattr(autre, champ.name), f"{chemin}.{champ.name}")]
    return [] if une == autre else [chemin]


async def test_l_image_rapiecee_est_l_image_relue(demonstration: Bassin, encodeur: Encodeur) -> None:
    hasard = random.Random(94)
    etat = await Etat.lire(demonstration, MemoireTextes(encodeur))
    tous = etat.moteur.image.ids.tolist()
    for tour in range(6):
        touchees = hasard.sample(tous, 4)
        async with transaction(demonstration) as connexion:
            for id_offre in touchees:
                changement = hasard.choice(list(CHANGEMENTS))
                await connexion.execute(CHANGEMENTS[changement], id_offre)
            voisines = await connexion.fetch(
                "SELECT id FROM offre WHERE structure_id IN (SELECT structure_id FROM offre WHERE id = ANY($1::bigint[]))", touchees
            )
        avant = etat.moteur.image
        etat = await etat.changer(demonstration, {*touchees, *(ligne["id"] for ligne in voisines)})
        relue = (await Etat.lire(demonstration, MemoireTextes(encodeur))).moteur.image
        assert differences(etat.moteur.image, relue) == [], tour
        assert etat.moteur.image is not avant
        assert differences(avant, avant) == []


async def test_la_base_dit_d_elle_meme_ce_qui_change(demonstration: Bassin, encodeur: Encodeur) -> None:
    async with CatalogueVivant.ouvrir(demonstration, encodeur) as vivant:
        await asyncio.wait_for(vivant.change.wait(), 20)
        for nom, requete in CHANGEMENTS.items():
            id_offre = int(vivant.moteur.image.ids[len(nom)])
            vivant.change.clear()
            async with transaction(demonstration) as connexion:
                await connexion.execute(requete, id_offre)
            if nom in {"place", "condition", "metier"}:
                continue  # an offer may have none: nothing is then said
            await asyncio.wait_for(vivant.change.wait(), 10)
        moteur = vivant.moteur
        async with demonstration.acquire() as connexion:
            essai = connexion.transaction()
            await essai.start()
            await connexion.execute(CHANGEMENTS["titre"], int(moteur.image.ids[0]))
            await essai.rollback()
        async with transaction(demonstration, lecture_seule=True):
            relue = (await Etat.lire(demonstration, MemoireTextes(encodeur))).moteur.image
        try:
            await asyncio.wait_for(_attendre(vivant, relue), 5)
        except TimeoutError:
            raise AssertionError(differences(vivant.moteur.image, relue)) from None
        assert vivant.moteur.image.titres[0] == moteur.image.titres[0]  # a transaction undone changes nothing
        assert vivant.moteur.metiers is moteur.metiers  # the référentiels have not been read again


async def _attendre(vivant: CatalogueVivant, relue: Image) -> None:
    """Notifications still on their way: the picture ends up the one that is read."""
    while differences(vivant.moteur.image, relue):
        vivant.change.clear()
        await vivant.change.wait()


@pytest.mark.parametrize(
    ("mots", "attendu"),
    [
        ({"3,12", "12,40"}, {3, 12, 40}),
        ({""}, set()),
        ({"", "7"}, {7}),
        ({"*", "7"}, None),
        ({"7;8"}, None),
        ({"-1"}, None),
    ],
)
def test_ce_que_disent_les_notifications(mots: set[str], attendu: set[int] | None) -> None:
    assert offres_dites(mots) == (None if attendu is None else frozenset(attendu))


def test_les_mots_comptes_une_fois_donnent_l_index_de_toujours() -> None:
    """The same BM25 as bm25s, bit for bit but for the order of operations; what is gone leaves nothing behind."""
    hasard = random.Random(5)
    mots = ["jardinier", "jardin", "cuisine", "cuisinière", "éclairage", "caisse", "été", "entretien", "vert", "livreur"]
    textes = [" ".join(hasard.choices(mots, k=hasard.randint(0, 12))) for _ in range(40)]
    lexique = Lexique()
    lexique.indexer([lexique.compter("un mot que personne ne redit : hippocampe")])
    sacs = lexique.indexer([lexique.compter(texte) for texte in textes])
    entier = IndexMots.construire(textes)
    assert sacs.formes == entier.formes
    assert set(sacs.vocabulaire) == set(entier.vocabulaire) - {""}  # bm25s adds the empty word to what it is given
    assert sorted(sacs.vocabulaire.values()) == list(range(len(sacs.vocabulaire)))
    for mot in (*mots, "jardinniers", "hippocampe"):
        assert np.allclose(sacs.chercher(mot).scores, entier.chercher(mot).scores, atol=1e-6)
        assert sacs.chercher(mot).corrections == entier.chercher(mot).corrections
    assert lexique.indexer([]).chercher("jardin").scores.shape == (0,)
    assert lexique.indexer([lexique.compter("")]).chercher("jardin").scores.tolist() == [0.0]
