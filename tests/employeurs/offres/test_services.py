"""Posting in the database: who may, versions, places already held, closings that an import does not undo, and the word that tells the search."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from dataclasses import replace
from datetime import date

import pytest

from catalogue.depot import fiches
from catalogue.domaine import Commune, EtatOffre
from comptes.domaine import Acteur, Role
from employeurs.offres import depot, services
from employeurs.offres.domaine import Saisie, Seance
from employeurs.offres.services import NonPubliable, Version, VersionPassee
from socle.base import Bassin, Connexion, ouvrir, transaction
from socle.horloge import HorlogeFixe

JOUR = date(2026, 11, 23)
ID = "0123456789ab"
BONNE = Saisie(
    titre="Agent de propreté",
    texte="On nettoie.",
    type_offre="recrutement",
    conditions=("permis:B",),
    seances=(Seance("s1", debut="2026-12-08", places="2"), Seance("s2", debut="2026-12-15", places="2")),
    commune="Ici",
    courriel="a@exemple.fr",
)


@pytest.fixture
async def bassin(url_demonstration_a_soi: str) -> AsyncIterator[Bassin]:
    ouvert = await ouvrir(url_demonstration_a_soi, taille=3)
    yield ouvert
    await ouvert.close()


async def acteur(connexion: Connexion, role: Role, rang: int = 0) -> Acteur:
    ligne = await connexion.fetchrow(
        "SELECT id, identifiant, nom, structure_id FROM compte WHERE role = $1 ORDER BY structure_id, id OFFSET $2 LIMIT 1", role.value, rang
    )
    assert ligne is not None
    return Acteur(ligne["id"], ligne["identifiant"], role, ligne["nom"], ligne["structure_id"])


async def commune(connexion: Connexion) -> Commune:
    ligne = await connexion.fetchrow("SELECT code_insee, nom FROM commune ORDER BY code_insee LIMIT 1")
    assert ligne is not None
    return Commune(ligne["code_insee"], ligne["nom"])


async def deposer(connexion: Connexion, qui: Acteur, horloge: HorlogeFixe, saisie: Saisie = BONNE, version: int = 0) -> EtatOffre | None:
    ici = await commune(connexion)
    garde = await services.enregistrer(connexion, qui, Version(ID, version), saisie, horloge.maintenant())
    assert garde is not None
    return await services.publier(connexion, qui, Version(ID, garde.version), lambda _: ici, JOUR, horloge.maintenant())


async def test_publier_se_dit_et_s_ecrit_en_entier(bassin: Bassin, horloge: HorlogeFixe) -> None:
    entendu = asyncio.Event()
    mots: list[str] = []

    def entendre(*faits: object) -> None:
        mots.append(str(faits[3]))
        entendu.set()

    async with bassin.acquire() as oreille:
        await oreille.add_listener("catalogue", entendre)
        async with transaction(bassin) as connexion:
            assert await deposer(
                connexion, await acteur(connexion, Role.CRE), horloge, replace(BONNE, structure=await nom_de_structure(connexion))
            ) is (EtatOffre.PUBLIEE)
        await asyncio.wait_for(entendu.wait(), 10)
        await oreille.remove_listener("catalogue", entendre)
        visee = await depot.visee(oreille, ID)
        assert visee is not None
        assert str(visee.id) in {mot for liste in mots for mot in liste.split(",")}
        offre = (await fiches(oreille, [visee.id]))[visee.id].offre
    assert (offre.titre, offre.publie_le, offre.verifie_le, len(offre.sessions), offre.conditions[0].valeurs) == (BONNE.titre, JOUR, JOUR, 2, ("B",))


async def nom_de_structure(connexion: Connexion) -> str:
    nom: str = await connexion.fetchval("SELECT nom FROM structure GROUP BY nom HAVING count(*) = 1 ORDER BY nom LIMIT 1")
    return nom


async def test_les_places_tenues_et_les_versions_protegent(bassin: Bassin, horloge: HorlogeFixe) -> None:
    async with transaction(bassin) as connexion:
        qui = await acteur(connexion, Role.EMPLOYEUR)
        assert await deposer(connexion, qui, horloge) is EtatOffre.A_VALIDER
        with pytest.raises(VersionPassee):
            await services.enregistrer(connexion, qui, Version(ID, 0), BONNE, horloge.maintenant())
        visee = await depot.visee(connexion, ID)
        assert visee is not None
        await connexion.execute("UPDATE session SET places_tenues = 2 WHERE offre_id = $1", visee.id)
        with pytest.raises(NonPubliable) as refus:
            await deposer(connexion, qui, horloge, replace(BONNE, seances=(replace(BONNE.seances[0], places="1"),)), 1)
        assert [f.champ for f in refus.value.fautes] == ["seance-s1-places"]
        # A date withdrawn while someone holds a place there is cancelled, not forgotten.
        await deposer(connexion, qui, horloge, replace(BONNE, seances=BONNE.seances[:1]), 2)
        etats = await connexion.fetch("SELECT source_id, etat FROM session WHERE offre_id = $1 ORDER BY source_id", visee.id)
        assert [tuple(e) for e in etats] == [("s1", "ouverte"), ("s2", "annulee")]


async def test_une_autre_structure_ne_touche_a_rien(bassin: Bassin, horloge: HorlogeFixe) -> None:
    async with transaction(bassin) as connexion:
        await deposer(connexion, await acteur(connexion, Role.EMPLOYEUR), horloge)
        autre, maintenant = await acteur(connexion, Role.EMPLOYEUR, 1), horloge.maintenant()
        assert await services.enregistrer(connexion, autre, Version(ID, 1), BONNE, maintenant) is None
        assert await services.dupliquer(connexion, autre, ID, maintenant) is None
        assert await services.fermer(connexion, autre, ID, maintenant) is None
        assert await services.confirmer(connexion, autre, ID, JOUR, maintenant) is None
        assert await services.trancher(connexion, autre, ID, mot=None, lue=maintenant, jour=JOUR, instant=maintenant) is None
        visee = await depot.visee(connexion, ID)
        assert visee is not None
        assert visee.etat is EtatOffre.A_VALIDER


async def test_ce_qu_une_personne_ferme_reste_ferme_et_se_trace(bassin: Bassin, horloge: HorlogeFixe) -> None:
    async with transaction(bassin) as connexion:
        qui = await acteur(connexion, Role.CRE)
        ligne = await connexion.fetchrow("SELECT id, identifiant FROM offre WHERE etat = 'publiee' ORDER BY id LIMIT 1")
        assert ligne is not None
        assert await services.fermer(connexion, qui, ligne["identifiant"], horloge.maintenant()) is True
        assert await services.fermer(connexion, qui, ligne["identifiant"], horloge.maintenant()) is False
        assert (
            await connexion.fetchval("SELECT count(*) FROM journal WHERE action = 'offre.fermer' AND objet = $1", f"offre:{ligne['identifiant']}")
            == 1
        )
        assert await connexion.fetchval("SELECT fermee_par_personne FROM offre WHERE id = $1", ligne["id"])
