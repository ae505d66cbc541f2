"""What a query in plain words also says."""

import pytest

from catalogue.comprehension import Compris, comprendre
from catalogue.domaine import Commune, Jour, Periode, creneaux
from catalogue.referentiel import Referentiel, indexer_noms

COMMUNES = {
    c.code_insee: c
    for c in (
        Commune("94028", "Créteil", ("94000",), 48.79, 2.46, "eds-1"),
        Commune("94038", "L'Haÿ-les-Roses", ("94240",), 48.78, 2.34, "eds-2"),
        Commune("94081", "Vitry-sur-Seine", ("94400",), 48.79, 2.39, "eds-2"),
        Commune("71999", "Vente", ("71000",), 46.0, 4.0, None),
    )
}
REFERENTIEL = Referentiel({}, {}, COMMUNES, indexer_noms(COMMUNES), {})
TOUS_LES_JOURS = tuple(Jour)


@pytest.mark.parametrize(
    ("texte", "reste", "commune"),
    [
        ("ménage le matin à Créteil", "ménage", "94028"),
        ("creteil", "", "94028"),
        ("cuisine sur vitry sur seine", "cuisine", "94081"),
        ("vendeuse à L’Haÿ les Roses", "vendeuse", "94038"),
        ("jardinage 94400", "jardinage", "94081"),
        ("emploi de vente", "emploi", "71999"),
        ("vente en magasin", "vente en magasin", None),
        ("aide à domicile", "aide à domicile", None),
    ],
)
def test_le_lieu_est_compris(texte: str, reste: str, commune: str | None) -> None:
    lue = comprendre(texte, REFERENTIEL)
    assert lue.texte == reste
    assert (lue.commune.code_insee if lue.commune else None) == commune


@pytest.mark.parametrize(
    ("texte", "masque"),
    [
        ("ménage le matin", creneaux(TOUS_LES_JOURS, (Periode.MATIN,))),
        ("garde d'enfants le mercredi après-midi", creneaux((Jour.MERCREDI,), (Periode.APRES_MIDI,))),
        ("serveur le soir et le week-end", creneaux((Jour.SAMEDI, Jour.DIMANCHE), (Periode.SOIR,))),
        ("agent de sécurité de nuit", creneaux(TOUS_LES_JOURS, (Periode.NUIT,))),
        ("aide soignante", None),
    ],
)
def test_les_horaires_sont_compris(texte: str, masque: int | None) -> None:
    assert comprendre(texte, REFERENTIEL).creneaux == masque


def test_sans_permis() -> None:
    lue = comprendre("livreur sans permis", REFERENTIEL)
    assert lue.sans_permis
    assert lue.texte == "livreur"
    assert not comprendre("permis B", REFERENTIEL).sans_permis


def test_ce_que_la_personne_refuse_reste_dans_le_texte() -> None:
    lue = comprendre("ménage le matin à Créteil", REFERENTIEL, frozenset({Compris.COMMUNE, Compris.CRENEAUX}))
    assert lue.commune is None
    assert lue.creneaux is None
    assert lue.texte == "ménage le matin à Créteil"


@pytest.mark.parametrize("texte", ["", "   ", "???", "à", "le matin", "d'", "l’"])
def test_une_requete_presque_vide_ne_casse_rien(texte: str) -> None:
    assert comprendre(texte, REFERENTIEL).commune is None
