"""Figures of a convention: they add up in every direction, and what should be done by now is never more than what was promised."""

from __future__ import annotations

from datetime import date, timedelta

from hypothesis import given
from hypothesis import strategies as st

from employeurs.conventions.chiffres import Chiffres, Engagement, Periode, Realisees, attendues, lignes, par_annee, par_metier, total
from employeurs.conventions.construction import repartir

CODES = ("K1304", "K2204", "G1607")
JOURS = st.dates(date(2024, 1, 1), date(2030, 12, 31))
PERIODES = st.tuples(JOURS, st.integers(0, 1500)).map(lambda p: Periode(p[0], p[0] + timedelta(days=p[1])))


@st.composite
def conventions(tirer: st.DrawFn) -> tuple[Periode, tuple[Engagement, ...], tuple[Realisees, ...]]:
    """A period, what was promised in its years, and hires done in them."""
    periode = tirer(PERIODES)
    couples = [(code, annee) for code in CODES for annee in periode.annees]
    promis = tirer(st.lists(st.sampled_from(couples), unique=True))
    engagements = tuple(Engagement(code, annee, tirer(st.integers(1, 60))) for code, annee in promis)
    faits = tirer(st.lists(st.sampled_from(couples), max_size=8))
    return periode, engagements, tuple(Realisees(code, annee, tirer(st.integers(1, 9)), 0, date(annee, 6, 1)) for code, annee in faits)


@given(conventions(), JOURS)
def test_les_sommes_par_annee_et_par_metier_sont_le_total(donnees: tuple[Periode, tuple[Engagement, ...], tuple[Realisees, ...]], jour: date) -> None:
    periode, engagements, faites = donnees
    tableau = lignes(periode, engagements, faites, jour)
    somme = total(tableau)
    assert sum(par_annee(tableau).values(), Chiffres()) == somme == sum(par_metier(tableau).values(), Chiffres())
    assert somme.prevues == sum(e.prevues for e in engagements)
    assert somme.realisees == sum(r.nombre for r in faites)
    assert 0 <= somme.attendues <= somme.prevues


@given(conventions(), JOURS)
def test_lire_deux_fois_ou_dans_un_autre_ordre_ne_change_rien(
    donnees: tuple[Periode, tuple[Engagement, ...], tuple[Realisees, ...]], jour: date
) -> None:
    periode, engagements, faites = donnees
    assert lignes(periode, engagements, faites, jour) == lignes(periode, engagements[::-1], faites[::-1], jour)


@given(PERIODES, st.integers(0, 500), JOURS, st.integers(0, 400))
def test_l_attendu_ne_recule_jamais_et_reste_dans_les_bornes(periode: Periode, prevues: int, jour: date, apres: int) -> None:
    for annee in periode.annees:
        avant, plus_tard = (attendues(prevues, periode.ecoule(annee, j)) for j in (jour, jour + timedelta(days=apres)))
        assert 0 <= avant <= plus_tard <= prevues


@given(PERIODES, st.integers(0, 500))
def test_tout_est_attendu_au_dernier_jour_et_rien_la_veille_du_premier(periode: Periode, prevues: int) -> None:
    for annee in periode.annees:
        assert attendues(prevues, periode.ecoule(annee, periode.fin)) == prevues
        assert attendues(prevues, periode.ecoule(annee, periode.debut - timedelta(days=1))) == 0


@given(PERIODES)
def test_les_jours_des_annees_sont_ceux_de_la_periode(periode: Periode) -> None:
    assert sum(periode.ecoule(a, periode.fin)[1] for a in periode.annees) == (periode.fin - periode.debut).days + 1


@given(PERIODES, st.integers(0, 300))
def test_repartir_un_engagement_sur_ses_annees_ne_perd_rien(periode: Periode, prevues: int) -> None:
    parts = repartir(prevues, periode)
    assert sum(parts.values()) == prevues
    assert set(parts) <= set(periode.annees)
    assert all(n > 0 for n in parts.values())


def test_une_annee_hors_de_la_periode_n_attend_rien() -> None:
    assert Periode(date(2026, 3, 1), date(2026, 9, 30)).ecoule(2027, date(2027, 6, 1)) == (0, 0)
    assert attendues(12, (0, 0)) == 0


def test_le_retard_commence_sous_les_trois_quarts_et_a_une_embauche_manquante() -> None:
    assert not Chiffres(12, 6, 8).en_retard  # exactly three quarters
    assert Chiffres(12, 5, 8).en_retard
    assert not Chiffres(12, 0, 0).en_retard
    assert Chiffres(1, 0, 1).en_retard
    assert not Chiffres(1, 0, 1).en_retard_net
    assert Chiffres(4, 0, 2).en_retard_net
