"""The traps of LHÉO: conditions, places, contacts, hours, price. One deviation of the invented fixture at a time."""

from __future__ import annotations

from collections.abc import Callable
from decimal import Decimal
from typing import Any

import pytest

from catalogue.domaine import Lieu, TypeCondition

Lire = Callable[..., Any]
A1 = "action[@numero='99_A1']/"


@pytest.mark.parametrize("rien", ["-", ".", "…", "Néant", "non renseigné", "Aucune", "aucun prérequis", "Non"])
def test_conditions_specifiques_vides(lues: Lire, rien: str) -> None:
    assert [c.type for c in lues((A1 + "conditions-specifiques", rien)).offre().conditions] == [TypeCondition.NIVEAU]


@pytest.mark.parametrize(
    ("texte", "ferme"),
    [
        ("Permis B", True),
        ("25 ans minimum conseillés", False),
        ("Idéalement un projet validé", False),
        ("Une première expérience serait un plus", False),
    ],
)
def test_conditions_specifiques_fermes_ou_souhaitees(lues: Lire, texte: str, ferme: bool) -> None:
    condition = lues((A1 + "conditions-specifiques", texte)).offre().conditions[-1]
    assert (condition.ferme, condition.libelle) == (ferme, texte)


def test_adresse_inconnue_remplie_de_zeros(lues: Lire) -> None:
    adresse = A1 + "lieu-de-formation/coordonnees/adresse/"
    elements = lues(
        (A1 + "lieu-de-formation/coordonnees/nom", "-"),
        (adresse + "ligne", "-"),
        (adresse + "codepostal", "00000"),
        (adresse + "code-INSEE-commune", "00000"),
        (adresse + "ville", "-"),
        (adresse + "geolocalisation/latitude", "0"),
        (adresse + "geolocalisation/longitude", "0"),
    )
    assert elements.offre().lieu == Lieu()
    assert elements.doutes == []


def test_codes_de_lieu_faux(lues: Lire) -> None:
    adresse = A1 + "lieu-de-formation/coordonnees/adresse/"
    elements = lues((adresse + "codepostal", "9400O"), (adresse + "code-INSEE-commune", "Créteil"), (adresse + "geolocalisation/latitude", "4878,37"))
    lieu = elements.offre().lieu
    assert (lieu.code_postal, lieu.code_insee, lieu.latitude, lieu.longitude, lieu.commune) == (None, None, None, None, "CRETEIL")
    assert len(elements.doutes) == 3


def test_nom_de_lieu_dans_une_ligne_et_personne_sur_place(lues: Lire) -> None:
    lieu = A1 + "lieu-de-formation/coordonnees"
    # ONISEP writes the name of the school in a line beside the address; elsewhere « nom » may be that of a person.
    assert lues((lieu, "<ligne>Lycée des Saules</ligne>")).offre().lieu.adresse == "Lycée des Saules, 12 rue de la Fraise"
    assert lues((lieu, "<prenom>Ana</prenom>")).offre().lieu.adresse == "12 rue de la Fraise"


def test_plusieurs_lieux(lues: Lire) -> None:
    autre = (
        "<lieu-de-formation><coordonnees><adresse><ligne>2 rue Y</ligne><codepostal>94800</codepostal></adresse></coordonnees></lieu-de-formation>"
    )
    elements = lues((A1[:-1], autre))
    assert elements.offre().lieu.code_postal == "94000"
    assert ("lieu-de-formation", "2 lieux") in elements.doutes


def test_liens_dangereux_ou_faux(lues: Lire) -> None:
    elements = lues((A1 + "url-action/urlweb", "javascript:alert(1)"))
    assert elements.offre().contact.lien == "http://www.organisme.exemple/agent-de-restauration"
    assert ("url-action/urlweb", "javascript:alert(1)") in elements.doutes


def test_courriel_faux(lues: Lire) -> None:
    elements = lues(("contact-formation/coordonnees/courriel", "ana arobase organisme"))
    assert elements.offre().contact.courriel is None
    assert ("courriel", "ana arobase organisme") in elements.doutes


def test_heures_en_centre_absentes(lues: Lire) -> None:
    assert lues((A1 + "nombre-heures-centre", None)).offre().details.duree_heures == 630


def test_heures_sans_total(lues: Lire) -> None:
    assert lues((A1 + "nombre-heures-total", None)).offre().details.duree_heures == 630
    assert lues((A1 + "nombre-heures-total", "0")).offre().details.duree_heures == 630, "0 fills an unknown total"


def test_heures_incoherentes_ou_fausses(lues: Lire) -> None:
    elements = lues((A1 + "nombre-heures-total", "100"))
    assert elements.offre().details.duree_heures == 100
    assert ("nombre-heures-total", "100") in elements.doutes
    assert ("nombre-heures-total", "6 mois") in lues((A1 + "nombre-heures-total", "6 mois")).doutes


def test_duree_hebdomadaire_impossible(lues: Lire) -> None:
    elements = lues((A1 + "extras[@info='duree-hebdo']/extra", "350"))
    assert elements.offre().heures_hebdo is None
    assert ("duree-hebdo", "350") in elements.doutes


def test_prix(lues: Lire) -> None:
    a2 = "action[@numero='99_A2']/prix-total-TTC"
    assert lues((a2, "1 250,50 €")).offre("99_A2").cout == Decimal("1250.50")
    assert lues((a2, "0")).offre("99_A2").cout == Decimal(0)
    for faux in ("-10", "sur devis", "99999999"):
        elements = lues((a2, faux))
        assert elements.offre("99_A2").cout is None
        assert ("prix-total-TTC", faux) in elements.doutes


def test_prix_nul_d_une_action_financee(lues: Lire) -> None:
    assert lues((A1 + "prix-total-TTC", "0")).offre().cout == Decimal(0)


@pytest.mark.parametrize(("region", "eligible"), [("26", True), ("27", True), ("24", False)])
def test_region_d_avant_2016_dans_l_eligibilite_cpf(lues: Lire, region: str, eligible: bool) -> None:
    extras = A1 + "session/extras[@info='eligibilite-cpf']"
    ligne = (
        "<extras info='eligibilite-cpf' numero='13352'><extra info='public'>2</extra><extra info='france-entiere'>0</extra>"
        f"<extra info='region'>{region}</extra></extras>"
    )
    # The place is in the region merged in 2016 (27), the line of eligibility still says Bourgogne (26).
    elements = lues((extras, None), (A1 + "session", ligne), (A1 + "lieu-de-formation/coordonnees/adresse/region", "27"))
    assert ("CPF" in (elements.offre().cout_precisions or "")) is eligible


@pytest.mark.parametrize(("public", "branche"), [("1", None), ("3", "56.10A")])
def test_eligibilite_cpf_reservee_aux_salaries_ou_a_une_branche(lues: Lire, public: str, branche: str | None) -> None:
    extras = A1 + "session/extras[@info='eligibilite-cpf']"
    changements = [(extras + "/extra[@info='public']", public)]
    if branche:
        changements.append((extras, f"<extra info='branche'>{branche}</extra>"))
    assert "CPF" not in (lues(*changements).offre().cout_precisions or "")
