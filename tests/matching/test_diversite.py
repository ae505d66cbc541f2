"""Variety: never ten times the same kind, structure or series, and nobody is lost on the way."""

from __future__ import annotations

import random
from collections import Counter

import numpy as np
import pytest

from matching.diversite import FENETRE, PAR_SERIE, PAR_STRUCTURE, PAR_TYPE, PROFONDEUR, Familles, espacer, varier


def familles(series: list[int], structures: list[int], types: list[int]) -> Familles:
    return Familles(*(np.array(groupes, dtype=np.int32) for groupes in (series, structures, types)))


def naif(ordre: list[int], f: Familles) -> list[int]:
    """One list at a time: the first that breaks no rule, or the first."""
    attente, sortie = list(ordre), []
    while attente and len(sortie) < PROFONDEUR:

        def tient(r: int) -> bool:
            recents = sortie[-(FENETRE - 1) :]
            regles = ((f.series, PAR_SERIE), (f.structures, PAR_STRUCTURE), (f.types, PAR_TYPE))
            return all(g[r] < 0 or sum(g[x] == g[r] for x in recents) < combien for g, combien in regles)

        sortie.append(attente.pop(next((i for i, r in enumerate(attente) if tient(r)), 0)))
    return sortie + attente


def test_dix_fois_la_meme_structure_devient_deux() -> None:
    f = familles(list(range(40)), [0] * 20 + list(range(1, 21)), [i % 8 for i in range(40)])
    premiers = espacer(np.arange(40, dtype=np.int32), f)[:10].tolist()
    assert premiers[:2] == [0, 1]
    assert premiers[2:] == list(range(20, 28))  # small structures have their exposure


def test_dix_fois_le_meme_type_devient_sept() -> None:
    f = familles(list(range(40)), list(range(40)), [0] * 20 + [1] * 20)
    assert Counter(f.types[espacer(np.arange(40, dtype=np.int32), f)[:10]].tolist()) == {0: 7, 1: 3}


def test_la_meme_action_a_d_autres_dates_ne_vient_qu_une_fois() -> None:
    f = familles([0] * 10 + list(range(1, 31)), [-1] * 40, [i % 8 for i in range(40)])
    premiers = espacer(np.arange(40, dtype=np.int32), f)[:10].tolist()
    assert [r for r in premiers if r < 10] == [0]


def test_sans_structure_on_ne_ressemble_a_personne() -> None:
    f = familles([-1] * 30, [-1] * 30, [i % 8 for i in range(30)])
    assert espacer(np.arange(30, dtype=np.int32), f).tolist() == list(range(30))


def test_quand_tout_se_ressemble_le_score_decide() -> None:
    f = familles([0] * 60, [0] * 60, [0] * 60)
    assert espacer(np.arange(60, dtype=np.int32), f).tolist() == list(range(60))
    assert espacer(np.zeros(0, dtype=np.int32), f).tolist() == []


@pytest.mark.parametrize("graine", range(40))
def test_comme_le_juge_naif_et_nul_n_est_perdu(graine: int) -> None:
    hasard = random.Random(graine)
    taille, riche = hasard.randint(1, 150), hasard.choice((2, 6, 60))
    f = familles(*([hasard.randint(-1, riche) for _ in range(taille)] for _ in range(2)), [hasard.randint(0, 7) for _ in range(taille)])
    ordre = list(range(taille))
    hasard.shuffle(ordre)
    varies = espacer(np.array(ordre, dtype=np.int32), f).tolist()
    assert varies == naif(ordre, f)
    assert sorted(varies) == sorted(ordre)


def test_beaucoup_de_listes_a_la_fois_sont_chacune_la_leur() -> None:
    hasard = np.random.default_rng(8)
    f = familles(*(hasard.integers(-1, 5, 90).tolist() for _ in range(2)), hasard.integers(0, 8, 90).tolist())
    listes = np.full((30, 40), -1, dtype=np.int32)
    for liste in listes:
        longueur = int(hasard.integers(0, 41))
        liste[:longueur] = hasard.permutation(90)[:longueur]
    choix, tenu = varier(listes, f.de(listes), 20)
    for liste, pris, plein in zip(listes, choix, tenu, strict=True):
        seule = espacer(liste[liste >= 0], f)[:20].tolist()
        assert [r for r in liste[pris].tolist() if r >= 0] == seule
        # « Held »: the same twenty come out of a longer list.
        if plein:
            suite = np.setdiff1d(np.arange(90, dtype=np.int32), liste)
            assert espacer(np.concatenate([liste[liste >= 0], suite]).astype(np.int32), f)[:20].tolist() == seule
