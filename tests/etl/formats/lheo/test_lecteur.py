"""What becomes of a LHÉO 2.3 file, field by field. The fixture is invented."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest

from catalogue.domaine import (
    Apport,
    Condition,
    Contact,
    Dispositif,
    EtatOffre,
    EtatSession,
    Jour,
    Lieu,
    Offre,
    Operateur,
    OrigineCondition,
    Periode,
    Presence,
    Session,
    Structure,
    TypeApport,
    TypeCondition,
    TypeOffre,
    TypeStructure,
    creneaux,
)
from catalogue.regles import anomalies_offre, anomalies_structure
from etl.formats.lheo import lire
from etl.lecture import Avertissement, Contexte, Element, Lu, Rejet

FIXTURE = Path(__file__).parent / "fixtures" / "formations-2.3.xml"
AUJOURDHUI = date(2026, 3, 10)


def elements() -> list[Element]:
    return list(lire(FIXTURE, Contexte(AUJOURDHUI, "carif")))


def offre(numero: str) -> Offre:
    return next(e.objet for e in elements() if isinstance(e, Lu) and isinstance(e.objet, Offre) and e.objet.source_id.endswith(numero))


def test_une_structure_puis_une_offre_par_action() -> None:
    lus = [e for e in elements() if isinstance(e, Lu)]
    assert [(type(e.objet), e.objet.source_id, e.chemin) for e in lus] == [
        (Structure, "99912345600017", "formation 99_1001"),
        (Offre, "99_1001/99_A1", "formation 99_1001 / action 99_A1"),
        (Offre, "99_1001/99_A2", "formation 99_1001 / action 99_A2"),
        # The same body, told again without its number: not twice.
        (Offre, "99_1002/99_B1", "formation 99_1002 / action 99_B1"),
    ]
    assert {e.objet.structure for e in lus if isinstance(e.objet, Offre)} == {"99912345600017"}
    assert not [e for e in elements() if isinstance(e, Rejet | Avertissement)]


def test_tout_est_acceptable() -> None:
    for element in elements():
        assert isinstance(element, Lu)
        controle = anomalies_offre(element.objet) if isinstance(element.objet, Offre) else anomalies_structure(element.objet)
        assert controle == ()


def test_organisme_responsable() -> None:
    structure = next(e.objet for e in elements() if isinstance(e, Lu))
    assert structure == Structure(
        source="carif",
        source_id="99912345600017",
        nom="Les Tilleuls formation",
        siret="99912345600017",
        type_structure=TypeStructure.ORGANISME_FORMATION,
        lieu=Lieu("94076", "Villejuif", "94800", "Maison des Tilleuls, 3 place du Marché"),
        contact=Contact("Accueil", "01 99 00 00 02", None, "https://organisme.exemple"),
    )


def test_ce_que_dit_la_formation() -> None:
    lue = offre("99_A1")
    assert (lue.source, lue.type_offre, lue.titre) == ("carif", TypeOffre.FORMATION, "Titre professionnel agent de restauration")
    assert lue.metiers == ("G1602", "G1603")
    assert lue.description.startswith("Préparer des repas simples et servir.\n\n- En cuisine\n- En salle\n\nRésultats attendus\u00a0: Titre")
    assert "Contenu" not in lue.description, "« - » is not a content"
    assert "Restauration" not in lue.description, "« Non » is not a restaurant"
    for partie in ("Hébergement\u00a0: Internat mixte", "Public\u00a0: Habitants des quartiers", "Durée indicative\u00a0: 4 mois"):
        assert partie in lue.description
    assert "Dispensée par\u00a0: Cuisine école des Tilleuls" in lue.description
    assert (lue.publie_le, lue.verifie_le) == (date(2026, 1, 5), date(2026, 3, 2))
    assert offre("99_A2").verifie_le == date(2026, 2, 15), "the day of the action wins over that of the training"


def test_ce_que_donne_la_formation() -> None:
    details = offre("99_A1").details
    assert (details.rncp, details.rs, details.certifiante, details.dispositif) == ("35650", "5193", True, Dispositif.QUALIFIANTE)
    assert details.niveau_sortie == 3, "LHÉO 13 is EU 3"
    assert details.financeur == "Région, France Travail"
    assert details.duree_heures == 630
    assert offre("99_A1").apports == (Apport(TypeApport.CERTIFICATION, "Titre professionnel agent de restauration", "RNCP35650"),)
    assert offre("99_B1").apports == ()
    assert offre("99_B1").details.dispositif is Dispositif.PREQUALIFIANTE


def test_ce_que_demande_la_formation() -> None:
    assert offre("99_A1").conditions == (
        Condition(
            TypeCondition.NIVEAU,
            Operateur.AU_MOINS,
            ("3",),
            True,
            OrigineCondition.STRUCTURE,
            "Niveau exigé\u00a0: CAP, BEP, titre professionnel de niveau 3",
        ),
        Condition(TypeCondition.AUTRE, Operateur.DANS, (), True, OrigineCondition.STRUCTURE, "Avoir 18 ans et supporter la station debout."),
    )
    souhaits = offre("99_A2").conditions
    assert [condition.ferme for condition in souhaits] == [False, False]
    assert souhaits[0].libelle.startswith("Niveau souhaité")


def test_publics() -> None:
    assert offre("99_A1").publics == ("demandeurs-emploi", "jeunes")
    assert not offre("99_A1").reserve_rsa
    assert offre("99_A2").publics == ("beneficiaires-des-minimas-sociaux",)
    assert offre("99_A2").reserve_rsa, "80005 alone: only for people who receive the RSA"


def test_session_datee() -> None:
    assert offre("99_A1").sessions == (
        Session(source_id="S1", debut=date(2026, 9, 7), fin=date(2027, 1, 15), date_limite=date(2026, 8, 21), places=12, etat=EtatSession.OUVERTE),
    ), "12 and 3 funded places may be the same ones: the larger number is kept"


def test_entrees_permanentes() -> None:
    assert offre("99_A2").sessions == (Session(source_id="S9", debut=None, fin=None, places=24),)


def test_lieu_presence_et_horaires() -> None:
    lue = offre("99_A1")
    assert lue.lieu == Lieu("94028", "CRETEIL", "94000", "Site des Tilleuls, 12 rue de la Fraise", 48.7837, 2.4551)
    assert lue.presence is Presence.MIXTE
    assert (lue.horaires, lue.heures_hebdo) == ("Temps plein", Decimal(35))
    assert lue.creneaux == creneaux((Jour.LUNDI, Jour.MARDI, Jour.MERCREDI, Jour.JEUDI, Jour.VENDREDI), (Periode.MATIN, Periode.APRES_MIDI))
    distante = offre("99_A2")
    assert (distante.presence, distante.lieu, distante.horaires, distante.creneaux) == (Presence.A_DISTANCE, Lieu(), None, None)


def test_contact_et_inscription() -> None:
    lue = offre("99_A1")
    assert lue.contact == Contact("Ana Tilleul", "06 99 00 00 01", "ana@organisme.exemple", "https://organisme.exemple/actions/A1")
    assert lue.modalites == (
        "Entretien. Information collective le 20/08/2026 à 9h30, Créteil (apporter un CV). Dossier à déposer sur place. "
        "Réunion d’information le 01/07/2026."
    )
    # The scheme that the feed leaves out is put back.
    assert offre("99_A2").contact.lien == "http://www.organisme.exemple/agent-de-restauration"


def test_cout() -> None:
    financee = offre("99_A1")
    assert financee.cout is None, "somebody else may pay: what is left to the person is unknown"
    assert financee.cout_precisions == (
        "Prix affiché\u00a0: 7\u202f875\u00a0€ TTC. Prix affiché\u00a0: 12,50\u00a0€ TTC de l’heure. Action conventionnée par un financeur. "
        "Prise en charge des frais possible. Frais restants\u00a0: Chaussures de sécurité. Éligible au compte personnel de formation (CPF)."
    )
    payante = offre("99_A2")
    assert (payante.cout, payante.cout_precisions) == (Decimal(180), None)


def test_etat_par_defaut() -> None:
    assert {offre(numero).etat for numero in ("99_A1", "99_A2", "99_B1")} == {EtatOffre.PUBLIEE}


def test_deux_lectures_donnent_la_meme_chose() -> None:
    assert elements() == elements()


@pytest.mark.parametrize(
    ("jour", "eligible"), [(date(2024, 12, 31), False), (date(2025, 1, 1), True), (date(2027, 12, 31), True), (date(2028, 1, 1), False)]
)
def test_eligibilite_cpf_au_jour_de_l_import(jour: date, eligible: bool) -> None:
    lus = [e.objet for e in lire(FIXTURE, Contexte(jour, "carif")) if isinstance(e, Lu)]
    assert ("CPF" in (lus[1].cout_precisions or "")) is eligible
