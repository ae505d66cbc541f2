"""``boite evaluer`` as a person types it."""

from __future__ import annotations

import csv
import gzip
import io
import json
from collections.abc import Callable, Iterable, Iterator, Sequence
from pathlib import Path

import pytest

from boite.application import application
from boite.commun import console
from boite.francais import lancer
from catalogue import fusion
from matching.evaluation.registre import MOTEURS
from models.encodeur import MODELE_LIVRE as LIVRE
from socle.reglages import reglages

Lancer = Callable[..., tuple[int, str, str]]
NOMS = ("boulanger", "plombier", "cariste", "infirmier", "coiffeur", "vendeur", "jardinier", "serveur", "couvreur", "soudeur", "peintre", "boucher")
ROME = Path(__file__).parents[1] / "etl" / "fixtures" / "rome"


@pytest.fixture
def evaluer(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], tmp_path: Path) -> Iterator[Lancer]:
    """Run a command of evaluation in an empty folder; ``DATABASE_URL`` leads nowhere unless told otherwise."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.setattr(console, "width", 240)

    def executer(*arguments: str, url: str = "postgresql://nulle-part.invalid:1/x") -> tuple[int, str, str]:
        monkeypatch.setenv("DATABASE_URL", url)
        reglages.cache_clear()
        statut = lancer(application, ["evaluer", *arguments])
        sorties = capsys.readouterr()
        return statut, sorties.out, sorties.err

    yield executer
    reglages.cache_clear()


def _csv(fichier: Path, entete: str, lignes: Iterable[Sequence[object]], separateur: str = ",") -> None:
    fichier.parent.mkdir(parents=True, exist_ok=True)
    tampon = io.StringIO()
    csv.writer(tampon, delimiter=separateur, quoting=csv.QUOTE_ALL, lineterminator="\n").writerows([entete.split(","), *lignes])
    contenu = tampon.getvalue().encode()
    fichier.write_bytes(gzip.compress(contenu) if fichier.suffix == ".gz" else contenu)


@pytest.fixture(scope="module")
def donnees(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Open data of our invention, in the real folders and columns."""
    racine = tmp_path_factory.mktemp("donnees")
    rome, codes = racine / "rome-4.0" / "unix_", [f"{'ABCDEFGHIJKLMN'[i % 14]}{1000 + i}" for i in range(180)]
    noms = [f"{NOMS[i % len(NOMS)]} numéro {i}" for i in range(180)]

    def table(nom: str, entete: str, lignes: Iterable[Sequence[object]]) -> None:
        _csv(rome.with_name(f"unix_{nom}"), entete, lignes)

    table(
        "referentiel_code_rome_v460_utf8.csv",
        "code_rome,libelle_rome,code_rome_parent",
        ((c, n, f"A{1000 + i % 60}") for i, (c, n) in enumerate(zip(codes, noms, strict=True))),
    )
    titres = ((c, f"{debut} {n}") for c, n in zip(codes, noms, strict=True) for debut in ("Aide", "Chef", "Apprenti"))
    table("referentiel_appellation_v460_utf8.csv.gz", "code_rome,libelle_appellation_long", titres)
    definitions = ((c, "definition", 1, f"Exerce le métier de {n} du matin au soir.") for c, n in zip(codes, noms, strict=True))
    table("texte_v460_utf8.csv.gz", "code_rome,libelle_type_texte,position_phrase,libelle_texte", definitions)
    table("item_v460_utf8.csv.gz", "code_ogr,libelle", ((i, f"compétence du {n}") for i, n in enumerate(noms)))
    table("coherence_item_v460_utf8.csv.gz", "code_rome,code_ogr", ((c, i) for i, c in enumerate(codes)))
    table("rubrique_mobilite_v460_utf8.csv", "code_rome,code_rome_cible", ())
    for genre, fin in (("occupations", ""), ("skills", ".gz")):
        libelles = [(f"uri:{genre}:{i}", f"travail {n}", f"autre travail {n}") for i, n in enumerate(noms)]
        _csv(racine / f"esco/v1.0/{genre}_fr.csv{fin}", "conceptUri,preferredLabel,altLabels", libelles)
        _csv(racine / f"esco/v1.x-labels-fr/{genre}_fr.csv{fin}", "conceptUri,preferredLabel,altLabels", libelles)
        anglais = racine / f"esco/v1.0/{'occupations_en' if genre == 'occupations' else 'skills_en-us'}.csv.gz"
        _csv(anglais, "conceptUri,preferredLabel,altLabels,description", [(uri, f"job {uri}", "", "") for uri, _, _ in libelles])
    certifications = [(f"CAP {n}", "CAP", f"A{1000 + i % 60}", "", "", "", "") for i, n in enumerate(noms)]
    entete = "Libelle_Diplome,Libelle_Type_Diplome," + ",".join(f"Code_Rome_{i}" for i in range(1, 6))
    _csv(racine / "certifications/certifinfo_2024.csv.gz", entete, certifications, ";")
    offres = [(n, f"Nous cherchons {n} pour notre équipe.", c) for c, n in list(zip(codes, noms, strict=True))[:30]]
    _csv(racine / "france-travail/offres-ft-dep07-cdi-mai2025.csv", "intitule,description,romeCode", offres, "|")
    return racine


