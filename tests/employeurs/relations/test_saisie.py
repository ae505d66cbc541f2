"""What is typed about a structure: what may be kept, what is to be corrected, and when one may still take it back."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime, timedelta

import pytest

from comptes.domaine import Acteur, Role
from employeurs.relations.domaine import Echange, Nature, plus_tard
from employeurs.relations.droits import peut_retirer_echange, peut_tenir_relations
from employeurs.relations.saisie import SaisieAction, SaisieContact, SaisieEchange, lire_action, lire_echange, relire_contact
from socle.horloge import PARIS

JOUR = date(2026, 11, 23)
LUNDI = datetime(2026, 11, 23, 9, tzinfo=PARIS)
CRE = Acteur(7, "cre000000000", Role.CRE, "Cré")


def champs(fautes: tuple) -> list[str]:
    return [f.champ for f in fautes]


@pytest.mark.parametrize(
    ("saisie", "fautifs"),
    [
        (SaisieContact(nom="Mme Lacombe"), []),
        (SaisieContact(nom="Accueil", telephone="+33 1 99 00 12 34", courriel="a@b.fr"), []),
        (SaisieContact(nom="Accueil", telephone="3949"), []),
        (SaisieContact(), ["nom"]),
        (SaisieContact(nom="A" * 121, fonction="B" * 121), ["nom", "fonction"]),
        (SaisieContact(nom="Accueil", telephone="demander Paul", courriel="accueil@"), ["telephone", "courriel"]),
    ],
)
def test_un_contact_se_relit(saisie: SaisieContact, fautifs: list[str]) -> None:
    assert champs(relire_contact(saisie)) == fautifs


def test_un_echange_dit_quand_comment_et_quoi() -> None:
    lu, fautes = lire_echange(SaisieEchange(texte="Six postes en janvier."), JOUR)
    assert fautes == ()
    assert lu is not None
    assert (lu.nature, lu.jour, lu.suite) == (Nature.APPEL, JOUR, None)


@pytest.mark.parametrize(
    ("change", "fautifs"),
    [
        ({"texte": ""}, ["texte"]),
        ({"texte": "x" * 4001}, ["texte"]),
        ({"nature": "pigeon"}, ["nature"]),
        ({"jour": "2026-11-24"}, ["jour"]),
        ({"jour": "2026-02-31"}, ["jour"]),
        ({"jour": "1999-01-01"}, ["jour"]),
        ({"rappel": "2026-11-22"}, ["rappel"]),
        ({"quoi": "Rappeler"}, ["rappel"]),
        ({"rappel": "2029-01-01"}, ["rappel"]),
    ],
)
def test_ce_qui_est_a_corriger_est_dit_au_bon_champ(change: dict[str, str], fautifs: list[str]) -> None:
    lu, fautes = lire_echange(replace(SaisieEchange(texte="Bonjour."), **change), JOUR)
    assert lu is None
    assert champs(fautes) == fautifs


def test_rappeler_le_suffit_pour_prevoir_la_suite() -> None:
    lu, _ = lire_echange(SaisieEchange(texte="Pas libre.", rappel="2026-11-30"), JOUR)
    assert lu is not None
    assert lu.suite is not None
    assert (lu.suite.quoi, lu.suite.echeance) == ("Rappeler", date(2026, 11, 30))


def test_une_action_se_prevoit_a_partir_d_aujourd_hui() -> None:
    assert lire_action(SaisieAction("Visiter", JOUR.isoformat()), JOUR)[0] is not None
    assert champs(lire_action(SaisieAction("", ""), JOUR)[1]) == ["quoi", "echeance"]
    assert champs(lire_action(SaisieAction("x" * 201, "2026-11-22"), JOUR)[1]) == ["quoi", "echeance"]


def test_plus_tard_tombe_un_jour_de_travail() -> None:
    for depart in range(14):
        jour = JOUR + timedelta(days=depart)
        for jours in (1, 3, 7):
            voulu = plus_tard(jour, jours)
            assert voulu.weekday() < 5
            assert jours <= (voulu - jour).days <= jours + 2


def test_on_retire_le_sien_le_jour_meme() -> None:
    echange = Echange("e00000000000", Nature.APPEL, JOUR, "", 7, "Cré", "Bonjour.", None, LUNDI)
    assert peut_retirer_echange(CRE, echange, LUNDI + timedelta(hours=14))
    assert not peut_retirer_echange(CRE, echange, LUNDI + timedelta(hours=15))
    assert not peut_retirer_echange(replace(CRE, id=8), echange, LUNDI)


@pytest.mark.parametrize("role", Role)
def test_seuls_les_cre_tiennent_les_relations(role: Role) -> None:
    assert bool(peut_tenir_relations(replace(CRE, role=role))) is (role is Role.CRE)
