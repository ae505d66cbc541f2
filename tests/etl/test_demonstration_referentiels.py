"""Facts of the demonstration: real codes and labels, real communes, an invented grouping that says so."""

from __future__ import annotations

import csv
import gzip
import io
import json
from datetime import date
from pathlib import Path

import pytest

from catalogue.domaine import PUBLICS, TypeOffre
from etl import demonstration
from etl.demonstration.tables import fiches
from etl.demonstration.villes import villes

VAL_DE_MARNE = 47


def lire(chemin: Path, separateur: str = ",") -> list[dict[str, str]]:
    """Rows of a CSV of the open data, compressed or not."""
    contenu = gzip.decompress(chemin.read_bytes()) if chemin.suffix == ".gz" else chemin.read_bytes()
    return list(csv.DictReader(io.StringIO(contenu.decode("utf-8-sig")), delimiter=separateur))


@pytest.fixture
def rome(donnees_reelles: Path) -> Path:
    return donnees_reelles / "rome-4.0"


def test_cent_cinquante_metiers_sans_definition_recopiee() -> None:
    metiers = demonstration.metiers()
    assert len(metiers) == len({m.code_rome for m in metiers}) == 150
    assert not any(m.definition or m.acces_metier for m in metiers)


def test_chaque_code_et_chaque_libelle_sont_ceux_du_rome(rome: Path) -> None:
    officiels = {ligne["code_rome"]: ligne for ligne in lire(rome / "unix_referentiel_code_rome_v460_utf8.csv")}
    for metier in demonstration.metiers():
        officiel = officiels[metier.code_rome]
        assert metier.libelle == officiel["libelle_rome"]
        assert metier.code_rome_parent == officiel["code_rome_parent"]
        assert metier.emploi_reglemente == (officiel["emploi_reglemente"] == "O")
        assert metier.emploi_cadre == (officiel["emploi_cadre"] == "O")
        assert (metier.transition_eco or "") == officiel["transition_eco"]
        assert (metier.transition_num, metier.transition_demo) == (officiel["transition_num"] == "O", officiel["transition_demo"] == "O")


def test_chaque_appellation_est_celle_du_rome(rome: Path) -> None:
    officielles = {int(ligne["code_ogr"]): ligne for ligne in lire(rome / "unix_referentiel_appellation_v460_utf8.csv.gz")}
    for appellation in demonstration.appellations():
        officielle = officielles[appellation.code_ogr]
        assert (appellation.libelle, appellation.libelle_court) == (officielle["libelle_appellation_long"], officielle["libelle_appellation_court"])
        assert appellation.code_rome == officielle["code_rome"]
        assert appellation.principale == (officielle["classification"] == "PRINCIPALE")
        assert appellation.peu_usitee == (officielle["peu_usite"] == "O")


def test_une_appellation_principale_par_metier_et_quelques_autres() -> None:
    par_metier: dict[str, list[bool]] = {m.code_rome: [] for m in demonstration.metiers()}
    for appellation in demonstration.appellations():
        par_metier[appellation.code_rome].append(appellation.principale)
    assert all(drapeaux.count(True) == 1 for drapeaux in par_metier.values())
    assert sum(len(drapeaux) > 2 for drapeaux in par_metier.values()) > 100


def test_les_mobilites_sont_toutes_celles_du_rome_entre_ces_metiers(rome: Path) -> None:
    codes = {m.code_rome for m in demonstration.metiers()}
    attendues = {
        (ligne["code_rome"], ligne["code_rome_cible"], int(ligne["numero_ordre"]))
        for ligne in lire(rome / "unix_rubrique_mobilite_v460_utf8.csv")
        if ligne["code_rome"] in codes and ligne["code_rome_cible"] in codes
    }
    assert set(demonstration.mobilites()) == attendues


def test_domaines_et_grands_domaines_sont_ceux_du_rome(rome: Path) -> None:
    lignes = {ligne["code_rome"]: ligne for ligne in lire(rome / "unix_cr_gd_dp_v460_utf8.csv")}
    officiels = [lignes[m.code_rome] for m in demonstration.metiers()]
    assert set(demonstration.grands_domaines()) == {(o["code_grand_domaine"], o["libelle_grand_domaine"]) for o in officiels}
    assert set(demonstration.domaines_professionnels()) == {(o["code_domaine_professionel"], o["libelle_domaine_professionel"]) for o in officiels}


def test_les_domaines_couvrent_les_metiers_et_portent_la_lettre_de_leur_grand_domaine() -> None:
    lettres = {code for code, _ in demonstration.grands_domaines()}
    domaines = {code for code, _ in demonstration.domaines_professionnels()}
    assert {code[0] for code in domaines} == lettres
    assert {m.code_rome[:3] for m in demonstration.metiers()} == domaines


