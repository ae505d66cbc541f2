"""The list of structures: words, filters and their counts, sums by commune."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from catalogue.domaine import TypeStructure
from employeurs.relations.annuaire import Filtres, par_commune, regarder
from employeurs.relations.domaine import LigneStructure
from socle.texte import cle_tri

JOUR = date(2026, 11, 23)
COMMUNES = {"94028": "Créteil", "94038": "L’Haÿ-les-Roses", None: None}


def ligne(nom: str, code: str | None = "94028", **champs: object) -> LigneStructure:
    connus = {
        "siret": None, "type_structure": TypeStructure.ENTREPRISE, "territoire": "est" if code == "94028" else None, "dernier_echange": None,
        "prochaine_action": None, "offres": 0, "libres": 0, "silence": 0, **champs,
    }  # fmt: skip
    return LigneStructure(nom[:12], nom, cle_tri(nom), code_insee=code, commune=COMMUNES[code], **connus)


ATELIER = ligne("Atelier de l’Été", siret="00000001800010", silence=2, offres=3, libres=12)
CANTINE = ligne("Les Cantines du Potager", "94038", dernier_echange=JOUR - timedelta(days=90), type_structure=TypeStructure.ACI, offres=1, libres=4)
GARAGE = ligne("Garage", None, dernier_echange=JOUR - timedelta(days=91))
TOUTES = [ATELIER, CANTINE, GARAGE]


@pytest.mark.parametrize(
    ("filtres", "attendues"),
    [
        (Filtres(), TOUTES),
        (Filtres(q="ete atel"), [ATELIER]),
        (Filtres(q="POTAGER"), [CANTINE]),
        (Filtres(q="l'hay les roses"), [CANTINE]),
        (Filtres(q="000 000 018"), [ATELIER]),
        (Filtres(q="inconnu"), []),
        (Filtres(types=frozenset({"ACI"})), [CANTINE]),
        (Filtres(territoires=frozenset({"est"})), [ATELIER]),
        (Filtres(commune="94038"), [CANTINE]),
        (Filtres(sans_echange=True), [ATELIER, GARAGE]),
        (Filtres(offres=True), [ATELIER, CANTINE]),
        (Filtres(silencieuses=True), [ATELIER]),
        (Filtres(offres=True, types=frozenset({"ACI", "entreprise"}), q="c"), [ATELIER, CANTINE]),
    ],
)
def test_chaque_filtre_garde_ce_qu_il_dit(filtres: Filtres, attendues: list[LigneStructure]) -> None:
    assert list(regarder(TOUTES, filtres, JOUR).lignes) == attendues


lignes = st.builds(
    ligne,
    st.sampled_from(["Atelier", "Cantine", "Garage"]),
    st.sampled_from(["94028", "94038", None]),
    type_structure=st.sampled_from([TypeStructure.ACI, TypeStructure.ENTREPRISE]),
    offres=st.integers(0, 3),
    libres=st.integers(0, 9),
    silence=st.integers(0, 2),
)
filtres = st.builds(Filtres, types=st.sampled_from([frozenset(), frozenset({"ACI"})]), offres=st.booleans(), silencieuses=st.booleans())


@given(st.lists(lignes, max_size=12), filtres)
def test_un_compte_est_ce_que_donnerait_le_filtre(toutes: list[LigneStructure], choisis: Filtres) -> None:
    vue = regarder(toutes, choisis, JOUR)
    for code, nombre in vue.comptes["types"].items():
        assert nombre == len(regarder(toutes, replace(choisis, types=frozenset({code})), JOUR).lignes)
    for nom in ("sans_echange", "offres", "silencieuses"):
        assert vue.comptes[nom]["1"] == len(regarder(toutes, replace(choisis, **{nom: True}), JOUR).lignes)


@given(st.lists(lignes, max_size=12))
def test_les_communes_s_ajoutent_a_l_ensemble(toutes: list[LigneStructure]) -> None:
    sommes = par_commune(toutes)
    assert sum(c.structures for c in sommes) == len(toutes)
    assert sum(c.offres for c in sommes) == sum(x.offres for x in toutes)
    assert sum(c.libres for c in sommes) == sum(x.libres for x in toutes)
    assert [c.nom for c in sommes if c.code_insee] == [n for n in ("Créteil", "L’Haÿ-les-Roses") if any(x.commune == n for x in toutes)]
    assert all(c.code_insee for c in sommes[:-1])
