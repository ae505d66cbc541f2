"""Who suits an offer, and the lists of everybody, as a person asks for them."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from itertools import pairwise

import numpy as np
import pytest
from fastapi.testclient import TestClient
from lxml import html

from boite.application import application
from boite.commun import console
from boite.francais import lancer
from catalogue.recherche import Moteur
from matching.eligibilite import Statut
from matching.exposition import regle
from socle.horloge import HorlogeFixe
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
    r = regle()
    notes = [p["score"] - r.recul(max(p["propositions"].values())) / 1000 for p in lues["personnes"]]
    assert all(avant >= apres - 1e-5 for avant, apres in pairwise(notes))
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


def test_les_personnes_de_la_commande_sont_celles_de_la_page(
    sur: Lancer, moteur: Moteur, client_de: Callable[[str], TestClient], monkeypatch: pytest.MonkeyPatch, jour_des_tests: HorlogeFixe
) -> None:
    """The command reads everybody, the page whom the reader may see: cut to these, they are the same people with the same doubts."""
    monkeypatch.setattr("boite.appariement.HorlogeSysteme", lambda: jour_des_tests)
    client, trouvees = client_de("cre"), 0
    siens = {h.split("/")[2][:12] for n in range(1, 12) for h in liens(client, f"/personnes?page={n}")}
    for rang in np.flatnonzero(moteur.image.vivantes(jour_des_tests.aujourdhui())).tolist()[::240]:
        offre = moteur.image.identifiants[rang]
        for onglet, options in (("", ()), ("?onglet=presque", ("--presque",))):
            vues = [h.split("/")[2][:12] for h in liens(client, f"/offres/{offre}/personnes{onglet}")]
            _, sortie, _ = sur("candidats", offre, "-n", "200", "--json", *options)
            lues = [p["identifiant"] for p in json.loads(sortie)["personnes"] if p["identifiant"] in siens]
            assert sorted(vues) == sorted(lues[:20])
            trouvees += len(vues)
    assert trouvees > 10


def liens(client: TestClient, adresse: str) -> list[str]:
    """Addresses of the people named on a page."""
    return [str(h) for h in html.fromstring(client.get(adresse).text).xpath("//main//a[starts-with(@href, '/personnes/')]/@href")]


def test_la_mesure_de_l_exposition(sur: Lancer) -> None:
    statut, sortie, _ = sur("evaluer", "exposition", "--json")
    lue = json.loads(sortie)
    assert statut == 0
    assert lue["version"] == regle().version
    assert lue["avec"]["jamais"] < lue["sans"]["jamais"]
    statut, texte, _ = sur("evaluer", "exposition", "--simulation", "60", "--premieres", "2")
    assert statut == 0
    assert "60 personnes" in texte
    assert "Gini" in texte


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