def test_les_communes_sont_celles_de_la_base_postale(donnees_reelles: Path) -> None:
    officielles = {ligne["code_insee"]: ligne for ligne in lire(donnees_reelles / "geo" / "communes_94.csv")}
    siennes = {c.code_insee: c for c in demonstration.communes() if c.departement == "94"}
    assert siennes.keys() == officielles.keys()
    for code, commune in siennes.items():
        assert commune.nom == officielles[code]["nom"]
        assert commune.codes_postaux == tuple(officielles[code]["codes_postaux"].split("|"))
        assert commune.latitude == pytest.approx(float(officielles[code]["latitude"]), abs=1e-5)
        assert commune.longitude == pytest.approx(float(officielles[code]["longitude"]), abs=1e-5)


def test_paris_et_les_voisines_existent(donnees_reelles: Path) -> None:
    officielles = {ligne["code_insee"]: ligne for ligne in lire(donnees_reelles / "geo" / "communes_idf.csv")}
    for commune in demonstration.communes():
        assert commune.codes_postaux == tuple(officielles[commune.code_insee]["codes_postaux"].split("|"))
    assert sum(c.departement == "75" for c in demonstration.communes()) == 20


def test_les_47_communes_se_partagent_entre_les_territoires_inventes() -> None:
    territoires = {code: nom for code, nom, _ in demonstration.territoires()}
    val_de_marne = [c for c in demonstration.communes() if c.departement == "94"]
    assert len(val_de_marne) == VAL_DE_MARNE
    assert {c.territoire for c in val_de_marne} == set(territoires)
    assert all(c.territoire is None for c in demonstration.communes() if c.departement != "94")
    assert all("fictif" in nom for nom in territoires.values())
    assert {nature for _, _, nature in demonstration.territoires()} == {"eds"}


def test_chaque_commune_du_departement_dit_comment_on_y_vient() -> None:
    assert len(villes()) == VAL_DE_MARNE
    assert all(ville.acces for ville in villes().values())


def test_les_metiers_des_offres_et_des_personnes_sont_au_referentiel() -> None:
    codes = {m.code_rome for m in demonstration.metiers()}
    jour = date(2026, 11, 23)
    assert {code for offre in demonstration.offres(jour) for code in offre.metiers} <= codes
    assert {code for personne in demonstration.allocataires(jour) for code in personne.metiers} <= codes
    assert {m["rome"][0] for m in fiches("metiers", "metier")} <= codes


def test_les_certifications_existent_et_ont_le_niveau_annonce(donnees_reelles: Path) -> None:
    certifications = lire(donnees_reelles / "certifications" / "certifinfo_2024.csv.gz", ";")
    niveaux = {ligne["Code_RNCP"]: ligne["Code_Niveau_Europeen"] for ligne in certifications if ligne["Code_RNCP"]}
    repertoire = {ligne["Code_RS"] for ligne in certifications}
    for fiche in fiches("formations", "formation"):
        if "rncp" in fiche:
            assert niveaux[fiche["rncp"]] == str(fiche["niveau"]), fiche["titre"]
        if "rs" in fiche:
            assert fiche["rs"] in repertoire, fiche["titre"]


def test_thematiques_et_publics_sont_ceux_de_data_inclusion(donnees_reelles: Path) -> None:
    extra = donnees_reelles / "data-inclusion" / "schema-v1" / "extra"
    thematiques = {entree["value"] for entree in json.loads((extra / "thematiques.json").read_text(encoding="utf-8"))}
    reseaux = {entree["value"] for entree in json.loads((extra / "reseaux-porteurs.json").read_text(encoding="utf-8"))}
    assert {mot for fiche in fiches("appuis", "appui") for mot in fiche["thematiques"]} <= thematiques
    assert {reseau for structure in demonstration.structures() for reseau in structure.reseaux} <= reseaux


def test_les_publics_des_offres_sont_du_vocabulaire() -> None:
    jour = date(2026, 11, 23)
    assert {mot for offre in demonstration.offres(jour) for mot in offre.publics} <= set(PUBLICS)
    assert {offre.type_offre for offre in demonstration.offres(jour)} == set(TypeOffre)


def test_les_tensions_portent_sur_des_metiers_connus() -> None:
    connus = {metier.code_rome for metier in demonstration.metiers()}
    assert {code for code, _ in demonstration.tensions()} < connus
    assert {degre for _, degre in demonstration.tensions()} == {1, 2, 3, 4, 5}
