"""The rule that balances proposals: near-equals give way, nobody passes someone clearly better, and what it changes is measured."""

from __future__ import annotations

import re
from datetime import date, datetime, timedelta
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from catalogue.recherche import Moteur
from etl import demonstration
from matching import exposition
from matching.appariements.inverse import Candidature
from matching.eligibilite import Statut
from matching.exposition import equilibrer, regle
from matching.score import TOTAL, poids
from matching.simulation.exposition import comparer_exposition, gini
from socle.horloge import PARIS

JOUR = date(2026, 11, 23)
MILLIEME = TOTAL // 1000
GENS = st.lists(st.tuples(st.integers(0, TOTAL), st.integers(0, 12)), max_size=30)


def candidatures(totaux: list[int]) -> list[Candidature]:
    return [Candidature(rang, total, Statut.ELIGIBLE) for rang, total in enumerate(totaux)]


def ranger(gens: list[tuple[int, int]]) -> list[int]:
    """Rows of the people, in the balanced order."""
    return [c.personne for c in equilibrer(candidatures([t for t, _ in gens]), [charge for _, charge in gens])]


@given(GENS)
def test_personne_ne_passe_devant_quelqu_un_de_nettement_meilleur(gens: list[tuple[int, int]]) -> None:
    ordre = ranger(gens)
    assert sorted(ordre) == list(range(len(gens)))
    for place, devant in enumerate(ordre):
        for derriere in ordre[place + 1 :]:
            assert gens[derriere][0] - gens[devant][0] <= regle().plafond * MILLIEME


@given(GENS)
def test_a_charge_egale_la_note_decide_et_rien_d_autre(gens: list[tuple[int, int]]) -> None:
    assert ranger([(total, 7) for total, _ in gens]) == sorted(range(len(gens)), key=lambda i: (-gens[i][0], i))


@given(GENS, st.data())
def test_recevoir_une_proposition_ne_fait_jamais_monter(gens: list[tuple[int, int]], data: st.DataObject) -> None:
    if not gens:
        return
    qui = data.draw(st.integers(0, len(gens) - 1))
    avant = ranger(gens).index(qui)
    gens[qui] = (gens[qui][0], gens[qui][1] + 1)
    assert ranger(gens).index(qui) >= avant


def test_de_deux_presque_egales_la_moins_proposee_passe_devant() -> None:
    un_de_moins = TOTAL // 2 - regle().pas * MILLIEME
    assert ranger([(TOTAL // 2, 0), (un_de_moins, 0)]) == [0, 1]
    assert ranger([(TOTAL // 2, 1), (un_de_moins, 0)]) == [1, 0]
    assert ranger([(TOTAL // 2, 1), (un_de_moins - 1, 0)]) == [0, 1]
    # However much one is proposed, what it costs is bounded.
    assert ranger([(TOTAL // 2, 99), (TOTAL // 2 - regle().plafond * MILLIEME - 1, 0)]) == [0, 1]


def test_la_regle_a_sa_version_et_ses_bornes() -> None:
    r = regle()
    assert r.version
    assert exposition.version() == f"{poids().version} exposition {r.version}"
    assert [r.recul(charge) for charge in (0, 1, 99)] == [0, r.pas, r.plafond]
    # Less than any part that counts: the rule never weighs as much as the distance or the métier.
    assert r.plafond < min(poids().milliemes(part) for part in poids().parts if part in {"metier", "trajet", "freins", "etape"})
    instant = datetime(2026, 11, 23, 9, tzinfo=PARIS)
    assert r.fenetre(instant) == (instant - timedelta(days=r.jours), instant - timedelta(days=r.oubli))


@pytest.mark.parametrize(("nombres", "attendu"), [([], 0.0), ([0, 0], 0.0), ([3, 3, 3], 0.0), ([0, 0, 0, 8], 0.75), ([1, 3], 0.25)])
def test_indice_de_gini(nombres: list[int], attendu: float) -> None:
    assert gini(np.array(nombres, dtype=np.int64)) == pytest.approx(attendu)


def test_la_regle_propose_a_plus_de_monde_pour_presque_rien(moteur: Moteur) -> None:
    trouve = comparer_exposition(demonstration.allocataires(JOUR), moteur, JOUR)
    assert trouve.personnes > 250
    assert trouve.propositions > 1000
    assert trouve.avec.jamais < trouve.sans.jamais
    assert trouve.avec.gini < trouve.sans.gini
    assert trouve.passes == 0
    assert trouve.sans.moyenne - trouve.avec.moyenne < 0.08 * trouve.sans.moyenne


@pytest.mark.parametrize("fausse", ["pas = 61", "pas = 0", "jours = 61"])
def test_une_regle_sans_borne_est_refusee(monkeypatch: pytest.MonkeyPatch, tmp_path: Path, fausse: str) -> None:
    nom = fausse.split(" ")[0]
    ecrite = re.sub(rf"^{nom} = \d+$", fausse, exposition.FICHIER.read_text("utf-8"), flags=re.MULTILINE)
    (tmp_path / "poids.toml").write_text(ecrite, "utf-8")
    monkeypatch.setattr(exposition, "FICHIER", tmp_path / "poids.toml")
    with pytest.raises(ValueError, match="exposition"):
        regle.__wrapped__()