@pytest.fixture
def fichiers(tmp_path: Path) -> list[str]:
    (tmp_path / "q.tsv").write_text("q1\tmagazinier\nq2\taide a domicile\nq3\tzzzz\n", encoding="utf-8")
    (tmp_path / "c.tsv").write_text("d1\tMagasinier\nd2\tAide à domicile\nd3\tInfirmière\n", encoding="utf-8")
    (tmp_path / "j.qrels").write_text("q1 0 d1 1\nq2 0 d2 2\n", encoding="utf-8")
    return ["--requetes", "q.tsv", "--corpus", "c.tsv", "--jugements", "j.qrels"]


def test_recherche_compare_les_moteurs_demandes(evaluer: Lancer, fichiers: list[str]) -> None:
    statut, sortie, _ = evaluer("recherche", *fichiers, "--moteurs", "hybride,bm25,tfidf_caracteres", "--json")
    assert statut == 0
    tache = json.loads(sortie)["taches"][0]
    assert (tache["requetes"], tache["jugees"], tache["documents"]) == (3, 2, 3)
    assert len(tache["empreinte_donnees"]) == 64
    assert next(iter(tache["moteurs"])) in {"hybride", "tfidf_caracteres"}
    hybride, bm25 = tache["moteurs"]["hybride"], tache["moteurs"]["bm25"]
    assert hybride["mesures"]["mrr"]["valeur"] == 1
    assert hybride["sans_resultat"] == pytest.approx(1 / 3, abs=1e-4)
    assert bm25["mesures"]["mrr"] == {"valeur": 0.5, "bas": 0.0, "haut": 1.0}
    assert bm25["ecarts"]["mrr"]["valeur"] == -0.5
    assert bm25["sans_resultat"] == pytest.approx(2 / 3, abs=1e-4)
    assert {"indexation_s", "requete_ms", "empreinte_modele"} <= set(hybride)
    assert hybride["encodage_ms"] >= 0
    assert bm25["encodage_ms"] is None
    assert {"rappel@1", "rappel@5", "rappel@10", "rappel@100", "map", "ndcg@10"} <= set(hybride["mesures"])


def test_deux_executions_disent_la_meme_chose(evaluer: Lancer, fichiers: list[str]) -> None:
    def figures() -> object:
        taches = json.loads(evaluer("recherche", *fichiers, "--moteurs", "hybride,bm25", "--json")[1])["taches"]
        return [(nom, m["mesures"], m["ecarts"], m["empreinte_modele"]) for t in taches for nom, m in t["moteurs"].items()]

    assert figures() == figures()


def test_recherche_se_lit_dans_le_terminal_et_dit_ce_qui_manque(evaluer: Lancer, fichiers: list[str]) -> None:
    statut, sortie, _ = evaluer("recherche", *fichiers, "--moteurs", "hybride,postgres")
    assert statut == 0
    assert "2 requêtes jugées sur 3" in sortie
    assert "graine 20261123" in sortie
    assert "postgres : absent, La base de données ne répond pas" in sortie


