"""Reading and writing tasks: what is read, and what is said of a line that cannot be."""

from __future__ import annotations

from pathlib import Path

import pytest

from catalogue import depot
from catalogue.vues import TextesMetier
from etl.rome import importer_rome
from matching.evaluation.fichiers import ecrire_tache, lire_jugements, lire_metiers, lire_tache, lire_textes
from matching.evaluation.rome import lire_rome
from matching.evaluation.taches import Corpus, Requete, Tache
from socle.base import Bassin, transaction
from socle.erreurs import FichierIllisible
from socle.horloge import HorlogeFixe

ROME = Path(__file__).parents[1] / "etl" / "fixtures" / "rome"
METIERS = (
    TextesMetier("K1302", "Auxiliaire de vie", "K1302"),
    TextesMetier("K1311", "Assistante de vie aux familles", "K1302"),
    TextesMetier("N1101", "Cariste", "N1101", ("Conducteur de chariot",), "Conduit un chariot.", ("Gerber des palettes",)),
)


def ecrire(dossier: Path, nom: str, contenu: str | bytes) -> Path:
    fichier = dossier / nom
    fichier.write_bytes(contenu if isinstance(contenu, bytes) else contenu.encode())
    return fichier


def test_un_tsv_se_lit_avec_ses_accents_et_ses_tabulations(tmp_path: Path) -> None:
    fichier = ecrire(tmp_path, "q.tsv", "\ufeffq1\tménage le matin\r\n\n q2 \tun\tdeux \nq3\t\n")
    assert lire_textes(fichier) == {"q1": "ménage le matin", "q2": "un\tdeux", "q3": ""}


@pytest.mark.parametrize(
    ("contenu", "dit"),
    [
        ("q1\tun\nq2 sans tabulation\n", "« f », ligne 2 : il faut un identifiant, une tabulation"),
        ("\tsans identifiant\n", "ligne 1"),
        ("q1\tun\n\nq1\tdeux\n", "ligne 3 : l’identifiant « q1 » est déjà pris"),
        ("\n \n", "aucune ligne"),
        ("é".encode("latin-1"), "UTF-8"),
    ],
)
def test_un_tsv_mal_forme_est_explique(tmp_path: Path, contenu: str | bytes, dit: str) -> None:
    with pytest.raises(FichierIllisible, match=dit):
        lire_textes(ecrire(tmp_path, "f", contenu))


def test_une_ligne_redite_mot_pour_mot_ne_compte_qu_une_fois(tmp_path: Path) -> None:
    assert lire_textes(ecrire(tmp_path, "f", "q1\tun\r\nq2\tdeux\r\nq1\tun \n")) == {"q1": "un", "q2": "deux"}


def test_un_fichier_absent_est_dit(tmp_path: Path) -> None:
    with pytest.raises(FichierIllisible, match="ne peut pas être lu"):
        lire_textes(tmp_path / "rien.tsv")
    with pytest.raises(FichierIllisible, match="ne peut pas être lu"):
        lire_jugements(tmp_path)


def test_des_jugements_trec_se_lisent(tmp_path: Path) -> None:
    fichier = ecrire(tmp_path, "j.qrels", "q1 0 d1 2\nq1\t0\td2\t0\nq2 0 d1 -1\nq1 0 d1 2\n")
    assert lire_jugements(fichier) == {"q1": {"d1": 2, "d2": 0}, "q2": {"d1": -1}}


@pytest.mark.parametrize(
    ("contenu", "dit"),
    [
        ("q1 0 d1\n", "ligne 1 : il faut quatre champs"),
        ("q1 0 d1 1\nq1 0 d2 beaucoup\n", "ligne 2 : il faut quatre champs"),
        ("q1 0 d1 1,5\n", "note entière"),
        ("q1 0 d1 1\nq1 0 d1 2\n", "ligne 2 : le document « d1 » a déjà une autre note"),
        ("", "aucun jugement"),
    ],
)
def test_des_jugements_mal_formes_sont_expliques(tmp_path: Path, contenu: str, dit: str) -> None:
    with pytest.raises(FichierIllisible, match=dit):
        lire_jugements(ecrire(tmp_path, "j.qrels", contenu))


