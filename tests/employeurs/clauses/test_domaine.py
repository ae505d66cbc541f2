"""Hours always add up, whichever way they are cut; the pace and its alerts say what the rows say."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from employeurs.clauses.domaine import (
    ZERO,
    Bilan,
    EtatLot,
    Lot,
    Participation,
    bornes_de,
    bornes_du_lot,
    mois_suivant,
    premier_du_mois,
    repartir,
    sommes_par_mois,
    suite_de_mois,
)
from employeurs.clauses.libelles import heures_en_mots, lire_lot
from employeurs.clauses.rythme import PART_SIGNALEE, Alerte, rythme, signaux

JOUR = date(2026, 11, 23)
heures = st.decimals(0, 213, places=2)
mois = st.sampled_from(suite_de_mois(date(2025, 1, 1), date(2026, 12, 1)))
# Someone's hours: which lot, which marché, and by month.
lignes = st.lists(st.tuples(st.integers(0, 3), st.integers(0, 5), st.dictionaries(mois, heures, max_size=12)), max_size=12)


def lot(prevues: int, par_mois: Mapping[date, Decimal], **champs: object) -> Lot:
    realisees = sum(par_mois.values(), ZERO)
    base = Lot(
        1, "l" * 12, "m" * 12, "2026-1", "Objet", "Acheteur", "1", "", "Titulaire", None, date(2026, 1, 1), date(2026, 12, 31),
        EtatLot.EN_COURS, None, 1, Bilan(Decimal(prevues), Decimal(prevues), realisees), 0, 1, par_mois,
    )  # fmt: skip
    return replace(base, **champs)  # type: ignore[arg-type]


@given(lignes)
def test_par_personne_par_mois_par_lot_et_par_marche_la_somme_est_la_meme(personnes: list[tuple[int, int, dict[date, Decimal]]]) -> None:
    par_personne = [sum(h.values(), ZERO) for _, _, h in personnes]
    par_mois = sommes_par_mois(h for _, _, h in personnes)
    par_lot = repartir(((m, n), sum(h.values(), ZERO)) for m, n, h in personnes)
    par_marche = repartir((m, somme) for (m, _), somme in par_lot.items())
    assert sum(par_personne, ZERO) == sum(par_mois.values(), ZERO) == sum(par_lot.values(), ZERO) == sum(par_marche.values(), ZERO)
    bilans = [Bilan(realisees=somme) for somme in par_lot.values()]
    assert sum(bilans, Bilan()).realisees == sum(par_personne, ZERO)


@given(st.lists(st.tuples(st.integers(0, 5), heures), min_size=1), st.data())
def test_deplacer_une_ligne_garde_les_totaux(paires: list[tuple[int, Decimal]], data: st.DataObject) -> None:
    rang, ailleurs = data.draw(st.integers(0, len(paires) - 1)), data.draw(st.integers(0, 5))
    deplacees = [*paires[:rang], (ailleurs, paires[rang][1]), *paires[rang + 1 :]]
    assert sum(repartir(deplacees).values(), ZERO) == sum(repartir(paires).values(), ZERO)


@given(st.decimals(0, 10_000, places=2), st.decimals(0, 10_000, places=2))
def test_ce_qui_reste_et_ce_qui_est_fait_font_ce_qui_est_prevu(prevues: Decimal, realisees: Decimal) -> None:
    bilan = Bilan(prevues, ZERO, realisees)
    assert bilan.restantes + bilan.realisees == bilan.prevues + bilan.depassement
    assert min(bilan.restantes, bilan.depassement) == 0
    if realisees <= prevues:
        assert bilan.restantes + realisees == prevues


@given(st.integers(0, 4000), st.integers(-30, 30))
def test_les_mois_se_suivent(jours: int, pas: int) -> None:
    debut = date(2020, 1, 1) + timedelta(days=jours)
    assert mois_suivant(mois_suivant(premier_du_mois(debut), pas), -pas) == premier_du_mois(debut)
    suite = suite_de_mois(debut, mois_suivant(premier_du_mois(debut), 14))
    assert len(suite) == 15
    assert list(suite) == sorted(set(suite))


@pytest.mark.parametrize(
    ("fin", "dernier"),
    [(date(2026, 5, 31), date(2026, 8, 31)), (date(2026, 11, 30), date(2027, 2, 28)), (date(2026, 1, 15), date(2026, 4, 15))],
)
def test_les_heures_se_disent_jusqu_a_trois_mois_apres_la_fin(fin: date, dernier: date) -> None:
    bornes = bornes_du_lot(date(2026, 1, 10), fin)
    assert bornes.fin == dernier
    assert bornes.accepte(date(2026, 1, 1))
    assert not bornes.accepte(date(2025, 12, 1))
    assert not bornes.accepte(mois_suivant(premier_du_mois(dernier)))


def test_les_heures_de_quelqu_un_restent_dans_ses_dates() -> None:
    bornes = bornes_de(bornes_du_lot(date(2026, 1, 1), date(2026, 12, 31)), date(2026, 3, 12), date(2026, 6, 2))
    acceptes = [m.month for m in suite_de_mois(date(2026, 1, 1), date(2026, 12, 1)) if bornes.accepte(m)]
    assert acceptes == [3, 4, 5, 6]


def test_le_rythme_est_celui_des_trois_derniers_mois_entiers() -> None:
    suivi = lot(1200, {date(2026, 8, 1): Decimal(90), date(2026, 10, 1): Decimal(60), date(2026, 11, 1): Decimal(500)})
    r = rythme(suivi, JOUR)
    # (90 + 0 + 60) / 3: a month without hours counts, the current one does not.
    assert r.constate == 50
    # What November already brings is kept when it is more than the pace would.
    assert r.projete == 650
    assert r.manque == 550


@given(st.dictionaries(mois, heures, max_size=10), st.integers(1, 20_000))
def test_ce_qui_manquera_est_ce_que_le_rythme_ne_fera_pas(par_mois: dict[date, Decimal], prevues: int) -> None:
    suivi = lot(prevues, par_mois, debut=date(2025, 1, 1), fin=date(2027, 6, 30))
    r = rythme(suivi, JOUR)
    assert r.projete is not None
    assert r.projete >= suivi.bilan.realisees
    assert r.manque == max(0, prevues - r.projete)
    dites = {s.alerte for s in signaux(suivi, JOUR)}
    assert (Alerte.RETARD in dites) == (suivi.bilan.restantes > 0 and r.manque > prevues * PART_SIGNALEE)
    assert (Alerte.DEPASSEMENT in dites) == (suivi.bilan.realisees > prevues)


def test_un_lot_qui_vient_de_commencer_n_a_pas_de_rythme() -> None:
    r = rythme(lot(1200, {}, debut=date(2026, 11, 2)), JOUR)
    assert (r.constate, r.manque) == (None, 0)
    assert r.necessaire is not None


def test_les_alertes_viennent_de_la_plus_pressante_a_la_moins_pressante() -> None:
    en_retard = lot(2000, {date(2026, 9, 1): Decimal(100)}, fin=date(2027, 1, 10))
    en_retard = replace(en_retard, bilan=replace(en_retard.bilan, engagees=Decimal(600)))
    assert [s.alerte for s in signaux(en_retard, JOUR)] == [Alerte.RETARD, Alerte.FIN_PROCHE, Alerte.SANS_SAISIE, Alerte.A_ENGAGER]
    assert signaux(en_retard, JOUR)[3].heures == 1400
    fini = lot(300, {date(2026, 9, 1): Decimal(100)}, fin=date(2026, 10, 31))
    assert [(s.alerte, s.heures) for s in signaux(fini, JOUR)] == [(Alerte.ECHUE, Decimal(200))]
    assert signaux(replace(fini, etat=EtatLot.TERMINE), JOUR) == ()


def test_un_nom_ne_montre_qu_un_prenom_et_une_initiale() -> None:
    p = Participation(1, "p" * 12, 1, "Samira", "B", "", None, JOUR, None, dates_deduites=False, liee=False)
    assert (p.nom, replace(p, repere="2").nom, replace(p, initiale="").nom) == ("Samira B.", "Samira B. (2)", "Samira")


@pytest.mark.parametrize(
    ("texte", "lu"),
    [
        ("Lot 4 – peinture et sols", ("4", "peinture et sols")),
        ("lot n° 12", ("12", "")),
        ("4", ("4", "")),
        ("Lot unique", ("unique", "")),
        ("Lot réservé à l’insertion", ("réservé à l’insertion", "")),
        ("", ("", "")),
    ],
)
def test_le_numero_d_un_lot_se_lit_dans_ses_mots(texte: str, lu: tuple[str, str]) -> None:
    assert lire_lot(texte) == lu


def test_les_heures_s_ecrivent_a_la_francaise() -> None:
    assert [heures_en_mots(Decimal(h)) for h in ("0", "35.50", "1234.05", "1500")] == [
        "0\u00a0h",
        "35,5\u00a0h",
        "1\u202f234,05\u00a0h",
        "1\u202f500\u00a0h",
    ]