def test_un_terminal_etroit_ne_coupe_aucun_chiffre(evaluer: Lancer, fichiers: list[str], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(console, "width", 40)
    sortie = evaluer("recherche", *fichiers, "--moteurs", "bm25")[1]
    assert all(nom in sortie for nom in ("rappel@100", "ndcg@10", "sans résultat", "0,500 [0,000–1,000]"))
    assert "…" not in sortie


def test_des_fichiers_de_tableur_se_lisent(evaluer: Lancer, tmp_path: Path) -> None:
    (tmp_path / "q.tsv").write_bytes("\ufeffq1\tmagazinier\r\n\r\nq2\taide a domicile\r\nq2\taide a domicile\r\n".encode())
    (tmp_path / "c.tsv").write_bytes("\ufeffd1\tMagasinier\r\nd2\tAide à domicile\r\n".encode())
    (tmp_path / "j.qrels").write_bytes(b"q1\t0\td1\t1\r\nq2 0 d2 1\r\nq2 0 perdu 1\r\nq7 0 d1 1\r\n")
    fichiers = ("--requetes", "q.tsv", "--corpus", "c.tsv", "--jugements", "j.qrels", "--moteurs", "encodeur")
    statut, sortie, dites = evaluer("recherche", *fichiers, "--json")
    rendu = json.loads(sortie)
    assert statut == 0
    assert (rendu["requetes_inconnues"], rendu["documents_inconnus"]) == (["q7"], ["perdu"])
    assert (rendu["taches"][0]["requetes"], rendu["taches"][0]["jugees"]) == (2, 2)
    assert rendu["taches"][0]["moteurs"]["encodeur"]["mesures"]["map"]["valeur"] == 0.75
    assert "perdu" in dites


def test_un_autre_modele_se_compare(evaluer: Lancer, fichiers: list[str]) -> None:
    statut, sortie, _ = evaluer("recherche", *fichiers, "--moteurs", "bm25", "--modele", str(LIVRE), "--json")
    assert statut == 0
    assert set(json.loads(sortie)["taches"][0]["moteurs"]) == {"bm25", f"modele:{LIVRE}"}


@pytest.mark.parametrize(
    ("options", "dit"),
    [
        (["--moteurs", "magie"], "« magie » n’existe pas"),
        (["--moteurs", "bm25", "--modele", "./dossier/absent"], "« ./dossier/absent » n’existe pas"),
        (["--moteurs", "bm25", "--encodeur", "absent"], "« absent » n’existe pas"),
    ],
)
def test_un_moteur_ou_un_modele_inconnu_est_dit(evaluer: Lancer, fichiers: list[str], options: list[str], dit: str) -> None:
    statut, _, erreurs = evaluer("recherche", *fichiers, *options)
    assert statut == 2
    assert dit in " ".join(erreurs.split())
    assert "Traceback" not in erreurs


def test_un_fichier_mal_forme_est_dit_sans_trace(evaluer: Lancer, fichiers: list[str], tmp_path: Path) -> None:
    (tmp_path / "c.tsv").write_text("d1\tun\nsans tabulation\n", encoding="utf-8")
    statut, sortie, erreurs = evaluer("recherche", *fichiers)
    assert statut == 2
    assert "« c.tsv », ligne 2" in erreurs
    assert sortie == ""


def test_metiers_sans_base(evaluer: Lancer, tmp_path: Path) -> None:
    (tmp_path / "r.jsonl").write_text(
        '{"requete": "soignante", "codes_rome": ["J1501"], "codes_rome_famille": ["J1501"]}\n'
        '{"requete": "écoutant", "codes_rome": ["K1320"], "codes_rome_famille": ["K1302"]}\n'
        '{"requete": "auxiliaire", "codes_rome": ["A1101"], "codes_rome_famille": ["K1302"]}\n',
        encoding="utf-8",
    )
    statut, sortie, erreurs = evaluer("metiers", "--requetes", "r.jsonl", "--rome", str(ROME), "--moteurs", "hybride,bm25", "--json")
    assert statut == 0
    rendu = json.loads(sortie)
    assert rendu["metiers"] == 3
    assert rendu["codes_inconnus"] == ["A1101"]
    assert "A1101" in erreurs
    mesures = rendu["taches"][0]["moteurs"]["hybride"]["mesures"]
    assert mesures["exactitude@1"]["valeur"] == pytest.approx(2 / 3, abs=1e-3)
    assert mesures["exactitude@1_souple"]["valeur"] == 1
    assert {"exactitude@5", "exactitude@10", "mrr", "mrr_souple"} <= set(mesures)


def test_metiers_sur_la_base(evaluer: Lancer, tmp_path: Path, url_demonstration: str) -> None:
    (tmp_path / "r.jsonl").write_text('{"requete": "cariste", "codes_rome": ["N1101"]}\n', encoding="utf-8")
    statut, sortie, _ = evaluer("metiers", "--requetes", "r.jsonl", "--moteurs", "hybride", url=url_demonstration)
    assert statut == 0
    assert "exactitude@1_souple" in sortie
    assert "1,000" in sortie


def test_metiers_sur_une_base_sans_rome(evaluer: Lancer, tmp_path: Path, url_base: str) -> None:
    (tmp_path / "r.jsonl").write_text('{"requete": "cariste", "codes_rome": ["N1101"]}\n', encoding="utf-8")
    statut, _, erreurs = evaluer("metiers", "--requetes", "r.jsonl", url=url_base)
    assert statut == 2
    assert "importez le ROME" in erreurs


def test_or_sur_la_demonstration(evaluer: Lancer, url_demonstration: str) -> None:
    statut, sortie, _ = evaluer("or", "--moteurs", "bm25,postgres", "--pires", "3", "--json", url=url_demonstration)
    assert statut == 0
    rendu = json.loads(sortie)
    tache = rendu["taches"][0]
    assert tache["requetes"] == 200
    assert set(tache["moteurs"]) == {"produit", "bm25", "postgres"}
    assert tache["moteurs"]["produit"]["sans_resultat"] < 0.01
    assert len(rendu["pires"]) == 3
    assert rendu["themes"]["sigle"]["n"] > 20
    statut, sortie, _ = evaluer("or", "--moteurs", "bm25", "--pires", "1", url=url_demonstration)
    assert "offre juste" in sortie


def test_fautes_sur_un_petit_rome(evaluer: Lancer) -> None:
    statut, sortie, _ = evaluer("fautes", "--rome", str(ROME), "--par-nom", "5", "--json")
    assert statut == 0
    rendu = json.loads(sortie)
    assert rendu["noms"] == 2
    assert rendu["taux"] == 1
    statut, sortie, _ = evaluer("fautes", "--rome", str(ROME), "--par-nom", "5", "--moteur", "bm25")
    assert statut == 0
    assert "retrouvent leur métier" in sortie
    assert "juste      2 sur 2" in sortie
    statut, _, erreurs = evaluer("fautes", "--rome", str(ROME), "--moteur", "postgres")
    assert statut == 2
    assert "ne peut pas servir ici" in erreurs


@pytest.mark.parametrize("commande", [["tout"], ["preparer", "--sortie", "x"], ["regler", "--encodeur", str(LIVRE), "--version", "z"]])
def test_un_dossier_de_donnees_absent_est_dit(evaluer: Lancer, commande: list[str]) -> None:
    statut, _, erreurs = evaluer(*commande, "--donnees", "absent")
    assert statut == 2
    assert "n’est pas le dossier des données ouvertes" in " ".join(erreurs.split())
    assert "Traceback" not in erreurs


def test_tout_mesure_chaque_tache_et_ecrit_un_tableau(evaluer: Lancer, donnees: Path, tmp_path: Path) -> None:
    statut, sortie, erreurs = evaluer("tout", "--donnees", str(donnees), "--moteurs", "hybride,bm25", "--markdown", "tout.md", "--json")
    assert statut == 0
    rendu = json.loads(sortie)
    assert len(rendu["taches"]) == 15
    assert all(set(t["moteurs"]) == {"hybride", "bm25"} for t in rendu["taches"])
    assert "ne répond pas" in rendu["absents"]["or"]
    assert "a appris toutes les données ouvertes" in " ".join(erreurs.split())
    tableau = (tmp_path / "tout.md").read_text("utf-8")
    assert tableau.count("\n| ") >= 15
    assert "**" in tableau


def test_les_taches_preparees_se_rejouent(evaluer: Lancer, donnees: Path, tmp_path: Path) -> None:
    statut, sortie, _ = evaluer("preparer", "--donnees", str(donnees), "--sortie", "taches", "--json")
    assert statut == 0
    assert len(json.loads(sortie)["taches"]) == 15
    assert len(list((tmp_path / "taches").iterdir())) == 45 + 4
    trois = [f"taches/esco.{fin}" for fin in ("requetes.tsv", "corpus.tsv", "qrels")]
    statut, sortie, _ = evaluer("recherche", "--requetes", trois[0], "--corpus", trois[1], "--jugements", trois[2], "--moteurs", "bm25", "--json")
    assert statut == 0
    assert json.loads(sortie)["taches"][0]["moteurs"]["bm25"]["mesures"]["mrr"]["valeur"] > 0.9


def test_les_offres_deposees_se_mesurent_avec_ce_que_le_formulaire_propose(evaluer: Lancer, donnees: Path, tmp_path: Path) -> None:
    assert evaluer("preparer", "--donnees", str(donnees), "--sortie", "taches")[0] == 0
    lignes = [json.loads(ligne) for ligne in (tmp_path / "taches" / "offre_deposee.jsonl").read_text("utf-8").splitlines()]
    assert 0 < len(lignes) < 30
    for ligne in lignes:
        titre, _, texte = ligne["requete"].partition("\n")
        assert texte == f"Nous cherchons {titre} pour notre équipe."
        assert (len(ligne["codes_rome"]), len(ligne["codes_rome_famille"])) == (1, 1)
    (tmp_path / "o.jsonl").write_text('{"requete": "Aide-soignante\\nPour des soins à domicile.", "codes_rome": ["J1501"]}\n', encoding="utf-8")
    options = ("--rome", str(ROME), "--moteurs", "suggestion,hybride,bm25")
    statut, sortie, _ = evaluer("metiers", "--requetes", "o.jsonl", *options, "--json")
    assert statut == 0
    moteurs = json.loads(sortie)["taches"][0]["moteurs"]
    assert set(moteurs) == {"suggestion", "hybride", "bm25"}
    assert moteurs["suggestion"]["mesures"]["exactitude@1"]["valeur"] == 1
    assert {"exactitude@1", "exactitude@5_souple"} <= set(moteurs["suggestion"]["ecarts"])


def test_la_suggestion_ne_classe_que_des_metiers(evaluer: Lancer, fichiers: list[str]) -> None:
    statut, _, erreurs = evaluer("recherche", *fichiers, "--moteurs", "suggestion")
    assert statut == 2
    assert "« suggestion » n’existe pas" in " ".join(erreurs.split())


def test_regler_ecrit_une_regle_qui_se_relit(evaluer: Lancer, donnees: Path, tmp_path: Path) -> None:
    arguments = ("--donnees", str(donnees), "--encodeur", str(LIVRE), "--version", "essai", "--sortie", "regle.toml")
    statut, sortie, _ = evaluer("regler", *arguments, "--json")
    assert statut == 0
    assert json.loads(sortie)["version"] == "essai"
    premiere = (tmp_path / "regle.toml").read_bytes()
    regle = fusion.charger(tmp_path / "regle.toml")
    assert regle.version == "essai"
    assert evaluer("regler", *arguments)[0] == 0
    assert (tmp_path / "regle.toml").read_bytes() == premiere


def test_l_aide_nomme_les_moteurs(evaluer: Lancer) -> None:
    statut, sortie, _ = evaluer("recherche", "--help")
    assert statut == 0
    assert all(nom in " ".join(sortie.split()) for nom in MOTEURS)
