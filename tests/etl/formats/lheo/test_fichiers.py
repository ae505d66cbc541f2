"""Whole LHÉO files: versions, roots, broken files, and the JSON rendering."""

from __future__ import annotations

import gzip
import json
import zipfile
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from catalogue.domaine import Dispositif, Lieu, Offre, Presence, Session, Structure, TypeApport
from catalogue.regles import anomalies_offre
from etl.formats.lheo import lire
from etl.lecture import Contexte, Element, Lu, Rejet
from socle.erreurs import FichierIllisible

FIXTURES = Path(__file__).parent / "fixtures"
CONTEXTE = Contexte(date(2026, 3, 10), "carif")
FORMATION = "<formation numero='1'><intitule-formation>T</intitule-formation><action numero='2'><session numero='3'/></action></formation>"


def lus(chemin: Path) -> list[Element]:
    return list(lire(chemin, CONTEXTE))


def ecrire(tmp_path: Path, contenu: str | bytes, nom: str = "fichier.xml") -> Path:
    chemin = tmp_path / nom
    chemin.write_bytes(contenu if isinstance(contenu, bytes) else contenu.encode())
    return chemin


def offres(elements: list[Element]) -> list[Offre]:
    return [e.objet for e in elements if isinstance(e, Lu) and isinstance(e.objet, Offre)]


# --- Versions and roots ---------------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("espace", ["http://www.lheo.org/2.2", "http://www.lheo.org/2.3", "http://www.lheo.org/2.0.1", ""])
def test_versions_2_lues(tmp_path: Path, espace: str) -> None:
    chemin = ecrire(tmp_path, f"<lheo xmlns='{espace}'><offres>{FORMATION}</offres></lheo>")
    assert [o.source_id for o in offres(lus(chemin))] == ["1/2"]


def test_lheo_plus_et_prefixes(tmp_path: Path) -> None:
    interieur = FORMATION.replace("<", "<l:").replace("<l:/", "</l:")
    chemin = ecrire(tmp_path, f"<l:lheo-plus xmlns:l='http://www.lheo.org/2.3'><l:lheo><l:offres>{interieur}</l:offres></l:lheo></l:lheo-plus>")
    assert [o.source_id for o in offres(lus(chemin))] == ["1/2"]


@pytest.mark.parametrize(
    ("contenu", "motif"),
    [
        ("<lheo xmlns='http://www.lheo.org/1.3.0'><offres><offre-formation/></offres></lheo>", "LHÉO 1.3, que la boîte ne lit pas"),
        ("<lheo xmlns='http://www.lheo.org/3.0'><offres/></lheo>", "LHÉO 3.0, que la boîte ne lit pas"),
        ("<lheo-leger><resumes-offres/></lheo-leger>", "que des résumés"),
        ("<lheo-index xmlns='http://www.lheo.org/2.3'/>", "que des résumés"),
        ("<rss><channel/></rss>", "sa racine est <rss>"),
        ("<lheo xmlns='http://www.lheo.org/2.3'><offres/></lheo>", "aucune formation"),
        (f"<lheo><offres>{FORMATION}", "coupé ou mal formé"),
        ("<!DOCTYPE lheo [<!ENTITY a 'aaaa'><!ENTITY b '&a;&a;'>]><lheo><offres>&b;</offres></lheo>", "entités"),
        ("bonjour", "coupé ou mal formé"),
        ("", "vide"),
        ("   ", "coupé ou mal formé"),
        ('{"resultats": [{"id": "1"}]}', "pas un fichier de formations"),
        ("[]", "aucune formation"),
        ("{", "JSON"),
    ],
)
def test_fichiers_refuses(tmp_path: Path, contenu: str, motif: str) -> None:
    chemin = ecrire(tmp_path, contenu)
    with pytest.raises(FichierIllisible, match=motif):
        lus(chemin)


def test_fichier_coupe_apres_une_bonne_formation(tmp_path: Path) -> None:
    entier = (FIXTURES / "formations-2.3.xml").read_bytes()
    coupe = ecrire(tmp_path, entier[: entier.index(b"99_1002") + 40])
    lecture = lire(coupe, CONTEXTE)
    with pytest.raises(FichierIllisible, match="coupé"):
        list(lecture)


def test_absent_dossier_binaire(tmp_path: Path) -> None:
    with pytest.raises(FichierIllisible, match="introuvable"):
        lus(tmp_path / "absent.xml")
    with pytest.raises(FichierIllisible, match="pas un fichier"):
        lus(tmp_path)
    with pytest.raises(FichierIllisible):
        lus(ecrire(tmp_path, bytes(range(256)) * 4))


def test_archive_zip(tmp_path: Path) -> None:
    chemin = tmp_path / "export.zip"
    with zipfile.ZipFile(chemin, "w") as archive:
        archive.writestr("export.xml", "<lheo/>")
    with pytest.raises(FichierIllisible, match="archive ZIP"):
        lus(chemin)


def test_gzip_et_autre_encodage(tmp_path: Path) -> None:
    comprime = tmp_path / "export.xml.gz"
    comprime.write_bytes(gzip.compress((FIXTURES / "formations-2.3.xml").read_bytes()))
    assert len(offres(lus(comprime))) == 3
    latin = f"<?xml version='1.0' encoding='ISO-8859-1'?><lheo><offres>{FORMATION.replace('>T<', '>Métier à tisser<')}</offres></lheo>"
    assert offres(lus(ecrire(tmp_path, latin.encode("latin-1"))))[0].titre == "Métier à tisser"


