"""Who suits an offer, and the lists of everybody, as a person asks for them."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator

import pytest

from boite.application import application
from boite.commun import console
from boite.francais import lancer
from catalogue.recherche import Moteur
from matching.eligibilite import Statut
from socle.reglages import reglages

Lancer = Callable[..., tuple[int, str, str]]


@pytest.fixture
def sur(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], url_demonstration: str) -> Iterator[Lancer]:
    """Run a command over the demonstration."""
    monkeypatch.setattr(console, "width", 200)
    monkeypatch.setenv("DATABASE_URL", url_demonstration)

    def executer(*arguments: str) -> tuple[int, str, str]:
        reglages.cache_clear()
        statut = lancer(application, arguments)
        sorties = capsys.readouterr()
        return statut, sorties.out, sorties.err

    yield executer
    reglages.cache_clear()


def test_a_qui_une_offre_convient(sur: Lancer, moteur: Moteur) -> None:
    offre = moteur.image.identifiants[int(moteur.image.reserve_rsa.argmax())]
    statut, sortie, _ = sur("candidats", offre, "-n", "5", "--json")
    lues = json.loads(sortie)
    assert statut == 0
    assert lues["offre"] == offre
    assert 0 < len(lues["personnes"]) <= 5
    scores = [p["score"] for p in lues["personnes"]]
    assert scores == sorted(scores, reverse=True)
    for personne in lues["personnes"]:
        assert sum(personne["contributions"].values()) == pytest.approx(personne["score"], abs=1e-4)
        assert personne["statut"] in {Statut.ELIGIBLE.value, Statut.A_VERIFIER.value}
    statut, texte, _ = sur("candidats", offre, "-n", "5")
    assert statut == 0
    assert lues["titre"] in texte


def test_une_offre_ou_une_session_inconnue(sur: Lancer, moteur: Moteur) -> None:
    statut, _, erreur = sur("candidats", "nulle-part")
    assert statut == 2
    assert "Aucune offre publiée" in erreur
    statut, _, erreur = sur("candidats", moteur.image.identifiants[0], "--session", "1999-01-01")
    assert statut == 2
    assert "Aucune session ne commence le 1999-01-01" in " ".join(erreur.split())


def test_apparier_tout_le_monde(sur: Lancer) -> None:
    statut, _, erreur = sur("apparier")
    assert statut == 2
    assert "--tous" in erreur
    statut, sortie, _ = sur("apparier", "--tous", "--json")
    premier = json.loads(sortie)
    assert statut == 0
    assert premier["personnes"] >= 300
    assert len(premier["empreinte"]) == 64
    statut, sortie, _ = sur("apparier", "--tous", "--reprendre")
    assert statut == 0
    assert f"{premier['personnes']} personnes" in sortie
