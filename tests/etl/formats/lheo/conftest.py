"""What the tests of LHÉO share: the invented fixture, and its readings with a few elements changed."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest
from lxml import etree

from catalogue.domaine import Offre
from etl.formats.lheo import lire
from etl.lecture import Avertissement, Contexte, Element, Lu

FIXTURE = Path(__file__).parent / "fixtures" / "formations-2.3.xml"
Lire = Callable[..., "Lues"]


class Lues(list[Element]):
    """Elements of a reading, and what tests look for in them."""

    def offre(self, numero: str = "99_A1") -> Offre:
        """The offer of an action."""
        return next(e.objet for e in self if isinstance(e, Lu) and isinstance(e.objet, Offre) and e.objet.source_id.endswith(numero))

    @property
    def doutes(self) -> list[tuple[str, str]]:
        """Field and value of each warning."""
        return [(e.anomalie.champ, e.anomalie.valeur) for e in self if isinstance(e, Avertissement)]


@pytest.fixture
def lues(tmp_path: Path) -> Lire:
    """Read the first training of the fixture with some of its elements changed.

    Keys are paths from the training (namespaces left out); a value replaces the text, None removes the elements, an XML text is added inside.
    """

    def lire_variante(*changements: tuple[str, str | None]) -> Lues:
        # Without its namespace: names match whatever it is, and paths of the tests stay short.
        racine = etree.fromstring(FIXTURE.read_bytes().replace(b' xmlns="http://www.lheo.org/2.3"', b""))
        formation = racine.find("offres/formation")
        assert formation is not None
        for chemin, valeur in changements:
            trouves = formation.findall(chemin) if chemin else [formation]
            assert trouves, chemin
            for element in trouves:
                if valeur is None:
                    element.getparent().remove(element)
                elif valeur.startswith("<"):
                    element.append(etree.fromstring(valeur))
                else:
                    element.text = valeur
        fichier = tmp_path / "variante.xml"
        fichier.write_bytes(etree.tostring(racine, xml_declaration=True, encoding="utf-8"))
        return Lues(lire(fichier, Contexte(date(2026, 3, 10), "carif")))

    return lire_variante
