"""The command line as a person types it: French help, dry runs, JSON, and errors without a traceback."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from typer.main import get_command

from boite.application import application
from boite.commun import console
from boite.francais import lancer
from socle.reglages import reglages

Lancer = Callable[..., tuple[int, str, str]]
RACINE = Path(__file__).parents[2]


@pytest.fixture
def sur(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], tmp_path: Path) -> Iterator[Lancer]:
    """Run a command over a base, in an empty folder."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.setattr(console, "width", 200)

    def executer(url: str, *arguments: str) -> tuple[int, str, str]:
        monkeypatch.setenv("DATABASE_URL", url)
        reglages.cache_clear()
        statut = lancer(application, arguments)
        sorties = capsys.readouterr()
        return statut, sorties.out, sorties.err

    yield executer
    reglages.cache_clear()


def commandes(groupe: object, chemin: tuple[str, ...] = ()) -> Iterator[tuple[str, ...]]:
    for nom, commande in getattr(groupe, "commands", {}).items():
        if hasattr(commande, "commands"):
            yield from commandes(commande, (*chemin, nom))
        else:
            yield (*chemin, nom)


COMMANDES = sorted(commandes(get_command(application)))


@pytest.mark.parametrize("commande", [(), ("importer",), *COMMANDES], ids=" ".join)
def test_l_aide_est_en_francais(commande: tuple[str, ...], capsys: pytest.CaptureFixture[str]) -> None:
    assert lancer(application, [*commande, "--help"]) == 0
    aide = " ".join(capsys.readouterr().out.replace("│", " ").split())
    assert "Usage :" in aide
    assert "Afficher cette aide." in aide
    assert not any(mot in aide for mot in ("Show this", "Commands", "[default", "[required]"))


@pytest.mark.parametrize("commande", [c for c in COMMANDES if c != ("servir",)], ids=" ".join)
def test_chaque_commande_parle_json(commande: tuple[str, ...], capsys: pytest.CaptureFixture[str]) -> None:
    lancer(application, [*commande, "--help"])
    assert "--json" in capsys.readouterr().out


