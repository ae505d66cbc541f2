"""The portefeuille narrowed and sorted, with counts that say what each filter would keep."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime

import pytest

from catalogue.domaine import Frein
from parcours.domaine import Orientation
from parcours.dossier.portefeuille import Filtres, LignePortefeuille, Suivies, Tri, regarder
from socle.horloge import PARIS

JOUR = date(2026, 11, 23)
MOI = 5
BASE = LignePortefeuille(
    identifiant="a",
    nom="Sanchez",
    prenom="Lucie",
    cle_tri="sanchez lucie",
    commune="Créteil",
    orientation=Orientation.RUS_PROCHE,
    entree_rsa=date(2026, 11, 3),
    date_cer=None,
    freins=(Frein.MOBILITE,),
    metiers=("K2204",),
    projet=True,
    sortie_rsa=None,
    droit_rsa=None,
    referent_id=MOI,
    referent="Claire Moreau",
    maj_le=datetime(2026, 11, 1, tzinfo=PARIS),
)
LIGNES = (
    BASE,
    replace(BASE, identifiant="b", cle_tri="ba awa", orientation=None, entree_rsa=date(2026, 1, 1), freins=(), projet=False, maj_le=None),
    replace(
        BASE, identifiant="c", cle_tri="diallo marc", commune="Vitry-sur-Seine", date_cer=date(2026, 11, 20), freins=(Frein.LANGUE, Frein.MOBILITE)
    ),
    replace(BASE, identifiant="d", cle_tri="elouan tom", referent_id=9),
    replace(BASE, identifiant="e", cle_tri="faure ines", referent_id=None, entree_rsa=None),
    replace(BASE, identifiant="f", cle_tri="gil paul", sortie_rsa=date(2026, 9, 30)),
)


def gardees(tri: Tri = Tri.NOM, **filtres: object) -> str:
    vue = regarder(LIGNES, Filtres(**filtres), tri, MOI, JOUR)  # type: ignore[arg-type]
    return "".join(ligne.identifiant for ligne in vue.lignes)


@pytest.mark.parametrize(
    ("filtres", "attendues"),
    [
        ({}, "bca"),
        ({"suivies": Suivies.STRUCTURE}, "bcdea"),
        ({"suivies": Suivies.SANS_REFERENT}, "e"),
        ({"q": "creteil lucie"}, "a"),
        ({"q": "VITRY"}, "c"),
        ({"orientations": frozenset({"inconnu"})}, "b"),
        ({"freins": frozenset({"langue", "inconnu"})}, "bc"),
        ({"cers": frozenset({"a_signer"})}, "a"),
        ({"cers": frozenset({"en_retard", "signe"})}, "bc"),
        ({"sans_projet": True}, "b"),
        ({"sorties": True}, "f"),
        ({"freins": frozenset({"mobilite"}), "cers": frozenset({"signe"})}, "c"),
    ],
)
def test_filtres(filtres: dict[str, object], attendues: str) -> None:
    assert gardees(**filtres) == attendues


@pytest.mark.parametrize(("tri", "ordre"), [(Tri.NOM, "bcdea"), (Tri.CER, "bdaec"), (Tri.ENTREE, "cdabe"), (Tri.MAJ, "bcdea")])
def test_ordres(tri: Tri, ordre: str) -> None:
    assert gardees(tri, suivies=Suivies.STRUCTURE) == ordre


def test_chaque_compte_est_ce_que_le_filtre_garderait() -> None:
    filtres = Filtres(freins=frozenset({"mobilite"}))
    vue = regarder(LIGNES, filtres, Tri.NOM, MOI, JOUR)
    for nom in ("orientations", "freins", "cers"):
        for valeur, nombre in vue.comptes[nom].items():
            essai = replace(filtres, **{nom: frozenset({valeur})})  # type: ignore[arg-type]
            assert nombre == len(regarder(LIGNES, essai, Tri.NOM, MOI, JOUR).lignes), (nom, valeur)
    assert vue.comptes["suivies"] == {"moi": 2, "structure": 4, "sans_referent": 1}
    assert (vue.comptes["sans_projet"], vue.comptes["sorties"]) == ({"1": 0}, {"1": 1})