def test_formation_sans_numero(tmp_path: Path) -> None:
    chemin = ecrire(tmp_path, f"<lheo>\n<offres>\n{FORMATION}\n{FORMATION.replace(chr(39) + '1' + chr(39), chr(39) * 2)}</offres></lheo>")
    rejets = [e for e in lus(chemin) if isinstance(e, Rejet)]
    assert [(r.chemin, r.anomalies[0].champ) for r in rejets] == [("formation n°\u00a02 (ligne 4)", "formation/@numero")]
    assert "doublon" in rejets[0].anomalies[0].motif


def test_la_memoire_ne_grandit_pas_avec_le_fichier(tmp_path: Path) -> None:
    # Read as a stream: the first offers come before the end of the file is looked at.
    suite = "".join(FORMATION.replace("'1'", f"'{n}'") for n in range(20_000))
    lecture = lire(ecrire(tmp_path, f"<lheo><offres>{suite}<formation numero='mal fermée"), CONTEXTE)
    premiers = [next(lecture) for _ in range(10)]
    assert offres(premiers)[0].source_id == "0/2"
    lecture.close()


# --- JSON rendering -------------------------------------------------------------------------------------------------------------------------


def rendu(tmp_path: Path, **changements: Any) -> list[Element]:
    objet = json.loads((FIXTURES / "rendu.json").read_text(encoding="utf-8"))
    return lus(ecrire(tmp_path, json.dumps({**objet, **changements}), "rendu.json"))


def test_rendu_une_offre_par_action() -> None:
    elements = lus(FIXTURES / "rendu.json")
    structure = elements[0].objet if isinstance(elements[0], Lu) else None
    assert isinstance(structure, Structure)
    assert (structure.source_id, structure.nom, structure.lieu.commune) == ("98765432100015", "Bureau école", "Villejuif")
    assert (structure.contact.telephone, structure.contact.lien) == ("01 99 00 00 04", "http://organisme.exemple")
    premiere, seconde = offres(elements)
    assert (premiere.source_id, seconde.source_id) == ("99_2001/99_70", "99_2001/99_71")
    assert premiere.structure == seconde.structure == "98765432100015"
    assert [anomalies_offre(offre) for offre in (premiere, seconde)] == [(), ()]


def test_rendu_champs() -> None:
    premiere, seconde = offres(lus(FIXTURES / "rendu.json"))
    assert premiere.titre == "Initiation aux outils bureautiques"
    assert (
        premiere.description
        == "Écrire un courrier.\nTenir un tableau.\n\nContenu\u00a0: Traitement de texte et tableur.\n\nRésultats attendus\u00a0: Attestation"
    )
    assert premiere.metiers == ("M1607",)
    assert premiere.sessions == (Session(source_id="7001", debut=date(2026, 9, 14), fin=date(2026, 10, 2), places=6),)
    assert premiere.lieu == Lieu("94028", "Créteil", "94000", "5 rue des Écoles, Bâtiment C", 48.7837, 2.4551)
    assert (premiere.contact.courriel, premiere.contact.lien) == ("bureau@organisme.exemple", "http://organisme.exemple/bureau")
    assert premiere.presence is Presence.SUR_PLACE
    assert premiere.conditions == (), "« Aucune » asks for nothing"
    assert [apport.type for apport in premiere.apports] == [TypeApport.ATTESTATION]
    details = premiere.details
    assert (details.duree_heures, details.financeur, details.certifiante, details.niveau_sortie, details.rncp) == (98, "Région", False, None, None)
    assert details.dispositif is Dispositif.CLEA, "line 201 of the CPF"
    assert [s.source_id for s in seconde.sessions] == ["7002", "7003"]
    assert seconde.lieu == Lieu()
    assert seconde.details.dispositif is None
    assert "CPF" in (premiere.cout_precisions or "")
    assert seconde.cout_precisions is None, "one line for a branch, the other for a region that the place does not tell"


def test_rendu_entrees_permanentes(tmp_path: Path) -> None:
    assert [s.debut for o in offres(rendu(tmp_path, **{"entrees-sorties-permanentes": True})) for s in o.sessions] == [None, None, None]


def test_rendu_programme_et_certification(tmp_path: Path) -> None:
    poec, _ = offres(rendu(tmp_path, **{"programme-financeur": "POEC", "code-rncp": 320, "certifiante": True, "certification": False}))
    assert (poec.details.dispositif, poec.details.rncp, poec.details.certifiante) == (Dispositif.POEC, "320", True)


def test_rendu_en_liste(tmp_path: Path) -> None:
    objet = json.loads((FIXTURES / "rendu.json").read_text(encoding="utf-8"))
    elements = lus(ecrire(tmp_path, json.dumps([objet, 3, {**objet, "uid": None}, {**objet, "uid": "99_2002", "sessions": []}]), "rendu.json"))
    assert len(offres(elements)) == 2
    assert [(e.chemin, e.anomalies[0].champ) for e in elements if isinstance(e, Rejet)] == [
        ("élément n°\u00a02", "formation"),
        ("élément n°\u00a03", "formation/@numero"),
        ("formation 99_2002", "action"),
    ]


@pytest.mark.parametrize(
    "tordu", [{"sessions": "non"}, {"sessions": [1, None]}, {"organisme": [], "sessions": [{}]}, {"codes-rome-vises": {"a": 1}}, {"intitule": []}]
)
def test_rendu_tordu_ne_casse_rien(tmp_path: Path, tordu: dict[str, Any]) -> None:
    assert rendu(tmp_path, **tordu)
