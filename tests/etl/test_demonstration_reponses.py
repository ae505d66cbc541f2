"""The employers of the demonstration have sessions to answer, at every stage, with lives that the rules allow."""

from __future__ import annotations

import pytest

from etl.demonstration.reponses import seances
from parcours.prescriptions.domaine import MOTIF_REQUIS, TRANSITIONS, Etat
from socle.base import Ligne, ouvrir, transaction
from socle.horloge import HorlogeFixe
from tests.conftest import a_part


@pytest.fixture(scope="module")
def demandes(url_demonstration: str) -> list[Ligne]:
    async def lire() -> list[Ligne]:
        bassin = await ouvrir(url_demonstration, taille=1)
        try:
            async with transaction(bassin, lecture_seule=True) as connexion:
                return await connexion.fetch(
                    "SELECT v.*, st.source_id AS cle FROM prescription_en_clair v JOIN structure st ON st.id = v.structure_id"
                    " WHERE st.id IN (SELECT structure_id FROM compte WHERE role = 'employeur') ORDER BY v.id"
                )
        finally:
            await bassin.close()

    return a_part(lire())


def test_chaque_session_racontee_a_ses_personnes(demandes: list[Ligne]) -> None:
    for structure, quand, histoires in seances():
        voulus = sorted((h.suite[-1].vers if h.suite else Etat.TRANSMISE if h.envoyee else Etat.PROPOSEE).value for h in histoires)
        par_session: dict[int, list[str]] = {}
        for d in demandes:
            if d["cle"] == structure:
                par_session.setdefault(d["session_id"], []).append(d["etat"])
        assert any(sorted(etats) == voulus for etats in par_session.values()), (structure, quand)


def test_des_contrats_sont_dits_et_une_session_a_commence(demandes: list[Ligne], jour_des_tests: HorlogeFixe) -> None:
    assert {d["contrat"] for d in demandes} >= {"CTT", "CDDI"}
    commencee = [d for d in demandes if d["etat"] == "acceptee_structure" and d["debut"] and d["debut"] < jour_des_tests.aujourdhui()]
    assert len(commencee) == 3, "trois personnes dont dire si elles sont venues"


def test_les_vies_racontees_sont_de_vraies_vies() -> None:
    couples = {(t.de, t.vers) for t in TRANSITIONS}
    for _, _, histoires in seances():
        for histoire in histoires:
            etat, jours = Etat.TRANSMISE, histoire.jours
            for pas in histoire.suite:
                assert (etat, pas.vers) in couples
                assert pas.jours < jours
                assert (pas.motif is not None) == (pas.vers in MOTIF_REQUIS)
                assert pas.contrat is None or pas.vers is Etat.ENTREE
                etat, jours = pas.vers, pas.jours
