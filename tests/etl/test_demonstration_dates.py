"""Dates of the demonstration: always around today, on working days, and never a new offer because the day changed."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, time, timedelta
from itertools import pairwise
from random import Random
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from catalogue.domaine import EtatOffre, EtatSession, Offre, Session
from etl import demonstration
from etl.demonstration.calendrier import (
    FERIES,
    HORIZON,
    PASSE,
    ModeleSessions,
    dernier_jour,
    est_ouvre,
    jour_ouvre,
    permanente,
    remplir,
    sessions_datees,
    veille_ouvree,
)

JOURS = (
    date(2026, 11, 23),
    date(2024, 2, 29),
    date(2028, 2, 29),
    date(2025, 12, 31),
    date(2027, 1, 1),
    date(2026, 5, 1),
    date(2026, 7, 24),
    date(2026, 8, 15),
    date(2032, 12, 25),
)
# A session may be moved by a week-end, a public holiday, or to the next right day of the week.
GLISSEMENT = 16
jours = st.dates(date(2020, 1, 1), date(2040, 12, 31))


def effacer(objet: Any, *champs: str) -> Any:
    """The object with the same date everywhere it has one."""
    return replace(objet, **{champ: date.min for champ in champs if getattr(objet, champ, None) is not None})


def sans_dates(offre: Offre) -> Offre:
    """The offer without anything that the day changes."""
    sessions = tuple(replace(effacer(s, "debut", "fin", "date_limite"), etat=EtatSession.OUVERTE) for s in offre.sessions)
    nue: Offre = effacer(offre, "publie_le", "verifie_le", "date_limite")
    return replace(nue, sessions=sessions, details=effacer(offre.details, "debut", "fin"))


def ouvertes(offre: Offre, jour: date) -> list[Session]:
    """Sessions to which one may still apply."""
    a_temps = [s for s in offre.sessions if s.date_limite is None or s.date_limite >= jour]
    return [s for s in a_temps if s.etat is EtatSession.OUVERTE and (s.debut is None or s.debut > jour)]


@pytest.mark.parametrize("jour", JOURS)
def test_on_peut_toujours_s_inscrire_a_une_offre_publiee(jour: date) -> None:
    publiees = [o for o in demonstration.offres(jour) if o.etat is EtatOffre.PUBLIEE]
    assert len(publiees) > 430
    assert [o.source_id for o in publiees if not ouvertes(o, jour)] == []


@pytest.mark.parametrize("jour", JOURS)
def test_les_sessions_tiennent_autour_d_aujourd_hui(jour: date) -> None:
    for offre in demonstration.offres(jour):
        if offre.etat is EtatOffre.EXPIREE:
            continue
        for session in offre.sessions:
            if session.debut is not None:
                assert -PASSE <= (session.debut - jour).days <= HORIZON + GLISSEMENT, offre.source_id


@pytest.mark.parametrize("jour", JOURS)
def test_aucune_session_un_jour_ferie_ni_le_dimanche(jour: date) -> None:
    for offre in demonstration.offres(jour):
        for session in offre.sessions:
            for quand in (session.debut, session.date_limite):
                if quand is not None:
                    assert quand.weekday() < 6, offre.source_id
                    assert (quand.month, quand.day) not in FERIES, offre.source_id


@pytest.mark.parametrize("jour", JOURS)
def test_l_ordre_des_dates_d_une_session(jour: date) -> None:
    for offre in demonstration.offres(jour):
        debuts = [s.debut for s in offre.sessions if s.debut]
        assert debuts == sorted(set(debuts)), offre.source_id
        for session in offre.sessions:
            if session.debut and session.fin and session.date_limite:
                assert session.date_limite <= session.debut <= session.fin, offre.source_id


@pytest.mark.parametrize("jour", JOURS)
def test_ce_qui_est_fini_est_dit_termine(jour: date) -> None:
    for offre in demonstration.offres(jour):
        for session in offre.sessions:
            finie = session.fin is not None and session.fin < jour
            assert finie <= (session.etat is EtatSession.TERMINEE), offre.source_id
            if session.etat is EtatSession.OUVERTE and session.debut is None and session.date_limite:
                assert session.date_limite > jour


@pytest.mark.parametrize("jour", JOURS)
def test_une_offre_expiree_n_a_plus_rien_a_venir(jour: date) -> None:
    expirees = [o for o in demonstration.offres(jour) if o.etat is EtatOffre.EXPIREE]
    assert expirees
    for offre in expirees:
        assert offre.date_limite is not None
        assert offre.date_limite < jour
        assert all(s.etat is EtatSession.TERMINEE and (s.fin is None or s.fin < jour) for s in offre.sessions), offre.source_id


@pytest.mark.parametrize("jour", JOURS)
def test_publication_puis_verification_jamais_dans_le_futur(jour: date) -> None:
    for offre in demonstration.offres(jour):
        if offre.etat in {EtatOffre.BROUILLON, EtatOffre.A_VALIDER}:
            assert offre.publie_le is None
            assert offre.verifie_le is None
        else:
            assert offre.publie_le is not None
            assert offre.publie_le <= (offre.verifie_le or jour) <= jour


@pytest.mark.parametrize("jour", JOURS)
def test_marches_et_conventions_courent_encore(jour: date) -> None:
    fins = [getattr(o.details, "fin", None) for o in demonstration.offres(jour)]
    restant = [(fin - jour).days for fin in fins if fin]
    assert len(restant) == 25 + 15
    assert min(restant) >= 30


def test_seules_les_dates_changent_d_un_jour_a_l_autre() -> None:
    lundi, plus_tard = demonstration.offres(JOURS[0]), demonstration.offres(JOURS[1])
    assert [o.source_id for o in lundi] == [o.source_id for o in plus_tard]
    assert [sans_dates(o) for o in lundi] == [sans_dates(o) for o in plus_tard]
    assert lundi != plus_tard


def test_le_meme_jour_et_la_meme_graine_donnent_le_meme_catalogue() -> None:
    assert demonstration.offres(JOURS[0]) == demonstration.offres(JOURS[0])
    assert demonstration.offres(JOURS[0], 94) == demonstration.offres(JOURS[0])


def test_une_autre_graine_change_le_catalogue_mais_pas_les_identifiants() -> None:
    autre = demonstration.offres(JOURS[0], 95)
    assert autre != demonstration.offres(JOURS[0])
    assert {o.source_id for o in autre} == {o.source_id for o in demonstration.offres(JOURS[0])}


@given(jours)
def test_jour_ouvre_avance_et_veille_recule(jour: date) -> None:
    assert jour <= jour_ouvre(jour) <= jour + timedelta(days=5)
    assert jour - timedelta(days=5) <= veille_ouvree(jour) <= jour
    assert est_ouvre(jour_ouvre(jour))
    assert est_ouvre(veille_ouvree(jour))


@pytest.mark.parametrize(
    ("jour", "ouvre"),
    [(date(2026, 11, 23), True), (date(2026, 11, 21), False), (date(2026, 11, 22), False), (date(2026, 11, 11), False), (date(2027, 1, 1), False)],
)
def test_est_ouvre(jour: date, ouvre: bool) -> None:
    assert est_ouvre(jour) is ouvre


@pytest.mark.parametrize(
    ("debut", "duree", "fin"),
    [
        (date(2026, 11, 23), 1, date(2026, 11, 23)),
        (date(2026, 11, 23), 5, date(2026, 11, 27)),
        (date(2026, 11, 26), 3, date(2026, 11, 30)),
        (date(2026, 11, 23), 10, date(2026, 12, 4)),
        (date(2026, 11, 10), 2, date(2026, 11, 12)),
    ],
)
def test_dernier_jour(debut: date, duree: int, fin: date) -> None:
    assert dernier_jour(debut, duree) == fin


MODELES = st.builds(
    ModeleSessions,
    nombre=st.sampled_from([(1, 1), (1, 4), (2, 4)]),
    duree=st.integers(1, 200),
    delai=st.sampled_from([(1, 5), (2, 6), (7, 15)]),
    places=st.just((4, 12)),
    reservees=st.sampled_from([0.0, 0.34, 1.0]),
    heures=st.just((time(9), time(12))),
    jours=st.sampled_from([(0, 1, 2, 3, 4), (2,), (5,)]),
)


@settings(max_examples=150)
@given(jours, MODELES, st.integers(0, 10_000))
def test_les_sessions_datees_tiennent_leurs_promesses(jour: date, modele: ModeleSessions, graine: int) -> None:
    sessions = sessions_datees(jour, modele, Random(graine))
    assert modele.nombre[0] <= len(sessions) <= modele.nombre[1]
    assert [s.source_id for s in sessions] == [f"s{n}" for n in range(1, len(sessions) + 1)]
    assert any(s.debut and s.debut > jour and s.date_limite and s.date_limite >= jour and s.etat is EtatSession.OUVERTE for s in sessions)
    for avant, apres in pairwise(sessions):
        assert avant.debut is not None
        assert apres.debut is not None
        assert avant.debut < apres.debut
    for session in sessions:
        assert session.debut is not None
        assert session.debut.weekday() in modele.jours
        assert session.places is not None
        assert session.places_tenues + session.places_prises <= session.places
        assert session.places_reservees <= session.places


def test_une_session_sur_sept_est_complete() -> None:
    pleines = sum(not (r.places - r.tenues - r.prises) for r in (remplir(Random(n), 10, 0.3) for n in range(2000)))
    assert 0.10 < pleines / 2000 < 0.18


def test_une_session_passee_n_a_plus_de_place_tenue() -> None:
    assert all(remplir(Random(n), 10, 0.3, passee=True).tenues == 0 for n in range(200))
    assert any(remplir(Random(n), 10, 0.3).tenues for n in range(200))


def test_entree_permanente() -> None:
    assert permanente(None, Random(1)) == Session("permanente")
    entree = permanente(4, Random(1), 0.5, date(2026, 12, 1))
    assert (entree.debut, entree.places, entree.places_reservees, entree.date_limite) == (None, 4, 2, date(2026, 12, 1))
