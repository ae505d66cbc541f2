"""Figures of a filière: recomputed from the rows, and nothing that would tell of a small group."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from datetime import date, timedelta
from itertools import product
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from catalogue.domaine import TypeOffre
from catalogue.filieres import depot as depot_filieres
from catalogue.filieres.selection import Selection
from catalogue.recherche import Moteur
from comptes.domaine import Acteur, Role
from parcours.prescriptions.domaine import SORTIES_POSITIVES, Etat, Issue
from pilotage.domaine import GROUPE_MINIMAL, Periode, Places, masquer, masquer_par_groupes
from pilotage.droits import peut_chiffrer_filiere
from pilotage.filieres import depot
from pilotage.filieres.domaine import PERIODE_JOURS, VENUES, ChiffresFiliere, LigneSuivi, Suivi
from socle.base import ouvrir
from tests.catalogue.filieres_en_dur import AUTONOMIE, BATIMENT, JOUR, vivantes
from tests.conftest import a_part

PERIODE = Periode(JOUR - timedelta(days=PERIODE_JOURS), JOUR)
Lues = tuple[ChiffresFiliere, dict[int, dict[str, Any]], list[dict[str, Any]]]


@pytest.fixture(scope="module")
def chiffrer(url_demonstration: str, moteur: Moteur) -> Callable[..., Lues]:
    """Figures of a filière, its living offers and its prescriptions told again from the rows."""

    async def lire(cle: str, periode: Periode) -> Lues:
        bassin = await ouvrir(url_demonstration, taille=1)
        async with bassin.acquire() as connexion:
            filiere = await depot_filieres.une(connexion, cle)
            assert filiere is not None
            ids = await depot_filieres.offres(connexion, filiere.id)
            choisies = Selection.faire(moteur.image, ids, JOUR)
            lus = await depot.chiffres(connexion, filiere.id, choisies.ids_sessions, periode)
            lignes = await connexion.fetch(
                "SELECT p.*, o.type_offre, c.territoire FROM prescription p JOIN offre o ON o.id = p.offre_id"
                " JOIN allocataire a ON a.id = p.allocataire_id LEFT JOIN commune c ON c.code_insee = a.commune"
            )
            siennes = [dict(ligne) for ligne in lignes if ligne["offre_id"] in set(ids)]
            offres = await vivantes(connexion, cle)
        await bassin.close()
        return lus, offres, siennes

    return lambda cle, periode=PERIODE: a_part(lire(cle, periode))


@pytest.mark.parametrize("cle", [AUTONOMIE, BATIMENT])
def test_les_places_se_retrouvent_dans_les_sessions(chiffrer: Callable[..., Lues], cle: str) -> None:
    lus, offres, _ = chiffrer(cle)
    attendues: dict[TypeOffre, Places] = {}
    for offre, seance in ((o, s) for o in offres.values() for s in o["sessions"]):
        genre = TypeOffre(offre["type_offre"])
        une = Places(1, seance["places"] is None, seance["places"] or 0, seance["places_tenues"], seance["places_prises"])
        attendues[genre] = attendues.get(genre, Places()) + une
    assert lus.places == attendues
    assert sum(p.offertes for p in lus.places.values()) > 0


@pytest.mark.parametrize("cle", [AUTONOMIE, BATIMENT])
def test_les_prescriptions_se_retrouvent_par_type_etat_et_issue(chiffrer: Callable[..., Lues], cle: str) -> None:
    lus, _, siennes = chiffrer(cle)
    assert siennes
    attendues = Counter((TypeOffre(p["type_offre"]), Etat(p["etat"]), Issue(p["issue"]) if p["issue"] else None) for p in siennes)
    assert {(s.type_offre, s.etat, s.issue): s.nombre for s in lus.suivi} == attendues


def test_la_periode_et_les_territoires_bornent(chiffrer: Callable[..., Lues]) -> None:
    semaine = Periode(JOUR - timedelta(days=6), JOUR)
    lus, _, siennes = chiffrer(AUTONOMIE, semaine)
    attendues = [p for p in siennes if p["cree_le"].astimezone().date() >= semaine.du]
    assert 0 < sum(s.nombre for s in lus.suivi) == len(attendues) < len(siennes)
    territoire = next(p["territoire"] for p in siennes if p["territoire"])
    lus, _, _ = chiffrer(AUTONOMIE, Periode(PERIODE.du, PERIODE.au, frozenset({territoire})))
    assert 0 < sum(s.nombre for s in lus.suivi) == sum(p["territoire"] == territoire for p in siennes) < len(siennes)
    assert chiffrer(AUTONOMIE, Periode(date(2020, 1, 1), date(2020, 12, 31)))[0].suivi == ()


def suivi(*lignes: tuple[TypeOffre, Etat, Issue | None, int]) -> ChiffresFiliere:
    return ChiffresFiliere({}, tuple(LigneSuivi(*ligne) for ligne in lignes))


def test_les_colonnes_sont_des_parts_l_une_de_l_autre() -> None:
    genre = TypeOffre.FORMATION
    lus = suivi((genre, Etat.PROPOSEE, None, 7), (genre, Etat.PRESENTE, None, 6), (genre, Etat.TERMINEE, Issue.EMPLOI_DURABLE, 8))
    assert lus.par_type() == {genre: Suivi(21, 14, 8), None: Suivi(21, 14, 8)}
    assert lus.par_etat() == {Etat.PRESENTE: 6, Etat.TERMINEE: 8, Etat.PROPOSEE: 7}
    assert lus.par_issue() == {Issue.EMPLOI_DURABLE: 8}


def test_un_petit_groupe_ne_se_retrouve_pas_par_soustraction() -> None:
    genre = TypeOffre.FORMATION
    lus = suivi((genre, Etat.PRESENTE, None, 3), (genre, Etat.TERMINEE, Issue.EMPLOI_DURABLE, 8), (genre, Etat.REFUSEE, None, 9))
    # 11 people came: 3 would be 11 less 8, and 8 is also what the outcomes add up to.
    assert lus.par_type()[None] == Suivi(20, 11, 8)
    assert lus.par_etat() == {Etat.PRESENTE: None, Etat.TERMINEE: None, Etat.REFUSEE: 9}
    assert lus.par_issue() == {Issue.EMPLOI_DURABLE: None}


def test_une_somme_cachee_ne_se_refait_pas() -> None:
    assert masquer_par_groupes(({"a": 2, "b": 2}, {"c": 9, "d": 6})) == {"a": None, "b": None, "c": 9, "d": None}
    assert masquer_par_groupes(({"a": 8}, {"b": 0, "c": 7})) == {"a": 8, "b": 0, "c": 7}


effectifs = st.lists(st.integers(0, 12), min_size=1, max_size=4)


@given(effectifs, effectifs)
def test_ce_qui_est_montre_laisse_toujours_plusieurs_reponses(uns: list[int], autres: list[int]) -> None:
    """Whoever knows the total, the subtotals shown and the cells shown can give no small group its number for sure."""
    groupes = ({("u", i): n for i, n in enumerate(uns)}, {("a", i): n for i, n in enumerate(autres)})
    montres = masquer_par_groupes(groupes)
    sommes = masquer({rang: sum(g.values()) for rang, g in enumerate(groupes)})
    caches = [cle for cle, n in montres.items() if n is None]
    petits = [cle for groupe in groupes for cle, n in groupe.items() if 0 < n < GROUPE_MINIMAL]
    assert set(petits) <= set(caches)
    for rang, groupe in enumerate(groupes):
        dedans = [cle for cle in groupe if cle in caches]
        seul = len(dedans) == 1 and sommes[rang] is not None
        # Alone in a subtotal that is shown, and nothing else could be hidden with it.
        assert not seul or sum(1 for n in groupe.values() if n) == 1


@pytest.mark.parametrize(("role", "permis"), [(r, r in {Role.CRE, Role.MANAGER}) for r in Role])
def test_les_chiffres_sont_a_qui_en_a_la_charge(role: Role, permis: bool) -> None:
    assert bool(peut_chiffrer_filiere(Acteur(1, "a", role, "A"))) is permis


def test_les_personnes_venues_et_les_sorties_sont_celles_des_prescriptions() -> None:
    for etat, issue in product(Etat, Issue):
        lus = suivi((TypeOffre.IAE, etat, issue if etat is Etat.TERMINEE else None, 9)).par_type()[None]
        assert lus.venues == (9 if etat in VENUES else 0)
        assert lus.sorties_positives == (9 if etat is Etat.TERMINEE and issue in SORTIES_POSITIVES else 0)
