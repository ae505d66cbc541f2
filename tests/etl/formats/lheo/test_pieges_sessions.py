"""The traps of LHÉO: days, sessions, places left. One deviation of the invented fixture at a time."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import Any

import pytest

from catalogue.domaine import EtatOffre, EtatSession

Lire = Callable[..., Any]
A1 = "action[@numero='99_A1']/"


@pytest.mark.parametrize("inconnue", ["00000000", "19000101", "-"])
def test_session_sans_premier_jour_laissee_de_cote(lues: Lire, inconnue: str) -> None:
    elements = lues((A1 + "session/periode/debut", inconnue))
    assert elements.offre().sessions == (), "without a day it would read as a permanent entry"
    assert "session/periode/debut" in dict(elements.doutes)


@pytest.mark.parametrize("inconnue", ["99999999", "99991231"])
def test_fin_inconnue(lues: Lire, inconnue: str) -> None:
    (session,) = lues((A1 + "session/periode/fin", inconnue)).offre().sessions
    assert (session.debut, session.fin) == (date(2026, 9, 7), None)


@pytest.mark.parametrize(
    ("debut", "fin", "jours"),
    [("20260900", "20270200", (date(2026, 9, 1), date(2027, 2, 28))), ("20260000", "20260000", (date(2026, 1, 1), date(2026, 12, 31)))],
)
def test_dates_au_mois_ou_a_l_annee(lues: Lire, debut: str, fin: str, jours: tuple[date, date]) -> None:
    (session,) = lues((A1 + "session/periode/debut", debut), (A1 + "session/periode/fin", fin)).offre().sessions
    assert (session.debut, session.fin) == jours
    assert "à confirmer" in (session.horaires or "")


def test_fin_avant_le_debut(lues: Lire) -> None:
    elements = lues((A1 + "session/periode/fin", "20260101"))
    assert elements.offre().sessions[0].fin is None
    assert ("session/periode/fin", "20260101") in elements.doutes


def test_date_absurde_ne_casse_rien(lues: Lire) -> None:
    elements = lues((A1 + "session/periode/debut", "20261345"))
    assert elements.offre().sessions == ()
    assert ("session/periode/debut", "20261345") in elements.doutes


def test_entrees_permanentes_gardent_la_fin(lues: Lire) -> None:
    (session,) = lues((A1 + "modalites-entrees-sorties", "1")).offre().sessions
    assert (session.debut, session.fin) == (None, date(2027, 1, 15))


def test_recrutement_ferme_ne_laisse_pas_de_place(lues: Lire) -> None:
    assert lues((A1 + "session/etat-recrutement", "2")).offre().sessions[0].places == 0


def test_recrutement_suspendu(lues: Lire) -> None:
    lue = lues((A1 + "session/etat-recrutement", "3")).offre()
    assert lue.etat is EtatOffre.SUSPENDUE
    assert "suspendues" in (lue.sessions[0].horaires or "")


def test_etat_de_recrutement_hors_table(lues: Lire) -> None:
    elements = lues((A1 + "session/etat-recrutement", "7"))
    assert elements.offre().sessions[0].places == 12
    assert ("session/etat-recrutement", "7") in elements.doutes


def test_session_et_action_perimees(lues: Lire) -> None:
    session = "<extras info='session-perimee'><extra info='session-perimee'>1</extra></extras>"
    action = "<extras info='type-action'><extra info='action-perimee'>1</extra></extras>"
    assert lues((A1 + "session", session)).offre().sessions[0].etat is EtatSession.TERMINEE
    assert lues((A1[:-1], action)).offre().etat is EtatOffre.EXPIREE


def test_places_de_l_action_ne_se_partagent_pas(lues: Lire) -> None:
    autre = "<session numero='S2'><periode><debut>20261001</debut><fin>20261130</fin></periode></session>"
    sessions = lues((A1[:-1], autre)).offre().sessions
    assert [(s.source_id, s.places) for s in sessions] == [("S1", None), ("S2", None)]


@pytest.mark.parametrize("places", ["0", "-3", "beaucoup", "999999999999"])
def test_places_absurdes(lues: Lire, places: str) -> None:
    assert lues((A1 + "organisme-financeur/nb-places-financees", places)).offre().sessions[0].places is None


def test_deux_sessions_du_meme_numero(lues: Lire) -> None:
    autre = "<session numero='S1'><periode><debut>20261001</debut><fin>20261130</fin></periode></session>"
    elements = lues((A1[:-1], autre))
    assert [s.debut for s in elements.offre().sessions] == [date(2026, 9, 7)]
    assert ("session/@numero", "S1") in elements.doutes


def test_session_sans_numero_a_un_identifiant_stable(lues: Lire) -> None:
    sans = "<session><periode><debut>20261001</debut><fin>20261130</fin></periode></session>"
    assert lues((A1[:-1], sans)).offre().sessions[1].source_id == "2026-10-01/2026-11-30"


def test_action_sans_session(lues: Lire) -> None:
    elements = lues((A1 + "session", None))
    assert elements.offre().sessions == ()
    assert ("session", "") in elements.doutes