def trois(dossier: Path, jugements: str) -> tuple[Path, Path, Path]:
    return (
        ecrire(dossier, "q.tsv", "q1\tcariste\nq2\tmaçon\n"),
        ecrire(dossier, "c.tsv", "d1\tConducteur de chariot\nd2\tOuvrier maçon\n"),
        ecrire(dossier, "j.qrels", jugements),
    )


def test_une_tache_se_lit_et_garde_les_requetes_sans_jugement(tmp_path: Path) -> None:
    lue = lire_tache(*trois(tmp_path, "q1 0 d1 1\nq8 0 d1 1\nq9 0 d2 1\n"))
    assert (lue.inconnus, lue.documents_inconnus) == (("q8", "q9"), ())
    tache = lue.tache
    assert tache.jugements == {"q1": {"d1": 1}}
    assert [r.texte for r in tache.requetes] == ["cariste", "maçon"]
    assert tache.corpus.cles_uniques == ("d1", "d2")
    assert tache.empreinte == lire_tache(*trois(tmp_path, "q1 0 d1 1\n")).tache.empreinte
    assert tache.empreinte != lire_tache(*trois(tmp_path, "q1 0 d2 1\n")).tache.empreinte


def test_un_document_juste_et_absent_est_nomme(tmp_path: Path) -> None:
    lue = lire_tache(*trois(tmp_path, "q1 0 d1 1\r\nq1 0 parti 2\r\nq2 0 ailleurs 0\r\n"))
    assert lue.documents_inconnus == ("parti",)
    assert lue.tache.jugements["q1"] == {"d1": 1, "parti": 2}


@pytest.mark.parametrize(
    ("jugements", "dit"),
    [("q9 0 d1 1\n", "ne juge aucune requête"), ("q1 0 inconnu 1\n", "ne désigne aucun document"), ("q1 0 d1 0\n", "aucun document")],
)
def test_des_fichiers_qui_ne_vont_pas_ensemble(tmp_path: Path, jugements: str, dit: str) -> None:
    with pytest.raises(FichierIllisible, match=dit):
        lire_tache(*trois(tmp_path, jugements))


def test_les_metiers_ont_une_cle_stricte_et_une_souple(tmp_path: Path) -> None:
    fichier = ecrire(
        tmp_path,
        "r.jsonl",
        '{"requete": "cariste", "codes_rome": ["N1101"], "autre": 1}\n\n'
        '{"requete": "aide", "codes_rome": ["K1311"]}\n'
        '{"requete": "vie", "codes_rome_famille": ["K1302"]}\n'
        '{"requete": "perdu", "codes_rome": ["A1101"], "codes_rome_famille": ["A1101"]}\n'
        '{"requete": "nul", "codes_rome": null, "codes_rome_famille": ["K1311"]}\r\n'
        '{"requete": "vide", "codes_rome": ["N1101"], "codes_rome_famille": null}\r\n',
    )
    lue = lire_metiers(fichier, METIERS)
    assert [r.identifiant for r in lue.tache.requetes] == ["1", "3", "4", "5", "6", "7"]
    assert lue.tache.jugements == {"1": {"N1101": 1}, "3": {"K1311": 1}, "4": {}, "5": {"A1101": 1}, "6": {}, "7": {"N1101": 1}}
    # Without a family, that of the métier is accepted; a family may be named by one of its métiers.
    vie = {"K1302": 1, "K1311": 1}
    assert lue.tache.souples == {"1": {"N1101": 1}, "3": vie, "4": vie, "5": {"A1101": 1}, "6": vie, "7": {"N1101": 1}}
    assert lue.inconnus == ("A1101",)
    assert "Gerber des palettes" in "\n".join(lue.tache.corpus.textes)


