"""Whom an account may see: what PostgreSQL answers is what the rule in words answers, on every situation."""

from __future__ import annotations

import itertools
from collections.abc import AsyncIterator

import pytest

from comptes import depot as depot_comptes
from comptes.domaine import Acteur, Role
from parcours import depot
from parcours.droits import peut_voir_personne
from parcours.perimetre import Perimetre
from socle.base import Bassin, Connexion, transaction
from socle.identifiants import identifiant_public
from tests.comptes.conftest import MAINTENANT, allocataire, structure

ROLES = (Role.CIP, Role.CRE, Role.EMPLOYEUR, Role.MANAGER, Role.ADMIN)


async def compte(connexion: Connexion, role: Role, structure_id: int | None, territoires: list[str], personne: int | None = None) -> Acteur:
    identifiant = identifiant_public()
    await connexion.execute(
        "INSERT INTO compte (identifiant, role, nom, courriel, structure_id, territoires, allocataire_id, cree_le) VALUES ($1,$2,$1,$3,$4,$5,$6,$7)",
        identifiant, role, f"{identifiant}@exemple.fr", structure_id, territoires, personne, MAINTENANT,
    )  # fmt: skip
    acteur = await depot_comptes.acteur(connexion, identifiant)
    assert acteur is not None
    return acteur


@pytest.fixture
async def peuple(base: Bassin) -> AsyncIterator[tuple[Connexion, list[Acteur], list[str]]]:
    """Every role in two structures and three territoires, and a person in every situation."""
    async with transaction(base) as connexion:
        await connexion.execute("INSERT INTO territoire VALUES ('est', 'Est', 'eds'), ('ouest', 'Ouest', 'eds')")
        await connexion.execute(
            "INSERT INTO commune (code_insee, nom, cle_tri, territoire) VALUES ('94001','A','a','est'), ('94002','B','b','ouest')"
        )
        structures = [await structure(connexion, nom) for nom in ("structure-a", "structure-b", "structure-c")]
        acteurs = [
            await compte(connexion, role, s, territoires)
            for role, s, territoires in itertools.product(ROLES, structures[:2], ([], ["est"], ["est", "ouest"]))
        ]
        referents = [None, acteurs[0].id, acteurs[1].id]
        numeros = itertools.count(1)
        situations = itertools.product((None, *structures[:2]), referents, (None, "94001", "94002"))
        identifiants = []
        for structure_id, referent_id, commune in situations:
            identifiant = f"personne{next(numeros):04d}"
            await allocataire(connexion, identifiant, structure_id=structure_id, referent_id=referent_id, commune=commune)
            identifiants.append(identifiant)
        # What the migration of prescriptions does for real: here each third person goes through the second structure.
        await connexion.execute(
            "CREATE OR REPLACE VIEW structure_impliquee AS SELECT a.id AS allocataire_id, s.id AS structure_id "
            "FROM allocataire a, structure s WHERE s.source_id = 'structure-b' AND a.id % 3 = 0"
        )
        une = await connexion.fetchval("SELECT id FROM allocataire ORDER BY id LIMIT 1")
        acteurs.append(await compte(connexion, Role.ALLOCATAIRE, None, [], une))
        yield connexion, acteurs, identifiants


async def test_le_sql_et_la_regle_disent_la_meme_chose(peuple: tuple[Connexion, list[Acteur], list[str]]) -> None:
    connexion, acteurs, identifiants = peuple
    # The widest reader gives the situation of everybody; each account is then judged on it.
    lignes = await connexion.fetch(
        "SELECT a.identifiant FROM allocataire a ORDER BY a.id",
    )
    assert [x["identifiant"] for x in lignes] == identifiants
    suivis = {i: await situation(connexion, i) for i in identifiants}
    vus = 0
    for acteur in acteurs:
        perimetre = Perimetre.de(acteur)
        en_sql = {p.identifiant for p in await depot.allocataires(connexion, perimetre)}
        assert en_sql == {i for i, suivi in suivis.items() if peut_voir_personne(acteur, suivi)}, acteur
        assert await depot.nombre(connexion, perimetre) == len(en_sql)
        for identifiant in identifiants:
            seule = await depot.allocataire(connexion, identifiant, perimetre)
            assert (seule is not None) == (identifiant in en_sql)
            assert (await depot.suivi(connexion, identifiant, perimetre) is not None) == (identifiant in en_sql)
        vus += len(en_sql)
    assert vus > 100


async def situation(connexion: Connexion, identifiant: str):
    from parcours.perimetre import Suivi

    ligne = await connexion.fetchrow(
        "SELECT a.id, a.identifiant, a.referent_id, a.structure_id, m.territoire, "
        "ARRAY(SELECT i.structure_id FROM structure_impliquee i WHERE i.allocataire_id = a.id) AS impliquees "
        "FROM allocataire a LEFT JOIN commune m ON m.code_insee = a.commune WHERE a.identifiant = $1",
        identifiant,
    )
    assert ligne is not None
    return Suivi(**{**ligne, "impliquees": frozenset(ligne["impliquees"])})


async def test_un_compte_ferme_ne_voit_plus_personne(peuple: tuple[Connexion, list[Acteur], list[str]]) -> None:
    connexion, acteurs, _ = peuple
    assert await depot.nombre(connexion, Perimetre.de(acteurs[0])) > 0
    await connexion.execute("UPDATE compte SET actif = false WHERE id = $1", acteurs[0].id)
    assert await depot.nombre(connexion, Perimetre.de(acteurs[0])) == 0
