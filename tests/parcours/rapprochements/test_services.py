"""Deciding on a doubtful line: nothing is lost, someone decides once, and those alone who may see the people."""

from __future__ import annotations

from dataclasses import asdict
from datetime import date
from typing import Any

import pytest

from comptes.domaine import Acteur, Role
from parcours.dossier.depot import en_colonnes
from parcours.dossier.faits import Attaches, Dires, Faits, PersonneDite, Situation
from parcours.rapprochements import depot
from parcours.rapprochements.domaine import peut_decider
from parcours.rapprochements.services import DejaDecide, decider
from socle.base import transaction
from tests.parcours.monde import Monde

DITE = PersonneDite(
    "Dialo",
    "Amina",
    ("dialo amina",),
    Dires(Faits(annee_naissance=1984, telephone="0611223344", niveau=3), Attaches("94081"), Situation.AU_RSA, date(2026, 11, 1)),
)


async def attendre(monde: Monde, *candidats: str) -> str:
    """A doubtful line that may be some people, by public id."""
    identifiant = monde.identifiant()
    async with transaction(monde.bassin) as connexion:
        await connexion.execute(
            "INSERT INTO commune (code_insee, nom, cle_tri) VALUES ('94081', 'Vitry-sur-Seine', 'vitry sur seine') ON CONFLICT DO NOTHING"
        )
        numero = await connexion.fetchval(
            "INSERT INTO rapprochement (identifiant, empreinte, motif, fichier, chemin, source, faits, cree_le)"
            " VALUES ($1, $3, 'lieu', 'liste.csv', 'ligne 2', 'liste', $2, now()) RETURNING id",
            identifiant, en_colonnes(asdict(DITE)), identifiant.encode().ljust(32),
        )  # fmt: skip
        for rang, candidat in enumerate(candidats):
            await connexion.execute(
                "INSERT INTO rapprochement_candidat SELECT $1, $2, id FROM allocataire WHERE identifiant = $3", numero, rang, candidat
            )
    return identifiant


async def trancher(monde: Monde, ligne: str, candidat: str | None, qui: str = "cip") -> bool:
    async with transaction(monde.bassin) as connexion:
        return await decider(connexion, monde.comptes[qui], ligne, candidat, monde.horloge, monde.hasard.randrange)


async def lignes(monde: Monde, sql: str) -> list[tuple[Any, ...]]:
    async with transaction(monde.bassin) as connexion:
        return [tuple(ligne) for ligne in await connexion.fetch(sql)]


async def visibles(monde: Monde, acteur: Acteur) -> list[str]:
    async with transaction(monde.bassin) as connexion:
        attente = await depot.en_attente(connexion, acteur)
        assert await depot.nombre(connexion, acteur) == len(attente)
    return [ligne.identifiant for ligne in attente]


async def test_c_est_la_meme_personne(monde: Monde) -> None:
    personne = await monde.personne(annee_naissance=1984, niveau=5, projet="cariste")
    ligne = await attendre(monde, personne)
    assert await trancher(monde, ligne, personne)
    assert await lignes(monde, "SELECT nom, telephone, commune, niveau, projet FROM allocataire") == [("Diallo", "0611223344", "94081", 5, "cariste")]
    assert await lignes(monde, "SELECT cle_tri FROM autre_nom") == [("dialo amina",)]
    # What the file said is gone, the decision stays.
    assert await lignes(monde, "SELECT decision, faits, decide_par IS NOT NULL FROM rapprochement") == [("meme", None, True)]


async def test_ce_sont_deux_personnes(monde: Monde) -> None:
    personne = await monde.personne(annee_naissance=1984)
    assert await trancher(monde, await attendre(monde, personne), None)
    assert await lignes(monde, "SELECT nom, annee_naissance, telephone, commune, niveau FROM allocataire ORDER BY id") == [
        ("Diallo", 1984, None, None, None),
        ("Dialo", 1984, "0611223344", "94081", 3),
    ]


async def test_on_decide_une_fois(monde: Monde) -> None:
    personne = await monde.personne()
    ligne = await attendre(monde, personne)
    await trancher(monde, ligne, None)
    with pytest.raises(DejaDecide):
        await trancher(monde, ligne, personne, "collegue")
    assert await lignes(monde, "SELECT count(*) FROM allocataire") == [(2,)]


async def test_un_candidat_d_ailleurs_n_est_pas_montre(monde: Monde) -> None:
    mienne, autre = await monde.personne(), await monde.personne("Amina", "Diallo", referent="etranger")
    la_mienne, melee = await attendre(monde, mienne), await attendre(monde, mienne, autre)
    admin = await monde.compte("admin", Role.ADMIN)
    assert await visibles(monde, monde.cip) == [la_mienne]
    assert await visibles(monde, monde.comptes["etranger"]) == []
    assert await visibles(monde, admin) == [la_mienne, melee]
    assert await trancher(monde, melee, autre) is False
    assert await trancher(monde, la_mienne, autre) is False
    assert await trancher(monde, melee, autre, "admin")


async def test_qui_decide(monde: Monde) -> None:
    admin = await monde.compte("admin", Role.ADMIN)
    assert [bool(peut_decider(a)) for a in (monde.cip, admin, monde.comptes["cre"])] == [True, True, False]
