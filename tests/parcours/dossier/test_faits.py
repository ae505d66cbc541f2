"""What a file changes in what is known: completed, replaced, kept."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import Any

import pytest

from catalogue.domaine import Frein
from parcours.domaine import Orientation
from parcours.dossier.domaine import DroitRsa
from parcours.dossier.faits import Attaches, Connue, Dires, Faits, Situation, comparer_faits, valeurs_nouvelles

SUS = Faits(
    annee_naissance=1984,
    entree_rsa=date(2024, 3, 1),
    telephone="0611223344",
    niveau=4,
    orientation=Orientation.RUS_PROCHE,
    droit_rsa=DroitRsa.OUVERT,
    inscrit_ft=False,
    freins=(Frein.LOGEMENT,),
    freins_absents=(Frein.MOBILITE,),
)
CONNUE = Connue(7, SUS, Attaches("94028", 1, 2))
JOUR = date(2026, 10, 31)


def dires(attaches: Attaches | None = None, situation: Situation = Situation.AU_RSA, **faits: Any) -> Dires:
    return Dires(Faits(**faits), attaches or Attaches(), situation, JOUR)


@pytest.mark.parametrize(
    ("dit", "valeurs", "gardes"),
    [
        (dires(), {}, ()),
        (dires(**{"annee_naissance": 1984, "telephone": "0611223344"}), {}, ()),
        # Completed where unknown, kept and told otherwise.
        (dires(courriel="l@exemple.fr"), {"courriel": "l@exemple.fr"}, ()),
        (dires(telephone="0700000000", niveau=3), {}, ("telephone", "niveau")),
        (dires(inscrit_ft=True), {}, ("inscrit_ft",)),
        # What the files know best is replaced; a date only goes forward.
        (dires(orientation=Orientation.FT_PROCHE), {"orientation": Orientation.FT_PROCHE}, ()),
        (dires(Attaches("94081", 9)), {"commune": "94081", "structure_id": 9}, ()),
        (dires(entree_rsa=date(2026, 1, 1)), {"entree_rsa": date(2026, 1, 1)}, ()),
        (dires(entree_rsa=date(2019, 1, 1)), {}, ("entree_rsa",)),
        # A frein that was answered stays as it is.
        (dires(freins=(Frein.MOBILITE, Frein.SANTE)), {"freins": (Frein.LOGEMENT, Frein.SANTE)}, ()),
        (dires(freins_absents=(Frein.LOGEMENT,)), {}, ()),
        (
            dires(situation=Situation.SORTIE, droit_rsa=DroitRsa.CLOS, sortie_rsa=date(2026, 9, 30)),
            {"droit_rsa": DroitRsa.CLOS, "sortie_rsa": date(2026, 9, 30)},
            (),
        ),
        (dires(situation=Situation.SORTIE), {"sortie_rsa": JOUR}, ()),
    ],
)
def test_changements(dit: Dires, valeurs: dict[str, Any], gardes: tuple[str, ...]) -> None:
    changements = comparer_faits(CONNUE, dit)
    assert (changements.valeurs, changements.gardes) == (valeurs, gardes)


def test_revenir_au_rsa_ne_se_dit_que_par_un_droit_ouvert() -> None:
    partie = replace(CONNUE, faits=replace(SUS, droit_rsa=DroitRsa.CLOS, sortie_rsa=date(2026, 1, 1)))
    assert comparer_faits(partie, dires()).valeurs == {}
    assert comparer_faits(partie, dires(droit_rsa=DroitRsa.OUVERT)).valeurs == {"droit_rsa": DroitRsa.OUVERT, "sortie_rsa": None}
    assert comparer_faits(partie, dires(situation=Situation.SORTIE)).valeurs == {}


def test_un_non_est_une_reponse() -> None:
    assert valeurs_nouvelles(dires(inscrit_ft=False, droits_devoirs=False)) == {"inscrit_ft": False, "droits_devoirs": False}
