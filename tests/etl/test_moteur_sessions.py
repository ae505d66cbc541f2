"""Sessions through imports: what the file says of them changes, the places that people hold never do."""

from collections.abc import Awaitable, Callable
from dataclasses import replace
from datetime import date, time
from typing import Any

import pytest

from catalogue.domaine import DetailsFormation, EtatSession, Offre, Session, TypeOffre
from etl.rapport import Rapport
from socle.base import Bassin

Importe = Callable[..., Awaitable[Rapport]]
Lire = Callable[..., Awaitable[list[tuple[Any, ...]]]]

ETATS = "SELECT source_id, places, places_tenues, places_prises, etat FROM session ORDER BY source_id"
A = Session("a", date(2027, 1, 4), date(2027, 3, 1), places=10)
B = Session("b", date(2027, 5, 3), places=8)


def offre(*sessions: Session, source_id: str = "o1", titre: str = "Formation") -> Offre:
    return Offre("flux", source_id, TypeOffre.FORMATION, titre, DetailsFormation(), sessions=sessions)


async def occuper(base: Bassin, session: str, tenues: int, prises: int) -> None:
    async with base.acquire() as connexion:
        await connexion.execute("UPDATE session SET places_tenues = $2, places_prises = $3 WHERE source_id = $1", session, tenues, prises)


async def test_une_session_changee_garde_son_numero_et_ses_places_occupees(importe: Importe, lire: Lire, catalogue: Bassin) -> None:
    await importe(offre(A, B))
    await occuper(catalogue, "a", 2, 3)
    avant = await lire("SELECT source_id, id FROM session ORDER BY source_id")
    deplacee = replace(A, debut=date(2027, 2, 1), heure_debut=time(9, 30), places=6, places_reservees=4, horaires="le matin")
    assert (await importe(offre(deplacee, B))).modifies == 1
    assert await lire("SELECT source_id, id FROM session ORDER BY source_id") == avant
    assert await lire(ETATS) == [("a", 6, 2, 3, "ouverte"), ("b", 8, 0, 0, "ouverte")]
    champs = "SELECT debut, fin, heure_debut, places_reservees, horaires FROM session WHERE source_id = 'a'"
    assert await lire(champs) == [(date(2027, 2, 1), date(2027, 3, 1), time(9, 30), 4, "le matin")]


async def test_une_session_disparue_est_supprimee_si_personne_n_y_a_de_place_annulee_sinon(importe: Importe, lire: Lire, catalogue: Bassin) -> None:
    await importe(offre(A, B, Session("c", places=5)))
    await occuper(catalogue, "a", 1, 0)
    await occuper(catalogue, "b", 0, 1)
    assert (await importe(offre(Session("d")))).modifies == 1
    assert await lire(ETATS) == [("a", 10, 1, 0, "annulee"), ("b", 8, 0, 1, "annulee"), ("d", None, 0, 0, "ouverte")]
    await importe(offre(A, B))
    assert await lire(ETATS) == [("a", 10, 1, 0, "ouverte"), ("b", 8, 0, 1, "ouverte")]


async def test_une_offre_sans_plus_aucune_session_les_perd(importe: Importe, lire: Lire) -> None:
    await importe(offre(A, B))
    await importe(offre())
    assert await lire(ETATS) == []


async def test_la_session_du_voisin_n_est_pas_touchee(importe: Importe, lire: Lire) -> None:
    await importe(offre(A), offre(A, B, source_id="o2"))
    await importe(offre(titre="Autre"), offre(A, B, source_id="o2"))
    assert await lire("SELECT o.source_id, s.source_id FROM session s JOIN offre o ON o.id = s.offre_id ORDER BY 1, 2") == [("o2", "a"), ("o2", "b")]


@pytest.mark.parametrize(("tenues", "prises", "mots"), [(2, 3, "5 places y sont déjà tenues ou prises"), (0, 1, "1 place y est déjà tenue ou prise")])
async def test_on_ne_retire_pas_une_place_a_quelqu_un(importe: Importe, lire: Lire, catalogue: Bassin, tenues: int, prises: int, mots: str) -> None:
    await importe(offre(A, B), offre(A, source_id="o2"))
    await occuper(catalogue, "a", tenues, prises)
    reduite = offre(replace(A, places=tenues + prises - 1), B, titre="Autre titre")
    rapport = await importe(reduite, offre(A, source_id="o2", titre="Changée"), complet=True)
    assert (rapport.rejetes, rapport.modifies, rapport.fermes) == (1, 1, 0)
    (anomalie,) = rapport.rejets[0].anomalies
    assert (rapport.rejets[0].chemin, anomalie.champ, anomalie.valeur) == ("ligne 2", "places", str(tenues + prises - 1))
    assert mots in anomalie.motif
    assert await lire("SELECT source_id, titre, etat FROM offre ORDER BY source_id") == [("o1", "Formation", "publiee"), ("o2", "Changée", "publiee")]
    assert (await lire(ETATS))[0] == ("a", 10, tenues, prises, "ouverte")


async def test_autant_de_places_que_d_occupees_reste_permis(importe: Importe, lire: Lire, catalogue: Bassin) -> None:
    await importe(offre(A))
    await occuper(catalogue, "a", 2, 3)
    assert (await importe(offre(replace(A, places=5)))).modifies == 1
    assert await lire(ETATS) == [("a", 5, 2, 3, "ouverte")]
    assert (await importe(offre(replace(A, places=None)))).modifies == 1
    assert await lire(ETATS) == [("a", None, 2, 3, "ouverte")]


async def test_l_etat_et_les_places_occupees_que_dit_le_fichier(importe: Importe, lire: Lire) -> None:
    """A file may cancel a session; it never says who holds a place."""
    await importe(offre(A))
    annulee = replace(A, etat=EtatSession.ANNULEE, places_tenues=4, places_prises=4)
    assert (await importe(offre(annulee))).modifies == 1
    assert await lire(ETATS) == [("a", 10, 0, 0, "annulee")]


async def test_l_ordre_des_sessions_dans_le_fichier_ne_change_rien(importe: Importe) -> None:
    await importe(offre(A, B))
    assert (await importe(offre(B, A))).inchanges == 1
