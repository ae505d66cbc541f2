"""From what was typed to an offer: the eight kinds, what is refused and where, and the way back."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest

from catalogue.domaine import Commune, DetailsAppui, Frein, TypeCondition, TypeContrat, TypeOffre, TypeStructure
from catalogue.regles import anomalies_offre
from employeurs.offres.construction import construire
from employeurs.offres.copie import copier, de_offre
from employeurs.offres.domaine import Saisie, Seance
from employeurs.offres.propres import CHAMPS, Nature

VILLE = Commune("94001", "Ville-Inventée", ("94999",), 48.8, 2.4, "t1")
PROPRES = {Nature.ENTIER: "12", Nature.MONTANT: "87,50 €", Nature.JOUR: "2027-03-01", Nature.TEXTE: "Des mots"}
BONNE = Saisie(
    titre="Agent de propreté",
    texte="On nettoie.",
    type_offre="recrutement",
    metiers=("K2204",),
    conditions=("permis:B", "age_min:18"),
    apports=("contrat:CDI",),
    seances=(Seance("s1", debut="2026-12-08", heure_debut="09:30", places="4", reservees="2"),),
    heures_hebdo="17,5",
    commune="Ville-Inventée",
    courriel="accueil@exemple.fr",
)


def nommer(nom: str) -> Commune | None:
    return VILLE if nom in {"Ville-Inventée", "94999"} else None


def fautes(saisie: Saisie, structure: TypeStructure | None = None) -> set[str]:
    return {f.champ for f in construire(saisie, "0123456789ab", structure, nommer)[1]}


def test_une_offre_complete() -> None:
    offre, relevees = construire(BONNE, "0123456789ab", None, nommer)
    assert relevees == ()
    assert (offre.lieu.code_insee, offre.lieu.code_postal, offre.heures_hebdo) == ("94001", "94999", Decimal("17.50"))
    assert [c.type for c in offre.conditions] == [TypeCondition.PERMIS, TypeCondition.AGE]
    assert (offre.sessions[0].debut, offre.sessions[0].places, offre.sessions[0].places_reservees) == (date(2026, 12, 8), 4, 2)


@pytest.mark.parametrize("genre", TypeOffre)
def test_les_huit_natures(genre: TypeOffre) -> None:
    propres = {c.nom: c.choix[0][0] if c.choix else PROPRES[c.nature] for c in CHAMPS[genre]}
    saisie = replace(BONNE, type_offre=genre.value, propres=propres, apports=("frein_leve:mobilite",))
    offre, relevees = construire(saisie, "0123456789ab", TypeStructure.ACI, nommer)
    assert relevees == ()
    assert offre.type_offre is genre
    assert anomalies_offre(offre) == ()
    assert all(getattr(offre.details, c.nom) is not None for c in CHAMPS[genre])
    if isinstance(offre.details, DetailsAppui):
        assert offre.details.freins == (Frein.MOBILITE,)
    # What a copy keeps is what was typed.
    assert de_offre(offre, "").propres.keys() == propres.keys()


@pytest.mark.parametrize(
    ("change", "champ"),
    [
        ({"titre": " "}, "titre"),
        ({"texte": ""}, "texte"),
        ({"type_offre": "rien"}, "type_offre"),
        ({"heures_hebdo": "0"}, "heures_hebdo"),
        ({"heures_hebdo": "sNaN"}, "heures_hebdo"),
        ({"commune": "Atlantide"}, "commune"),
        ({"commune": ""}, "commune"),
        ({"courriel": "moi"}, "courriel"),
        ({"courriel": ""}, "courriel"),
        ({"telephone": "appelez-moi"}, "telephone"),
        ({"propres": {"postes": "mille"}}, "propre-postes"),
        ({"propres": {"contrat": "pacte"}}, "propre-contrat"),
        ({"seances": (Seance("s1", debut="demain"),)}, "seance-s1-debut"),
        ({"seances": (Seance("s1", debut="2026-12-08", fin="2026-12-01"),)}, "seance-s1-fin"),
        ({"seances": (Seance("s1", places="3", reservees="4"),)}, "seance-s1-reservees"),
        ({"seances": (Seance("s1", heure_debut="25:00"),)}, "seance-s1-heure_debut"),
    ],
)
def test_chaque_faute_est_dite_a_son_champ(change: dict[str, object], champ: str) -> None:
    assert fautes(replace(BONNE, **change)) == {champ}  # type: ignore[arg-type]


def test_l_adresse_donne_la_commune() -> None:
    offre, relevees = construire(replace(BONNE, commune="", adresse="3 rue des Lilas, 94999 Ville-Inventée"), "0123456789ab", None, nommer)
    assert relevees == ()
    assert offre.lieu.commune == "Ville-Inventée"


def test_un_emploi_en_insertion_est_porte_par_une_siae() -> None:
    iae = replace(BONNE, type_offre="iae", propres={"contrat": "CDDI"})
    assert fautes(iae, TypeStructure.ENTREPRISE) == {"type_offre"}
    assert fautes(iae, TypeStructure.EI) == set()


def test_sans_date_on_entre_a_tout_moment() -> None:
    offre, _ = construire(replace(BONNE, seances=(Seance("s1"),)), "0123456789ab", None, nommer)
    assert [s.debut for s in offre.sessions] == [None]


def test_copier_vide_les_dates_et_garde_le_reste() -> None:
    copie = copier(BONNE)
    assert copie.seances == (Seance("s1", heure_debut="09:30", places="4", reservees="2"),)
    assert replace(copie, seances=BONNE.seances) == BONNE


def test_d_une_offre_du_catalogue_a_une_saisie() -> None:
    offre, _ = construire(replace(BONNE, autre_condition="Casier vierge", reserve_rsa=True), "0123456789ab", None, nommer)
    saisie = de_offre(offre, "La structure")
    assert (saisie.conditions, saisie.apports, saisie.autre_condition) == (BONNE.conditions, BONNE.apports, "Casier vierge")
    assert saisie.reserve_rsa
    refaite, relevees = construire(saisie, "0123456789ab", None, nommer)
    assert relevees == ()
    assert refaite.conditions == offre.conditions
    assert TypeContrat(refaite.apports[0].valeur or "") is TypeContrat.CDI
