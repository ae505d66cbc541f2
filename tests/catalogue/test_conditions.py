"""Conditions as columns: rules shared, words kept, signatures of what offers ask for."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest

from catalogue.apports import TableApports
from catalogue.conditions import NIVEAU_1_SEUL, SEUIL_PRUDENT, UN_DE_LA_LISTE, TableConditions


def ligne(offre: int, genre: str, *valeurs: str, **autres: Any) -> dict[str, Any]:
    return {
        **{"offre_id": offre, "type": genre, "operateur": "dans", "valeurs": list(valeurs), "ferme": True, "origine": "structure", "libelle": ""},
        **{"type_structure": None, "niveau_criteres": None, **autres},
    }


def table(*lignes: dict[str, Any]) -> TableConditions:
    offres = {offre: rang for rang, offre in enumerate(sorted({x["offre_id"] for x in lignes}))}
    return TableConditions.construire(list(lignes), offres)  # type: ignore[arg-type]


def test_une_regle_pour_toutes_les_offres_qui_la_portent() -> None:
    vue = table(ligne(5, "permis", "B", libelle="Permis B"), ligne(7, "permis", "B", libelle="Le permis"), ligne(7, "permis", "C"))
    assert (vue.offre.tolist(), vue.regle.tolist()) == ([0, 1, 1], [0, 0, 1])
    assert [c.libelle for c in vue.conditions] == ["Permis B", "Le permis", ""]


def test_les_signatures_ne_regardent_que_le_ferme() -> None:
    vue = table(
        *(ligne(1, "permis", "B"), ligne(1, "zone", "94")),
        *(ligne(2, "zone", "94"), ligne(2, "permis", "B"), ligne(2, "zone", "94", libelle="deux fois")),
        *(ligne(3, "permis", "B", ferme=False), ligne(3, "competence", "anglais")),
    )
    s = vue.signatures
    assert (s.offres.tolist(), s.rang.tolist()) == ([0, 1, 2], [1, 1, 0])
    assert s.regles[s.debut[1] : s.debut[2]].tolist() == [0, 1]
    assert vue.fermes_de(2) == []


@pytest.mark.parametrize(
    ("origine", "genre", "niveau", "seuil"),
    [
        ("loi", "AI", None, 2),
        ("loi", "ETTI", 2, 2),
        ("loi", "ACI", None, 3),
        ("loi", "EI", None, 3),
        ("loi", "EITI", None, 3),
        ("loi", None, None, SEUIL_PRUDENT),
        ("loi", "AI", 1, NIVEAU_1_SEUL),
        ("structure", "AI", None, UN_DE_LA_LISTE),
    ],
)
def test_le_seuil_des_criteres_suit_le_genre_de_structure(origine: str, genre: str | None, niveau: int | None, seuil: int) -> None:
    vue = table(ligne(1, "critere_iae", "RSA", origine=origine, type_structure=genre, niveau_criteres=niveau))
    assert vue.regles.seuil.tolist() == [seuil]


def test_une_valeur_inconnue_n_arrete_pas_l_image() -> None:
    vue = table(
        ligne(1, "niveau", "3", "licence"), ligne(1, "francais", "B1", "courant"), ligne(1, "critere_iae", "AUTRE"), ligne(1, "public", "marins")
    )
    assert vue.regles.masque.tolist() == [1 << 3, 1 << 3, 0, 0]


def test_ce_que_les_offres_donnent() -> None:
    lignes: list[Any] = [{"offre_id": o, "valeur": v} for o, v in ((1, "B"), (1, "CACES R489"), (2, "b"), (3, "niveau:4"))]
    apports = TableApports.construire(lignes, {1: 10, 2: 20, 3: 30})
    assert apports.donnent({"b"}).tolist() == [10, 20]
    assert apports.donnent({"caces r489", "niveau:4"}).tolist() == [10, 30]
    assert apports.donnent(()).dtype == np.int32
