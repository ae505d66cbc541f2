"""Places and métiers of a file brought to the référentiels."""

from catalogue.domaine import DetailsAppui, Lieu, Offre, Structure, TypeOffre
from etl.resolution import Referentiels, resoudre_offre, resoudre_structure

CONNUS = Referentiels.construire(
    ["K1302"],
    [
        ("94028", "creteil", ["94000"]),
        ("94068", "saint maur des fosses", ["94100", "94210"]),
        ("01001", "villeneuve", ["01000"]),
        ("01002", "villeneuve", ["01000"]),
        ("78551", "sainte genevieve", ["78000"]),
    ],
)


def offre(lieu: Lieu, *metiers: str) -> Offre:
    return Offre("flux", "o1", TypeOffre.APPUI, "Aide", DetailsAppui(), lieu=lieu, metiers=metiers)


def code(lieu: Lieu) -> str | None:
    return resoudre_offre(offre(lieu), CONNUS)[0].lieu.code_insee


def test_un_code_connu_ne_change_rien() -> None:
    connue = offre(Lieu(code_insee="94028", commune="Ailleurs", code_postal="94210"), "K1302")
    assert resoudre_offre(connue, CONNUS) == (connue, [])


def test_le_nom_et_le_code_postal_ensemble_donnent_le_code() -> None:
    assert code(Lieu(commune="CRÉTEIL", code_postal="94000")) == "94028"
    assert code(Lieu(commune="St-Maur des Fossés", code_postal="94100")) == "94068"
    assert code(Lieu(commune="STE GENEVIEVE", code_postal="78000")) == "78551"
    assert code(Lieu(commune="Créteil")) is None
    assert code(Lieu(code_postal="94000")) is None
    assert code(Lieu(commune="Créteil", code_postal="94100")) is None


def test_deux_communes_de_meme_nom_et_de_meme_code_postal_ne_se_devinent_pas() -> None:
    assert code(Lieu(commune="Villeneuve", code_postal="01000")) is None


def test_un_code_inconnu_laisse_sa_place_au_nom_puis_a_lui_meme() -> None:
    resolue, doutes = resoudre_offre(offre(Lieu(code_insee="99999", commune="Créteil", code_postal="94000")), CONNUS)
    assert (resolue.lieu.code_insee, doutes) == ("94028", [])
    structure, doutes = resoudre_structure(Structure("flux", "s1", "Nom", lieu=Lieu(code_insee="99999", adresse="1 rue")), CONNUS)
    assert (structure.lieu, [d.valeur for d in doutes]) == (Lieu(commune="99999", adresse="1 rue"), ["99999"])


def test_les_metiers_inconnus_sont_ecartes_dans_l_ordre_des_autres() -> None:
    resolue, doutes = resoudre_offre(offre(Lieu(), "A9999", "K1302", "B9999"), CONNUS)
    assert (resolue.metiers, [d.valeur for d in doutes]) == (("K1302",), ["A9999", "B9999"])


def test_un_referentiel_vide_n_est_pas_reproche_a_chaque_ligne() -> None:
    resolue, doutes = resoudre_offre(offre(Lieu(code_insee="94028"), "K1302"), Referentiels.construire([], []))
    assert (resolue.metiers, resolue.lieu, doutes) == ((), Lieu(commune="94028"), [])
