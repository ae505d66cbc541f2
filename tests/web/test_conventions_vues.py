"""What a page says of the figures of a convention: words, bars, and groups too small to be told."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from catalogue.domaine import TypeOffre
from employeurs.conventions.chiffres import Chiffres, Engagement, Periode, Realisees, lignes
from employeurs.conventions.domaine import Bonus, OffreRattachee, Proposees, Tension
from pilotage.classeur_conventions import NON_MONTRE, masquees
from web.conventions_vues import avancement, ecoule, montre, mots_periode, mots_proposees, mots_tension, offre, reperes, tableau

JOUR = date(2026, 11, 23)
PERIODE = Periode(date(2026, 1, 1), date(2027, 12, 31))
NOMS = {"K1304": "Aide à domicile", "K2204": "Propreté"}


def valeurs(lus: tuple[object, ...]) -> dict[str, str]:
    return {r.libelle: r.valeur for r in lus}  # type: ignore[attr-defined]


@pytest.mark.parametrize(
    ("chiffres", "ton", "faite", "attendue"),
    [
        (Chiffres(10, 2, 5), "erreur", 20.0, 50.0),
        (Chiffres(10, 4, 5), "attention", 40.0, 50.0),
        (Chiffres(10, 5, 5), "bien", 50.0, 50.0),
        (Chiffres(10, 14, 5), "bien", 100.0, 50.0),
        (Chiffres(10, 0, 0), "neutre", 0.0, 0.0),
        (Chiffres(0, 1, 0), "bien", None, None),
    ],
)
def test_la_barre_ne_deborde_jamais_et_le_ton_suit_l_ecart(chiffres: Chiffres, ton: str, faite: float | None, attendue: float | None) -> None:
    lu = avancement(chiffres)
    assert (lu.ton, lu.faite, lu.attendue) == (ton, faite, attendue)


def test_le_tableau_montre_toutes_les_annees_et_leurs_sommes() -> None:
    engagements = (Engagement("K1304", 2026, 4), Engagement("K1304", 2027, 2), Engagement("K2204", 2027, 3))
    faites = (Realisees("K1304", 2026, 3, 1, JOUR), Realisees("K2204", 2026, 1, 0, JOUR))
    lu = tableau(lignes(PERIODE, engagements, faites, JOUR), PERIODE, NOMS, {})
    assert lu.annees == (2026, 2027)
    assert [ligne.libelle for ligne in lu.lignes] == ["Aide à domicile", "Propreté"]
    assert [[(c.realisees, c.prevues) for c in ligne.cases] for ligne in lu.lignes] == [[(3, 4), (0, 2)], [(1, 0), (0, 3)]]
    assert [(c.realisees, c.prevues) for c in lu.sommes] == [(4, 4), (0, 5)]
    assert (lu.total.realisees, lu.total.prevues) == (4, 9)
    assert lu.lignes[0].tension == "Tension : sans mesure connue"


def test_la_tension_dit_sa_date_et_sa_source() -> None:
    assert mots_tension(Tension("K1304", 4, date(2025, 4, 1), "BMO 2025")) == "Tension forte (4 sur 5), mesure du 1er\u00a0avril 2025 – BMO 2025"


def test_la_periode_dit_ses_deux_annees() -> None:
    assert mots_periode(Periode(date(2026, 8, 15), date(2027, 12, 28))) == "du 15\u00a0août 2026 au 28\u00a0décembre 2027"


@pytest.mark.parametrize(
    ("jour", "mots"),
    [
        (date(2025, 12, 31), "commence le jeudi 1er\u00a0janvier 2026"),
        (date(2026, 1, 1), "0\u00a0% du temps écoulé, il reste 24 mois"),
        (date(2027, 11, 15), "93\u00a0% du temps écoulé, il reste 46\u00a0jours"),
        (date(2027, 12, 31), "c’est le dernier jour"),
        (date(2028, 1, 2), "finie depuis le vendredi 31\u00a0décembre 2027"),
    ],
)
def test_le_temps_ecoule_se_dit(jour: date, mots: str) -> None:
    assert ecoule(PERIODE, jour).replace("24\u00a0mois", "24 mois") == mots


@given(st.integers(0, 60), st.integers(0, 60), st.integers(0, 60))
def test_aucun_petit_groupe_ne_se_retrouve(durables: int, autres: int, en_cours: int) -> None:
    b = Bonus(durables + autres + en_cours, 3.0, durables, durables + autres)
    vues = masquees(b, petits=False)
    cachees = [cle for cle, n in vues.items() if n is None]
    assert not [n for n in vues.values() if n is not None and 0 < n < 5]
    # One hidden alone beside others that are shown would be the total less these.
    assert len(cachees) != 1 or not [n for n in vues.values() if n]
    assert masquees(b, petits=True) == {"durables": durables, "autres": autres, "en_cours": en_cours}


def test_les_suites_ne_disent_rien_de_moins_de_cinq_personnes() -> None:
    quatre = Bonus(4, 12.0, 3, 4)
    assert valeurs(reperes(quatre, petits=False)) == {"Embauches par la Boîte à parcours": "moins de 5"}
    assert valeurs(reperes(quatre, petits=True))["Devenues un emploi durable"] == "3 sur 4"
    assert valeurs(reperes(Bonus(0, None, 0, 0), petits=False)) == {"Embauches par la Boîte à parcours": "aucune pour l’instant"}
    assert valeurs(reperes(Bonus(12, 21.0, 3, 8), petits=False))["Devenues un emploi durable"] == NON_MONTRE


@given(st.integers(0, 100))
def test_un_compte_montre_n_est_jamais_petit(n: int) -> None:
    assert montre(n, petits=True) == n
    assert montre(n, petits=False) == (n if n == 0 or n >= 5 else None)


def test_les_personnes_proposees_se_comptent_sans_petit_groupe() -> None:
    lues = valeurs(mots_proposees(Proposees(9, 8, 1, 6, 0), petits=False))
    assert lues == {
        "Personnes proposées": "9", "Envoyées à l’employeur": "8", "Attendent une réponse": "moins de 5", "Acceptées": "6", "Embauchées": "0",
    }  # fmt: skip


@pytest.mark.parametrize(
    ("genre", "code", "mots"),
    [
        (TypeOffre.RECRUTEMENT, "K1304", "compte pour : Aide à domicile"),
        (TypeOffre.RECRUTEMENT, "N1101", "ne compte pour aucun métier de la convention"),
        (TypeOffre.RECRUTEMENT, None, "ne compte pour aucun métier de la convention"),
        (TypeOffre.FORMATION, "K1304", "prépare, sans compter comme une embauche"),
    ],
)
def test_une_offre_dit_pour_quoi_elle_compte(genre: TypeOffre, code: str | None, mots: str) -> None:
    o = OffreRattachee("abcdefghjkmn", "T", genre, "publiee", None, code, False, None, 3, 2, 1)
    assert offre(o, NOMS, ("K1304",), JOUR, petits=False).metier == mots
    assert offre(o, NOMS, ("K1304",), JOUR, petits=False).attente == "moins de 5 en attente"
    assert offre(o, NOMS, ("K1304",), JOUR, petits=False).embauches is None
    assert (offre(o, NOMS, ("K1304",), JOUR, petits=True).attente, offre(o, NOMS, ("K1304",), JOUR, petits=True).embauches) == ("2 en attente", 1)
