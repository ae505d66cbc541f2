"""Accounts from the command line, and a service in production that refuses to start with what only a demonstration may have."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator

import pytest

from boite.application import application
from boite.commun import console
from boite.francais import lancer
from socle.postgres import connecter
from socle.reglages import reglages
from tests.conftest import a_part

Lancer = Callable[..., tuple[int, str, str]]
CREER = ("comptes", "creer", "--courriel", "Prenom.Nom@exemple.fr", "--nom", "Prénom Nom")


@pytest.fixture
def sur(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], tmp_path: object) -> Iterator[Lancer]:
    monkeypatch.chdir(str(tmp_path))
    monkeypatch.setattr(console, "width", 200)

    def executer(url: str, *arguments: str, **environnement: str) -> tuple[int, str, str]:
        monkeypatch.setenv("DATABASE_URL", url)
        for nom, valeur in environnement.items():
            monkeypatch.setenv(nom, valeur)
        reglages.cache_clear()
        statut = lancer(application, arguments)
        sorties = capsys.readouterr()
        return statut, sorties.out, sorties.err

    yield executer
    reglages.cache_clear()


def valeur(url: str, sql: str) -> object:
    async def lire() -> object:
        async with connecter(url) as connexion:
            return await connexion.fetchval(sql)

    return a_part(lire())


def test_creer_imprime_un_lien_d_invitation(sur: Lancer, url_base: str) -> None:
    statut, sortie, _ = sur(url_base, *CREER, "--role", "admin", BOITE_ADRESSE_PUBLIQUE="https://parcours.exemple.fr/")
    assert statut == 0
    lien = sortie.strip().splitlines()[-1]
    assert lien.startswith("https://parcours.exemple.fr/connexion/invitation/")
    assert valeur(url_base, "SELECT courriel FROM compte") == "prenom.nom@exemple.fr"
    assert lien in str(valeur(url_base, "SELECT texte FROM courrier"))
    statut, _, erreur = sur(url_base, *CREER, "--role", "admin")
    assert statut == 2
    assert "a déjà un compte" in erreur


def test_creer_parle_json(sur: Lancer, url_base: str) -> None:
    _, sortie, _ = sur(url_base, *CREER, "--role", "manager", "--json")
    assert set(json.loads(sortie)) == {"courriel", "role", "invitation"}


@pytest.mark.parametrize(
    ("arguments", "mot"),
    [
        (("--role", "cip"), "--structure"),
        (("--role", "cip", "--structure", "00000000000000"), "Aucune structure"),
        (("--role", "allocataire"), "référent"),
        (("--role", "admin", "--territoire", "nulle-part"), "Territoire inconnu"),
        (("--role", "admin", "--courriel", "prenom"), "adresse de messagerie"),
    ],
    ids=str,
)
def test_une_demande_impossible_ne_cree_rien(sur: Lancer, url_base: str, arguments: tuple[str, ...], mot: str) -> None:
    statut, _, erreur = sur(url_base, *CREER, *arguments)
    assert statut == 2
    assert mot in " ".join(erreur.split())
    assert valeur(url_base, "SELECT count(*) FROM compte") == 0


def test_la_production_refuse_de_demarrer_et_dit_pourquoi(sur: Lancer, url_demonstration: str) -> None:
    statut, _, erreur = sur(url_demonstration, "servir", BOITE_MODE="production")
    dit = " ".join(erreur.split())
    assert statut == 2
    for mot in ("ne démarre pas en mode production", "BOITE_CLE", "BOITE_ADRESSE_PUBLIQUE", "300 personnes"):
        assert mot in dit
    assert "Traceback" not in erreur


def test_la_production_ne_charge_pas_la_demonstration(sur: Lancer, url_base: str) -> None:
    statut, _, erreur = sur(url_base, "demo", "--preparer-seulement", BOITE_MODE="production")
    assert statut == 2
    assert "mode production" in erreur
    assert valeur(url_base, "SELECT count(*) FROM compte") == 0
