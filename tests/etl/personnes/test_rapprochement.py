"""Finding a person of a file in the base, without a number."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from etl.personnes.rapprochement import Annuaire, Identite, Issue, Motif, Verdict
from parcours.rapprochements.domaine import MOTIFS

ENTREE = date(2024, 3, 1)
CONNUE = Identite(7, "sanchez", "lucie", ("sanchez lucie", "martin lucie"), 1984, "94028", "0611223344", "l@exemple.fr", ENTREE)
LUE = Identite(0, "sanchez", "lucie", ("sanchez lucie",), 1984)
SURE = Verdict(Issue.SURE, (7,))


def doute(motif: Motif) -> Verdict:
    return Verdict(Issue.DOUTEUSE, (7,), motif)


@pytest.mark.parametrize(
    ("lue", "verdict"),
    [
        (LUE, SURE),
        (replace(LUE, commune="94028"), SURE),
        # Moved: something personal agrees.
        (replace(LUE, commune="94081", telephone="0611223344"), SURE),
        (replace(LUE, commune="94081", entree_rsa=ENTREE), SURE),
        # A household shares a telephone, and two people may bear one name.
        (replace(LUE, commune="94081"), doute(Motif.LIEU)),
        (replace(LUE, entree_rsa=date(2026, 1, 1)), doute(Motif.DATE)),
        (replace(LUE, telephone="0700000000"), doute(Motif.PEU_D_INDICES)),
        (replace(LUE, annee=1960, telephone="0611223344"), doute(Motif.DATE)),
        (replace(LUE, annee=1960, commune="94028"), Verdict(Issue.NOUVELLE)),
        (replace(LUE, annee=None, courriel="l@exemple.fr"), SURE),
        (replace(LUE, annee=None, commune="94028"), doute(Motif.PEU_D_INDICES)),
        (replace(LUE, nom="martin", cles=("martin lucie",)), SURE),
        # One letter away, or turned round.
        (replace(LUE, nom="sanches", cles=("sanches lucie",), commune="94028"), doute(Motif.ORTHOGRAPHE)),
        (replace(LUE, nom="sanches", cles=("sanches lucie",)), Verdict(Issue.NOUVELLE)),
        (replace(LUE, nom="lucie", prenom="sanchez", cles=("lucie sanchez",)), doute(Motif.ORTHOGRAPHE)),
        (replace(LUE, prenom="luc", cles=("sanchez luc",), commune="94028"), Verdict(Issue.NOUVELLE)),
    ],
)
def test_une_seule_connue(lue: Identite, verdict: Verdict) -> None:
    assert Annuaire([CONNUE]).juger(lue, set()) == verdict


def test_le_meme_contact_sous_un_autre_nom_n_est_personne() -> None:
    autre = replace(LUE, prenom="marc", cles=("sanchez marc",), commune="94028", telephone="0611223344", courriel="l@exemple.fr")
    assert Annuaire([CONNUE]).juger(autre, set()).issue is Issue.NOUVELLE


def test_entre_homonymes_le_plus_d_accords_l_emporte_sinon_une_personne_decide() -> None:
    homonyme = replace(CONNUE, id=9, commune="94081", telephone=None, courriel=None, entree_rsa=None)
    annuaire = Annuaire([CONNUE, homonyme])
    assert annuaire.juger(replace(LUE, commune="94081"), set()) == Verdict(Issue.SURE, (9,))
    assert annuaire.juger(LUE, set()) == Verdict(Issue.DOUTEUSE, (7, 9), Motif.PLUSIEURS)


def test_une_personne_n_est_prise_qu_une_fois() -> None:
    assert Annuaire([CONNUE]).juger(LUE, {7}) == doute(Motif.DEJA_PRISE)


def test_deux_jumelles_du_fichier_pour_deux_de_la_base() -> None:
    seule = replace(CONNUE, telephone=None, courriel=None, entree_rsa=None)
    annuaire = Annuaire([seule, replace(seule, id=9)])
    assert annuaire.juger(LUE, set(), jumelles=2) == Verdict(Issue.SURE, (7,))
    assert annuaire.juger(LUE, {7}, jumelles=2) == Verdict(Issue.SURE, (9,))
    assert annuaire.juger(LUE, set(), jumelles=1).issue is Issue.DOUTEUSE


def test_chaque_doute_a_ses_mots() -> None:
    assert set(MOTIFS) == set(Motif)