@pytest.mark.parametrize(
    ("arguments", "mots"),
    [
        (["chercher"], "il manque MOTS"),
        (["cherche", "x"], "« cherche » n’existe pas"),
        (["chercher", "x", "--loin"], "--loin n’existe pas"),
        (["chercher", "x", "--rayon", "beaucoup"], "--rayon n’est pas possible"),
        (["chercher", "x", "--type", "stage"], "--type n’est pas possible"),
    ],
)
def test_une_commande_mal_ecrite_est_expliquee(arguments: list[str], mots: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert lancer(application, arguments) == 2
    dit = capsys.readouterr()
    assert mots in " ".join(dit.err.split())
    assert "Traceback" not in dit.err + dit.out


def test_chercher(url_demonstration: str, sur: Lancer) -> None:
    statut, sortie, _ = sur(url_demonstration, "chercher", "aide à domicile le matin", "--commune", "Créteil", "--rayon", "8", "--json")
    trouve = json.loads(sortie)
    assert statut == 0
    assert trouve["commune"] == "94028"
    assert trouve["total"] >= len(trouve["offres"]) > 0
    assert all(o["distance_km"] is not None and o["distance_km"] <= 8 for o in trouve["offres"])


def test_chercher_pour_une_personne_se_lit(url_demonstration: str, sur: Lancer) -> None:
    statut, sortie, _ = sur(url_demonstration, "chercher", "magazinier")
    assert statut == 0
    assert "« magazinier » compris comme « magasinier »" in sortie


def test_classer_donne_des_raisons_et_des_parts_qui_s_additionnent(url_demonstration: str, sur: Lancer) -> None:
    statut, sortie, _ = sur(url_demonstration, "classer", str(RACINE / "docs" / "exemples" / "profil.toml"), "--json")
    offres = json.loads(sortie)["offres"]
    assert statut == 0
    assert len(offres) == 10
    for offre in offres:
        assert offre["score"] == pytest.approx(sum(offre["contributions"].values()), abs=1e-4)
        assert offre["statut"] in {"eligible", "a_verifier"}
        assert not offre["manque"]
    assert sum(bool(o["raisons"]) for o in offres) == 10
    assert [o["score"] for o in offres[:2]] == sorted((o["score"] for o in offres[:2]), reverse=True)


@pytest.mark.parametrize(
    ("contenu", "mots"),
    [
        ("commune = 'Trifouillis'", "Trifouillis"),
        ("taille = 3", "taille"),
        ("niveau = 'bac'", "niveau"),
        ("metiers = ['Z9999']", "Z9999"),
        ("disponibilites = { jours = ['lundredi'], periodes = ['matin'] }", "disponibilités"),
        ("pas du toml", "TOML"),
    ],
)
def test_un_profil_faux_est_explique(url_demonstration: str, sur: Lancer, tmp_path: Path, contenu: str, mots: str) -> None:
    profil = tmp_path / "p.toml"
    profil.write_text(contenu, encoding="utf-8")
    statut, _, erreurs = sur(url_demonstration, "classer", str(profil))
    assert statut == 2
    assert mots in erreurs
    assert "Traceback" not in erreurs


def test_importer_est_un_essai_puis_ecrit_puis_ne_change_rien(url_base: str, sur: Lancer, tmp_path: Path) -> None:
    modele = tmp_path / "offres.csv"
    assert sur(url_base, "modele", "offres", str(modele))[0] == 0
    modele.write_text(modele.read_text("utf-8-sig").replace("EXEMPLE", "OFFRE"), encoding="utf-8")
    essai = json.loads(sur(url_base, "importer", "offres", str(modele), "--json")[1])
    assert (essai["ecrit"], essai["offres"]["crees"]) == (False, 8)
    ecrit = json.loads(sur(url_base, "importer", "offres", str(modele), "--ecrire", "--json")[1])
    assert (ecrit["ecrit"], ecrit["offres"]["crees"], ecrit["offres"]["rejetes"]) == (True, 8, 0)
    assert Path(ecrit["rapport"]).exists()
    encore = json.loads(sur(url_base, "importer", "offres", str(modele), "--ecrire", "--json")[1])
    assert (encore["offres"]["crees"], encore["offres"]["modifies"], encore["offres"]["inchanges"]) == (0, 0, 8)


def test_strict_finit_en_erreur_s_il_y_a_un_rejet(url_base: str, sur: Lancer, tmp_path: Path) -> None:
    flux = tmp_path / "services.json"
    flux.write_text(json.dumps([{"id": "a--1", "structure_id": "a--s", "source": "a", "nom": "", "description": "", "date_maj": "2026-11-01"}]))
    assert sur(url_base, "importer", "data-inclusion", str(flux))[0] == 0
    assert sur(url_base, "importer", "data-inclusion", str(flux), "--strict")[0] == 1


def test_un_fichier_illisible_le_dit(url_base: str, sur: Lancer, tmp_path: Path) -> None:
    faux = tmp_path / "formations.xml"
    faux.write_bytes(b"\x00\x01\x02" * 100)
    for chemin in (faux, tmp_path / "absent.xml", tmp_path):
        statut, sortie, erreurs = sur(url_base, "importer", "lheo", str(chemin), "--ecrire")
        assert statut == 2
        assert "Erreur" in erreurs
        assert "Traceback" not in erreurs + sortie


def test_une_base_absente_le_dit(sur: Lancer) -> None:
    statut, _, erreurs = sur("postgresql://personne@127.0.0.1:1/rien", "chercher", "x")
    assert statut == 2
    assert "base de données" in erreurs


def test_banc_import(url_base: str, sur: Lancer) -> None:
    mesure = json.loads(sur(url_base, "banc", "import", "--offres", "100", "--json")[1])
    assert mesure["offres"] == 100
    assert mesure["rapport_copie"] > 0


def test_migrer_deux_fois(url_base: str, sur: Lancer) -> None:
    assert json.loads(sur(url_base, "migrer", "--json")[1])["migree"] is False
