"""Every LHÉO sample file: what is read, doubted and refused, as told in ``docs/imports/lheo.md``."""

from __future__ import annotations

from collections import Counter
from datetime import date
from pathlib import Path

import pytest

from catalogue.domaine import DetailsFormation, Dispositif, Offre
from catalogue.regles import anomalies_offre, anomalies_structure
from etl.formats.lheo import lire
from etl.lecture import Contexte, Element, Lu
from socle.erreurs import FichierIllisible

DONNEES = Path(__file__).parents[4].parent / "shared" / "data" / "lheo"
pytestmark = pytest.mark.skipif(not DONNEES.is_dir(), reason="Les exemples réels ne sont pas à côté du dépôt (../shared/data/lheo).")

# File: structures, offers, sessions, rejections, doubts.
DEUX_ACTIONS = (1, 2, 2, 0, 0)
UNE_ACTION = (1, 1, 1, 0, 0)
XML = "clea contrat_apprentissage contrat_professionnalisation entrees_sorties_permanentes formation heures_centre_empty non_certifiante "
XML += "non_professionnalisante objectif_general_formation_certifiante old_region professionnalisante vae without_certifinfo without_rncp"
COMPTES = {
    "exemples/lheo-2.2-bts-onisep.xml": UNE_ACTION,
    **{f"exemples-intercarif/{nom}.xml": DEUX_ACTIONS for nom in XML.split()},
    **{f"exemples-intercarif/{nom}.xml": UNE_ACTION for nom in ("daeu", "poec", "wrong_code_financeur_16")},
    **{f"exemples-intercarif-json/{nom}.json": DEUX_ACTIONS for nom in ("clea", "formation", "old_region", "poec", "with_copanef")},
    "exemples-intercarif-json/professionnalisante.json": UNE_ACTION,
}
REFUSES = {
    "exemples/lheo-1.3-exemple-conseiller-insertion.xml": "LHÉO 1.3",
    "exemples/lheo-1.3-exemple-photographe.xml": "LHÉO 1.3",
    "exemples/lheo-1.3-exemple-leger.xml": "résumés",
}


def elements(nom: str, jour: date = date(2018, 3, 1)) -> list[Element]:
    return list(lire(DONNEES / nom, Contexte(jour, "lheo")))


def offres(nom: str) -> list[Offre]:
    return [e.objet for e in elements(nom) if isinstance(e, Lu) and isinstance(e.objet, Offre)]


def details(nom: str) -> list[DetailsFormation]:
    return [o.details for o in offres(nom) if isinstance(o.details, DetailsFormation)]


def test_aucun_exemple_oublie() -> None:
    exemples = {str(chemin.relative_to(DONNEES)) for dossier in DONNEES.glob("exemples*") for chemin in dossier.iterdir()}
    assert exemples == COMPTES.keys() | REFUSES.keys()


@pytest.mark.parametrize("nom", COMPTES)
def test_comptes(nom: str) -> None:
    lus = elements(nom)
    comptes = Counter(type(e.objet if isinstance(e, Lu) else e).__name__ for e in lus)
    sessions = sum(len(offre.sessions) for offre in offres(nom))
    assert (comptes["Structure"], comptes["Offre"], sessions, comptes["Rejet"], comptes["Avertissement"]) == COMPTES[nom]
    for element in lus:
        assert isinstance(element, Lu)
        assert (anomalies_offre(element.objet) if isinstance(element.objet, Offre) else anomalies_structure(element.objet)) == ()


@pytest.mark.parametrize("nom", REFUSES)
def test_fichiers_refuses(nom: str) -> None:
    with pytest.raises(FichierIllisible, match=REFUSES[nom]):
        elements(nom)


def test_une_deviation_par_fichier() -> None:
    """The samples are one training with a single deviation each: each deviation is seen, and on its own action only."""
    dispositifs = {
        nom: [d.dispositif for d in details(f"exemples-intercarif/{nom}.xml")]
        for nom in ("formation", "clea", "vae", "contrat_apprentissage", "contrat_professionnalisation", "poec", "wrong_code_financeur_16")
    }
    qualifiante = Dispositif.QUALIFIANTE
    assert dispositifs == {
        "formation": [qualifiante, qualifiante],
        "clea": [Dispositif.CLEA, qualifiante],
        "vae": [Dispositif.VAE, qualifiante],
        "contrat_apprentissage": [Dispositif.ALTERNANCE, qualifiante],
        "contrat_professionnalisation": [Dispositif.ALTERNANCE, qualifiante],
        "poec": [Dispositif.POEC],
        "wrong_code_financeur_16": [None],
    }
    assert [d.certifiante for d in details("exemples-intercarif/non_certifiante.xml")] == [False, False]
    assert [d.rncp for d in details("exemples-intercarif/without_rncp.xml")] == [None, None]
    assert [a.valeur for o in offres("exemples-intercarif/without_rncp.xml") for a in o.apports] == ["CERTIFINFO80735", "CERTIFINFO80735"]
    assert [d.rncp for d in details("exemples-intercarif/without_certifinfo.xml")] == ["320", "320"]
    assert [d.duree_heures for d in details("exemples-intercarif/heures_centre_empty.xml")] == [None, 697]
    permanentes = [[s.debut is None for s in o.sessions] for o in offres("exemples-intercarif/entrees_sorties_permanentes.xml")]
    assert permanentes == [[True], [True]]


def test_niveaux_traduits() -> None:
    assert [d.niveau_sortie for d in details("exemples/lheo-2.2-bts-onisep.xml")] == [5]
    assert [d.niveau_sortie for d in details("exemples-intercarif/daeu.xml")] == [4]
    (condition, _) = offres("exemples-intercarif/daeu.xml")[0].conditions
    assert (condition.valeurs, condition.ferme) == (("3",), True)


def test_poec_a_distance() -> None:
    (offre,) = offres("exemples-intercarif/poec.xml")
    assert (offre.presence, offre.sessions[0].places, offre.lieu.code_postal) == ("a_distance", 20, "06130")


def test_rendus_json() -> None:
    assert [d.dispositif for d in details("exemples-intercarif-json/clea.json")] == [Dispositif.CLEA, Dispositif.QUALIFIANTE]
    assert [d.dispositif for d in details("exemples-intercarif-json/poec.json")] == [Dispositif.POEC, Dispositif.POEC]
    assert [d.niveau_sortie for d in details("exemples-intercarif-json/formation.json")] == [3, 3]
    assert [s.debut for o in offres("exemples-intercarif-json/formation.json") for s in o.sessions] == [date(2018, 5, 14), date(2018, 6, 18)]
