"""A title typed with one letter wrong."""

from __future__ import annotations

import numpy as np
import pytest

from catalogue.lettres import LONGUEUR_D_UN_TITRE, IndexLettres, formes

TITRES = ["Cariste", "Soudeur / Soudeuse à l'arc", "Chef de rang", "Vente", "Infirmier / Infirmière"]


@pytest.fixture(scope="module")
def index() -> IndexLettres:
    return IndexLettres.construire(TITRES)


@pytest.mark.parametrize(
    ("titre", "attendues"),
    [
        ("Cariste", ("Cariste",)),
        ("Soudeur / Soudeuse à l'arc", ("Soudeur à l'arc", "Soudeuse à l'arc")),
        ("Agent / Agente d'entretien", ("Agent d'entretien", "Agente d'entretien")),
        ("Brancardier / Brancardière", ("Brancardier", "Brancardière")),
    ],
)
def test_un_titre_a_deux_formes(titre: str, attendues: tuple[str, ...]) -> None:
    assert formes(titre) == attendues


@pytest.mark.parametrize(
    ("tape", "titre"),
    [("ariste", 0), ("aCriste", 0), ("cariste", 0), ("soudeuze a l'arc", 1), ("SOUDEUR À L’ARC", 1), ("chef de ragn", 2), ("infirmiere", 4)],
)
def test_une_lettre_de_travers_retrouve_le_titre(index: IndexLettres, tape: str, titre: int) -> None:
    notes = index.chercher(tape).notes
    assert int(np.argmax(notes)) == titre
    assert 0 < notes[titre] <= 1


def test_le_titre_exact_vaut_un_et_passe_devant_son_voisin(index: IndexLettres) -> None:
    lues = IndexLettres.construire(["Vente", "Verte"]).chercher("verte")
    assert lues.notes[1] == 1.0
    assert lues.notes[0] < lues.notes[1]
    assert not lues.a_une_lettre.any()


@pytest.mark.parametrize(
    ("tape", "titres"),
    [("ariste", [0]), ("carriste", [0]), ("carsite", [0]), ("carissse", []), ("cariste", []), ("chef de rnag", [2]), ("vante", [3]), ("", [])],
)
def test_les_titres_a_une_lettre_sont_dits(index: IndexLettres, tape: str, titres: list[int]) -> None:
    assert np.flatnonzero(index.chercher(tape).a_une_lettre).tolist() == titres


@pytest.mark.parametrize("tape", ["", "  ", "plombier", "car", "x" * (LONGUEUR_D_UN_TITRE + 1)])
def test_ce_qui_ne_ressemble_a_rien_ne_trouve_rien(index: IndexLettres, tape: str) -> None:
    lues = index.chercher(tape)
    assert lues.notes.shape == lues.a_une_lettre.shape == (len(TITRES),)
    assert not lues.notes.any()
    assert not lues.a_une_lettre.any()


def test_un_index_vide_repond() -> None:
    assert IndexLettres.construire([]).chercher("cariste").notes.shape == (0,)
