"""One contract for every vector index, checked against the oracle."""

from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest
from numpy.typing import NDArray

from models.index import IndexFaiss, IndexMemoire, IndexVectoriel, InstantaneIllisible
from models.moteurs_reference import FaissPlat, un_seul_coeur

DIMENSION = 16
Fabrique = Callable[[int], IndexVectoriel]


@pytest.fixture(params=[IndexMemoire, IndexFaiss])
def fabrique(request: pytest.FixtureRequest) -> Fabrique:
    return request.param  # type: ignore[no-any-return]


@pytest.fixture
def vecteurs() -> NDArray[np.float32]:
    # Small integers: sums are exact in float32, and ties are many.
    return np.random.default_rng(0).integers(-2, 3, (300, DIMENSION)).astype(np.float32)


@pytest.fixture
def requetes() -> NDArray[np.float32]:
    return np.random.default_rng(1).integers(-2, 3, (7, DIMENSION)).astype(np.float32)


def _attendu(vecteurs: NDArray[np.float32], requete: NDArray[np.float32], permis: set[int], k: int) -> list[int]:
    notes = vecteurs @ requete
    return sorted(permis, key=lambda i: (-notes[i], i))[:k]


@pytest.mark.parametrize("k", [1, 5, 40, 300])
@pytest.mark.parametrize("filtre", [None, [7], list(range(0, 300, 10)), [3, 3, 299, 10_000]])
def test_les_plus_proches_sont_exacts_et_les_ex_aequo_vont_par_id(
    fabrique: Fabrique, vecteurs: NDArray[np.float32], requetes: NDArray[np.float32], k: int, filtre: list[int] | None
) -> None:
    index = fabrique(DIMENSION)
    index.upsert(np.arange(300)[::-1], vecteurs[::-1])
    ids, scores = index.chercher(requetes, k, None if filtre is None else np.array(filtre))
    permis = set(range(300)) if filtre is None else set(filtre) & set(range(300))
    assert ids.shape == scores.shape == (7, k)
    for ligne in range(7):
        attendu = _attendu(vecteurs, requetes[ligne], permis, k)
        assert ids[ligne, : len(attendu)].tolist() == attendu
        np.testing.assert_array_equal(scores[ligne, : len(attendu)], (vecteurs @ requetes[ligne])[attendu])
        assert (ids[ligne, len(attendu) :] == -1).all()
        assert np.isneginf(scores[ligne, len(attendu) :]).all()


def test_remplacer_et_supprimer(fabrique: Fabrique) -> None:
    index = fabrique(2)
    index.upsert([5, 2], np.array([[1, 0], [0, 1]], dtype=np.float32))
    index.upsert([2, 9, 9], np.array([[3, 0], [0, 0], [2, 0]], dtype=np.float32))
    requete = np.array([[1, 0]], dtype=np.float32)
    assert index.chercher(requete, 3)[0].tolist() == [[2, 9, 5]]
    assert index.supprimer([9, 9, 77]) == 1
    assert len(index) == 2
    assert index.chercher(requete, 3)[0].tolist() == [[2, 5, -1]]


def test_vide_repond_sans_erreur(fabrique: Fabrique, requetes: NDArray[np.float32]) -> None:
    index = fabrique(DIMENSION)
    assert (index.chercher(requetes, 3)[0] == -1).all()
    index.upsert([1], np.ones((1, DIMENSION), dtype=np.float32))
    assert (index.chercher(requetes, 3, np.array([], dtype=np.int64))[0] == -1).all()
    assert index.chercher(requetes[:0], 3)[0].shape == (0, 3)


def test_refuse_ce_qui_n_a_pas_la_bonne_forme(fabrique: Fabrique) -> None:
    index = fabrique(2)
    for ids, mauvais in (([1], [[1.0, 2.0, 3.0]]), ([1, 2], [[1.0, 2.0]]), ([-1], [[1.0, 2.0]]), ([1], [[1.0, float("nan")]])):
        with pytest.raises(ValueError, match="expected"):
            index.upsert(ids, np.array(mauvais, dtype=np.float32))
    with pytest.raises(ValueError, match="k must"):
        index.chercher(np.ones((1, 2), dtype=np.float32), 0)
    assert len(index) == 0


def test_l_instantane_rend_les_memes_reponses(
    fabrique: Fabrique, vecteurs: NDArray[np.float32], requetes: NDArray[np.float32], tmp_path: Path
) -> None:
    index, autre = fabrique(DIMENSION), fabrique(DIMENSION)
    index.upsert(np.arange(300), vecteurs)
    index.instantane(tmp_path / "offres.idx")
    autre.restaurer(tmp_path / "offres.idx")
    assert autre.chercher(requetes, 20)[0].tolist() == index.chercher(requetes, 20)[0].tolist()
    assert [f.name for f in tmp_path.iterdir()] == ["offres.idx"]


def test_un_instantane_abime_ne_change_rien(fabrique: Fabrique, vecteurs: NDArray[np.float32], tmp_path: Path) -> None:
    index = fabrique(DIMENSION)
    index.upsert([4], vecteurs[:1])
    index.instantane(tmp_path / "bon")
    (tmp_path / "coupe").write_bytes((tmp_path / "bon").read_bytes()[:50])
    for nom in ("coupe", "absent"):
        with pytest.raises(InstantaneIllisible):
            index.restaurer(tmp_path / nom)
    with pytest.raises(InstantaneIllisible, match="dimension"):
        fabrique(3).restaurer(tmp_path / "bon")
    assert len(index) == 1


def test_les_capacites_sont_dites(fabrique: Fabrique) -> None:
    assert fabrique(4).capacites.filtre_exact


@pytest.mark.parametrize("filtre", [None, 1, 7, 299, 1_000])
def test_faiss_nu_ne_perd_rien_sous_un_filtre(vecteurs: NDArray[np.float32], requetes: NDArray[np.float32], filtre: int | None) -> None:
    """The floor of the bench answers what the oracle answers, in score: its ties come in any order."""
    eligibles = None if filtre is None else np.arange(300) % filtre == 0
    permis = np.flatnonzero(eligibles) if eligibles is not None else np.arange(300)
    with un_seul_coeur():
        trouves = FaissPlat(vecteurs).chercher(requetes[0], 10, eligibles)
    notes = vecteurs @ requetes[0]
    assert set(trouves.tolist()) <= set(permis.tolist())
    assert notes[trouves].tolist() == sorted(notes[permis].tolist(), reverse=True)[:10]