@pytest.mark.parametrize(
    ("ligne", "dit"),
    [
        ("{", "la ligne ne va pas"),
        ("[]", "la ligne ne va pas"),
        ('{"codes_rome": ["N1101"]}', "requete ne va pas"),
        ('{"requete": "", "codes_rome": ["N1101"]}', "requete ne va pas"),
        ('{"requete": "x", "codes_rome": "N1101"}', "codes_rome ne va pas"),
        ('{"requete": "x", "codes_rome": ["n1101"]}', "« n1101 » n’est pas un code ROME"),
        ('{"requete": "x"}', "au moins un code"),
    ],
)
def test_une_ligne_de_metier_mal_formee_est_expliquee(tmp_path: Path, ligne: str, dit: str) -> None:
    fichier = ecrire(tmp_path, "r.jsonl", f'{{"requete": "a", "codes_rome": ["N1101"]}}\n{ligne}\n')
    with pytest.raises(FichierIllisible, match=dit) as erreur:
        lire_metiers(fichier, METIERS)
    assert "ligne 2" in str(erreur.value)


def test_sans_aucune_ligne(tmp_path: Path) -> None:
    with pytest.raises(FichierIllisible, match="aucune requête"):
        lire_metiers(ecrire(tmp_path, "r.jsonl", "\n"), METIERS)


def test_une_tache_ecrite_se_relit(tmp_path: Path) -> None:
    tache = Tache(
        nom="essai",
        libelle="Essai",
        requetes=(Requete("q1", "un\ndeux"), Requete("q2", "rien")),
        corpus=Corpus(("premier", "second\tsuite", "tiers"), ("A1", "A1", "B2")),
        jugements={"q1": {"A1": 2}, "q2": {}},
    )
    ecrire_tache(tache, tmp_path / "sortie")
    relue = lire_tache(*(tmp_path / "sortie" / f"essai.{fin}" for fin in ("requetes.tsv", "corpus.tsv", "qrels"))).tache
    assert relue.textes == ["un deux", "rien"]
    assert dict(zip(relue.corpus.cles, relue.corpus.textes, strict=True)) == {"A1~0": "premier", "A1~1": "second suite", "B2~0": "tiers"}
    assert relue.jugements == {"q1": {"A1~0": 2, "A1~1": 2}}


async def test_le_rome_des_tables_est_celui_de_la_base(base: Bassin, horloge: HorlogeFixe) -> None:
    await importer_rome(base, ROME, ecrire=True, horloge=horloge)
    async with transaction(base, lecture_seule=True) as connexion:
        en_base = await depot.metiers_en_mots(connexion)
    lus = lire_rome(ROME)
    assert lus == en_base
    assert len(lus) >= 3
    assert any(m.competences and m.titres and m.definition for m in lus)
    assert not any("''" in m.libelle for m in lus)


def test_un_dossier_qui_n_est_pas_le_rome_est_explique(tmp_path: Path) -> None:
    with pytest.raises(FichierIllisible, match=r"« unix_referentiel_code_rome_v…_utf8\.csv » manque"):
        lire_rome(tmp_path)
    for table in ROME.glob("*.csv"):
        (tmp_path / table.name).write_bytes(table.read_bytes())
    (tmp_path / "unix_texte_v999_utf8.csv").write_text('"code_rome","autre"\n"K1302","x"\n', encoding="utf-8")
    with pytest.raises(FichierIllisible, match="la colonne 'libelle_type_texte' manque"):
        lire_rome(tmp_path)
    (tmp_path / "unix_texte_v999_utf8.csv").write_text(
        '"code_rome","libelle_type_texte","position_phrase","libelle_texte"\n"K1302","definition","un","x"\n', encoding="utf-8"
    )
    with pytest.raises(FichierIllisible, match="n’est pas un nombre"):
        lire_rome(tmp_path)
    (tmp_path / "unix_texte_v998_utf8.csv").write_text("", encoding="utf-8")
    with pytest.raises(FichierIllisible, match="en double"):
        lire_rome(tmp_path)
    (tmp_path / "unix_texte_v998_utf8.csv").unlink()
    (tmp_path / "unix_texte_v999_utf8.csv").rename(tmp_path / "unix_texte_v999_utf8.csv.gz")
    with pytest.raises(FichierIllisible, match="abîmée"):
        lire_rome(tmp_path)
