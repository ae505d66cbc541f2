"""An import never takes a session away from someone it was proposed to."""

from __future__ import annotations

from datetime import date

import pytest

from catalogue.domaine import DetailsFormation, Offre, Session, TypeOffre
from etl.lecture import Lu
from etl.moteur import Demande, importer
from parcours.prescriptions.domaine import Etat, Motif
from parcours.prescriptions.echeances import fermer
from socle.base import Bassin, transaction
from tests.parcours.monde import Monde, SessionEssai, creer_monde


def offre(*sessions: str) -> Offre:
    return Offre(
        source="flux",
        source_id="f1",
        type_offre=TypeOffre.FORMATION,
        titre="Formation d’essai",
        details=DetailsFormation(),
        sessions=tuple(Session(nom, debut=date(2026, 12, 8), places=5) for nom in sessions),
    )


@pytest.fixture
async def monde(base: Bassin) -> Monde:
    return await creer_monde(base)


async def importe(monde: Monde, *sessions: str) -> None:
    demande = Demande("flux", ecrire=True, complet=False, format="essai", fichier="essai", empreinte_fichier=b"")
    await importer(monde.bassin, [Lu("f1", offre(*sessions))], demande, horloge=monde.horloge, tirage=monde.hasard.randrange)


async def test_une_session_disparue_mais_proposee_est_annulee_et_la_personne_le_sait(monde: Monde) -> None:
    await importe(monde, "a", "b")
    async with transaction(monde.bassin) as connexion:
        vue = await connexion.fetchrow(
            "SELECT o.identifiant, o.id AS offre_id, s.id FROM offre o JOIN session s ON s.offre_id = o.id ORDER BY s.source_id"
        )
    session = SessionEssai(vue["identifiant"], vue["offre_id"], vue["id"], "a")
    p = await monde.prescrire(await monde.personne(), session, envoyer=False)
    await importe(monde, "b")
    assert await monde.valeur("SELECT array_agg(source_id || ' ' || etat ORDER BY source_id) FROM session") == ["a annulee", "b ouverte"]
    assert await fermer(monde.bassin, monde.horloge) == 1
    assert await monde.etat(p) is Etat.ANNULEE
    assert await monde.valeur("SELECT motif FROM prescription") == Motif.PLUS_DE_POSTE
