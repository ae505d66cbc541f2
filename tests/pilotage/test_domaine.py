"""Small groups hidden, places added up."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from pilotage.domaine import GROUPE_MINIMAL, Places, masquer, reunir, sans_petits_groupes

effectifs = st.dictionaries(st.text(max_size=3), st.integers(0, 30), max_size=8)


@given(effectifs)
def test_aucun_petit_groupe_n_est_montre_ni_ne_se_retrouve(comptes: dict[str, int]) -> None:
    montres = masquer(comptes)
    caches = [cle for cle, n in montres.items() if n is None]
    assert all(n is None or n == 0 or n >= GROUPE_MINIMAL for n in montres.values())
    # One hidden group alone would be the total less the others.
    assert len(caches) != 1 or all(n == 0 for cle, n in comptes.items() if cle not in caches)
    assert all(montres[cle] == n for cle, n in comptes.items() if cle not in caches)


@given(effectifs)
def test_sans_petit_groupe_rien_n_est_cache(comptes: dict[str, int]) -> None:
    grands = {cle: n for cle, n in comptes.items() if n == 0 or n >= GROUPE_MINIMAL}
    assert masquer(grands) == grands


def test_la_somme_des_places_est_celle_des_lignes() -> None:
    lignes = [("a", Places(1, 0, 10, 2, 3, 1, 5)), ("b", Places(1, 1)), ("a", Places(2, 0, 5, 1, 1, 0, 0))]
    sommes = reunir(lignes)
    assert list(sommes) == ["a", "b"]
    assert sommes["a"] == Places(3, 0, 15, 3, 4, 1, 5)
    assert sommes["a"].libres == 8


def test_des_places_perdues_on_ne_retrouve_pas_les_places_prises() -> None:
    montrees = sans_petits_groupes({"a": Places(1, 0, 10, 0, 3, 0, 7), "b": Places(1, 0, 20, 6, 8, 0, 6), "c": Places(1, 0, 30, 0, 9, 0, 21)})
    assert [(p.prises, p.perdues) for p in montrees.values()] == [(None, None), (None, None), (9, 21)]
    assert [p.tenues for p in montrees.values()] == [0, 6, 0]
