"""The traps of LHÉO: who is responsible, what is refused, and nonsense everywhere. One deviation of the invented fixture at a time."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from lxml import etree

from catalogue.domaine import Session, Structure
from etl.formats.lheo import lire
from etl.lecture import Contexte, Element, Lu, Rejet

Lire = Callable[..., Any]
A1 = "action[@numero='99_A1']/"
FIXTURE = Path(__file__).parent / "fixtures" / "formations-2.3.xml"


def structure(elements: list[Element]) -> Structure | None:
    return next((e.objet for e in elements if isinstance(e, Lu) and isinstance(e.objet, Structure)), None)


def test_siret_faux_le_numero_prend_sa_place(lues: Lire) -> None:
    elements = lues(("organisme-formation-responsable/SIRET-organisme-formation/SIRET", "99912345600018"))
    lue = structure(elements)
    assert lue is not None
    assert (lue.siret, lue.source_id, elements.offre().structure) == (None, "99_OF7", "99_OF7")
    assert ("SIRET-organisme-formation", "99912345600018") in elements.doutes


def test_siret_de_zeros_et_raison_sociale_a_defaut_de_nom(lues: Lire) -> None:
    organisme = "organisme-formation-responsable/"
    elements = lues(
        (organisme + "SIRET-organisme-formation/SIRET", "00000000000000"),
        (organisme + "nom-organisme", "-"),
        (organisme + "raison-sociale", "SARL Tilleul"),
    )
    lue = structure(elements)
    assert lue is not None
    assert (lue.nom, lue.siret) == ("SARL Tilleul", None)


def test_organisme_sans_nom(lues: Lire) -> None:
    elements = lues(("organisme-formation-responsable/nom-organisme", None))
    premiere = elements.offre()
    assert premiere.structure is None
    assert ("organisme-formation-responsable", "") in elements.doutes


def rejets(elements: list[Element]) -> list[tuple[str, str]]:
    return [(e.chemin, e.anomalies[0].champ) for e in elements if isinstance(e, Rejet)]


def test_action_sans_numero(lues: Lire, tmp_path: Path) -> None:
    elements = lues((".", "<action><session><periode><debut>20260901</debut></periode></session></action>"))
    assert rejets(elements) == [("formation 99_1001 / action n°\u00a03", "action/@numero")]
    assert len([e for e in elements if isinstance(e, Lu)]) == 4, "the others are kept"


def test_formation_sans_action(lues: Lire) -> None:
    elements = lues(("action", None))
    assert rejets(elements) == [("formation 99_1001", "action")]
    assert elements.offre("99_B1"), "the next training is read"


def test_formation_sans_titre(lues: Lire) -> None:
    elements = [e for e in lues(("intitule-formation", " - ")) if isinstance(e, Rejet)]
    assert [(e.chemin, e.anomalies[0].champ, e.cle) for e in elements] == [
        ("formation 99_1001 / action 99_A1", "intitule-formation", ("carif", "99_1001/99_A1")),
        ("formation 99_1001 / action 99_A2", "intitule-formation", ("carif", "99_1001/99_A2")),
    ], "each offer is named: a full feed does not close what is only faulty"


def test_session_gardee_telle_quelle(lues: Lire) -> None:
    assert lues().offre().sessions == (
        Session(source_id="S1", debut=date(2026, 9, 7), fin=date(2027, 1, 15), date_limite=date(2026, 8, 21), places=12),
    ), "a reading without its namespace gives the same"


CHARABIA = ["", "-", "0", "99999999", "\u00a0", "<p>", "é" * 400, "1e308", "NaN", "2026-02-30", "javascript:x", "[{", "&#0;", "12h99"]


@pytest.mark.parametrize("charabia", CHARABIA)
def test_n_importe_quoi_partout_ne_casse_jamais_la_lecture(tmp_path: Path, charabia: str) -> None:
    racine = etree.fromstring(FIXTURE.read_bytes())
    feuilles = [element for element in racine.iter("{*}*") if not len(element)]
    for rang, feuille in enumerate(feuilles):
        garde, feuille.text = feuille.text, charabia
        fichier = tmp_path / f"{rang}.xml"
        fichier.write_bytes(etree.tostring(racine))
        lus = list(lire(fichier, Contexte(date(2026, 3, 10), "carif")))
        assert any(isinstance(e, Lu) for e in lus)
        feuille.text = garde
