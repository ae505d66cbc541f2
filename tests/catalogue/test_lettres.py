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
    notes = index.chercher(tape)
    assert int(np.argmax(notes)) == titre
    assert 0 < notes[titre] <= 1


def test_le_titre_exact_vaut_un_et_passe_devant_son_voisin(index: IndexLettres) -> None:
    notes = IndexLettres.construire(["Vente", "Verte"]).chercher("verte")
    assert notes[1] == 1.0
    assert notes[0] < notes[1]


@pytest.mark.parametrize("tape", ["", "  ", "plombier", "car", "x" * (LONGUEUR_D_UN_TITRE + 1)])
def test_ce_qui_ne_ressemble_a_rien_ne_trouve_rien(index: IndexLettres, tape: str) -> None:
    notes = index.chercher(tape)
    assert notes.shape == (len(TITRES),)
    assert not notes.any()


def test_un_index_vide_repond() -> None:
    assert IndexLettres.construire([]).chercher("cariste").shape == (0,)
