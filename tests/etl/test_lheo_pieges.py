"""The traps of LHÉO, one deviation of the invented fixture at a time."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest
from lxml import etree

from catalogue.domaine import Dispositif, EtatOffre, EtatSession, Lieu, Offre, Presence, Session, Structure, TypeApport, TypeCondition
from etl.lecture import Avertissement, Contexte, Element, Lu, Rejet
from etl.lheo import lire
from etl.lheo.codes import FINANCEURS, NIVEAUX_UE, PUBLICS

FIXTURE = Path(__file__).parent / "fixtures" / "lheo" / "formations-2.3.xml"
# Value set of data·inclusion v1.
PUBLICS_V1 = {"actifs", "beneficiaires-des-minimas-sociaux", "demandeurs-emploi", "etudiants", "familles", "femmes", "jeunes", "residents-qpv-frr"}
PUBLICS_V1 |= {"personnes-en-situation-de-handicap", "personnes-en-situation-durgence", "personnes-en-situation-juridique-specifique"}
PUBLICS_V1 |= {"personnes-exilees", "seniors", "tous-publics"}
A1 = "action[@numero='99_A1']/"
Lire = Callable[..., list[Element]]


@pytest.fixture
def lues(tmp_path: Path) -> Lire:
    """Read the first training of the fixture with some of its elements changed.

    Keys are paths from the training (namespaces left out); a value replaces the text, None removes the elements, an XML text is added inside.
    """

    def lire_variante(*changements: tuple[str, str | None]) -> list[Element]:
        # Without its namespace: names match whatever it is, and paths of the tests stay short.
        racine = etree.fromstring(FIXTURE.read_bytes().replace(b' xmlns="http://www.lheo.org/2.3"', b""))
        formation = racine.find("offres/formation")
        assert formation is not None
        for chemin, valeur in changements:
            trouves = formation.findall(chemin) if chemin else [formation]
            assert trouves, chemin
            for element in trouves:
                if valeur is None:
                    element.getparent().remove(element)
                elif valeur.startswith("<"):
                    element.append(etree.fromstring(valeur))
                else:
                    element.text = valeur
        fichier = tmp_path / "variante.xml"
        fichier.write_bytes(etree.tostring(racine, xml_declaration=True, encoding="utf-8"))
        return list(lire(fichier, Contexte(date(2026, 3, 10), "carif")))

    return lire_variante


def offre(elements: list[Element], numero: str = "99_A1") -> Offre:
    return next(e.objet for e in elements if isinstance(e, Lu) and isinstance(e.objet, Offre) and e.objet.source_id.endswith(numero))


def doutes(elements: list[Element]) -> list[tuple[str, str]]:
    return [(e.anomalie.champ, e.anomalie.valeur) for e in elements if isinstance(e, Avertissement)]


# --- Levels ---------------------------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("code", "niveau"),
    [("0", None), ("1", None), ("2", 1), ("3", 2), ("4", 3), ("5", 4), ("6", 5), ("7", 6), ("8", 7), ("11", 1), ("13", 3), ("14", 4), ("18", 8)],
)
def test_niveau_de_sortie_traduit(lues: Lire, code: str, niveau: int | None) -> None:
    assert offre(lues(("code-niveau-sortie", code))).details.niveau_sortie == niveau


def test_niveau_d_entree_sans_diplome_ne_demande_rien(lues: Lire) -> None:
    for code in ("0", "1", "2", "11"):
        assert TypeCondition.NIVEAU not in {c.type for c in offre(lues(("code-niveau-entree", code))).conditions}


def test_niveau_hors_table(lues: Lire) -> None:
    elements = lues(("code-niveau-sortie", "9"), ("code-niveau-entree", "CAP"))
    assert offre(elements).details.niveau_sortie is None
    assert {("code-niveau-sortie", "9"), ("code-niveau-entree", "CAP")} <= set(doutes(elements))


def test_tables_couvrent_leurs_valeurs() -> None:
    assert set(NIVEAUX_UE) == {str(n) for n in (*range(9), *range(11, 19))}
    assert set(FINANCEURS) == {str(n) for n in range(21)} - {"1"}
    assert {public for publics in PUBLICS.values() for public in publics} <= PUBLICS_V1


# --- Days and sessions ----------------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("inconnue", ["00000000", "19000101", "-"])
def test_session_sans_premier_jour_laissee_de_cote(lues: Lire, inconnue: str) -> None:
    elements = lues((A1 + "session/periode/debut", inconnue))
    assert offre(elements).sessions == (), "without a day it would read as a permanent entry"
    assert "session/periode/debut" in dict(doutes(elements))


@pytest.mark.parametrize("inconnue", ["99999999", "99991231"])
def test_fin_inconnue(lues: Lire, inconnue: str) -> None:
    (session,) = offre(lues((A1 + "session/periode/fin", inconnue))).sessions
    assert (session.debut, session.fin) == (date(2026, 9, 7), None)


@pytest.mark.parametrize(
    ("debut", "fin", "jours"),
    [("20260900", "20270200", (date(2026, 9, 1), date(2027, 2, 28))), ("20260000", "20260000", (date(2026, 1, 1), date(2026, 12, 31)))],
)
def test_dates_au_mois_ou_a_l_annee(lues: Lire, debut: str, fin: str, jours: tuple[date, date]) -> None:
    (session,) = offre(lues((A1 + "session/periode/debut", debut), (A1 + "session/periode/fin", fin))).sessions
    assert (session.debut, session.fin) == jours
    assert "à confirmer" in (session.horaires or "")


def test_fin_avant_le_debut(lues: Lire) -> None:
    elements = lues((A1 + "session/periode/fin", "20260101"))
    assert offre(elements).sessions[0].fin is None
    assert ("session/periode/fin", "20260101") in doutes(elements)


def test_date_absurde_ne_casse_rien(lues: Lire) -> None:
    elements = lues((A1 + "session/periode/debut", "20261345"))
    assert offre(elements).sessions == ()
    assert ("session/periode/debut", "20261345") in doutes(elements)


def test_entrees_permanentes_gardent_la_fin(lues: Lire) -> None:
    (session,) = offre(lues((A1 + "modalites-entrees-sorties", "1"))).sessions
    assert (session.debut, session.fin) == (None, date(2027, 1, 15))


def test_recrutement_ferme_ne_laisse_pas_de_place(lues: Lire) -> None:
    assert offre(lues((A1 + "session/etat-recrutement", "2"))).sessions[0].places == 0


def test_recrutement_suspendu(lues: Lire) -> None:
    lue = offre(lues((A1 + "session/etat-recrutement", "3")))
    assert lue.etat is EtatOffre.SUSPENDUE
    assert "suspendues" in (lue.sessions[0].horaires or "")


def test_etat_de_recrutement_hors_table(lues: Lire) -> None:
    elements = lues((A1 + "session/etat-recrutement", "7"))
    assert offre(elements).sessions[0].places == 12
    assert ("session/etat-recrutement", "7") in doutes(elements)


def test_session_et_action_perimees(lues: Lire) -> None:
    session = "<extras info='session-perimee'><extra info='session-perimee'>1</extra></extras>"
    action = "<extras info='type-action'><extra info='action-perimee'>1</extra></extras>"
    assert offre(lues((A1 + "session", session))).sessions[0].etat is EtatSession.TERMINEE
    assert offre(lues((A1[:-1], action))).etat is EtatOffre.EXPIREE


def test_places_de_l_action_ne_se_partagent_pas(lues: Lire) -> None:
    autre = "<session numero='S2'><periode><debut>20261001</debut><fin>20261130</fin></periode></session>"
    sessions = offre(lues((A1[:-1], autre))).sessions
    assert [(s.source_id, s.places) for s in sessions] == [("S1", None), ("S2", None)]


@pytest.mark.parametrize("places", ["0", "-3", "beaucoup", "999999999999"])
def test_places_absurdes(lues: Lire, places: str) -> None:
    assert offre(lues((A1 + "organisme-financeur/nb-places-financees", places))).sessions[0].places is None


def test_deux_sessions_du_meme_numero(lues: Lire) -> None:
    autre = "<session numero='S1'><periode><debut>20261001</debut><fin>20261130</fin></periode></session>"
    elements = lues((A1[:-1], autre))
    assert [s.debut for s in offre(elements).sessions] == [date(2026, 9, 7)]
    assert ("session/@numero", "S1") in doutes(elements)


def test_session_sans_numero_a_un_identifiant_stable(lues: Lire) -> None:
    sans = "<session><periode><debut>20261001</debut><fin>20261130</fin></periode></session>"
    assert offre(lues((A1[:-1], sans))).sessions[1].source_id == "2026-10-01/2026-11-30"


def test_action_sans_session(lues: Lire) -> None:
    elements = lues((A1 + "session", None))
    assert offre(elements).sessions == ()
    assert ("session", "") in doutes(elements)


# --- Codes ----------------------------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("code", "presence"), [("0", Presence.SUR_PLACE), ("1", Presence.MIXTE), ("2", Presence.A_DISTANCE), ("3", Presence.SUR_PLACE)]
)
def test_modalites_d_enseignement(lues: Lire, code: str, presence: Presence) -> None:
    elements = lues((A1 + "modalites-enseignement", code))
    assert offre(elements).presence is presence
    assert (("modalites-enseignement", "3") in doutes(elements)) is (code == "3")


def test_financeur_hors_table_ou_obsolete(lues: Lire) -> None:
    elements = lues((A1 + "organisme-financeur/code-financeur", "77"))
    assert offre(elements).details.financeur is None
    assert ("organisme-financeur/code-financeur", "77") in doutes(elements)
    assert ("organisme-financeur/code-financeur", "1") in doutes(lues((A1 + "organisme-financeur/code-financeur", "1")))


def test_financeur_16_est_un_opco_pas_une_poec(lues: Lire) -> None:
    details = offre(lues((A1 + "organisme-financeur/code-financeur", "16"))).details
    assert (details.financeur, details.dispositif) == ("OPCO", Dispositif.QUALIFIANTE)


@pytest.mark.parametrize(
    ("titre", "dispositif"),
    [
        ("Agent polyvalent (POEC)", Dispositif.POEC),
        ("Préparation opérationnelle à l’emploi individuelle : cariste", Dispositif.POEI),
        ("AFPR Vendeur", Dispositif.AFPR),
        ("CléA : socle de connaissances", Dispositif.CLEA),
        ("Accompagnement VAE", Dispositif.VAE),
        ("FLE à visée professionnelle", Dispositif.FLE),
        ("Poésie et clef", Dispositif.QUALIFIANTE),
    ],
)
def test_dispositif_par_le_titre(lues: Lire, titre: str, dispositif: Dispositif) -> None:
    assert offre(lues(("intitule-formation", titre))).details.dispositif is dispositif


@pytest.mark.parametrize(
    ("ou", "ajout", "dispositif"),
    [
        (
            A1 + "organisme-financeur[1]",
            "<extras info='specificites'><extra info='programme-financeur'>Programme POEC</extra></extras>",
            Dispositif.POEC,
        ),
        (A1 + "session", "<extras info='eligibilite-cpf' numero='201'><extra info='public'>3</extra></extras>", Dispositif.CLEA),
        (A1 + "session", "<extras info='eligibilite-cpf' numero='200'><extra info='public'>3</extra></extras>", Dispositif.VAE),
        ("certification[1]", "<code-CPF>CPF201</code-CPF>", Dispositif.CLEA),
        (A1[:-1], "<extras info='dispositif'><extra info='contrat-apprentissage'>1</extra></extras>", Dispositif.ALTERNANCE),
        (A1[:-1], "<extras info='dispositif'><extra info='contrat-professionnalisation'>1</extra></extras>", Dispositif.ALTERNANCE),
        (A1[:-1], "<extras info='dispositif'><extra info='contrat-apprentissage'>0</extra></extras>", Dispositif.QUALIFIANTE),
        (A1 + "session", "<cycle><alternance><type-alternance>1</type-alternance></alternance></cycle>", Dispositif.ALTERNANCE),
    ],
)
def test_dispositif_par_les_codes(lues: Lire, ou: str, ajout: str, dispositif: Dispositif) -> None:
    elements = lues((ou, ajout))
    assert offre(elements).details.dispositif is dispositif
    # The deviation is on one action: the other keeps its own scheme, unless it is told for the whole training.
    if ou.startswith("action"):
        assert offre(elements, "99_A2").details.dispositif is Dispositif.QUALIFIANTE


@pytest.mark.parametrize(
    ("objectif", "dispositif"), [("8", Dispositif.PREQUALIFIANTE), ("9", Dispositif.PREQUALIFIANTE), ("7", Dispositif.QUALIFIANTE)]
)
def test_dispositif_par_l_objectif(lues: Lire, objectif: str, dispositif: Dispositif) -> None:
    assert offre(lues(("objectif-general-formation", objectif))).details.dispositif is dispositif


def test_objectif_de_perfectionnement(lues: Lire) -> None:
    assert offre(lues(("objectif-general-formation", "2"))).details.dispositif is Dispositif.QUALIFIANTE, "certifying all the same"
    assert offre(lues(("objectif-general-formation", "2"), ("certifiante", "0"))).details.dispositif is None


@pytest.mark.parametrize(
    ("code", "attendu"),
    [("320", ("320", "5193")), ("RNCP 0320", ("320", "5193")), ("RS5616", (None, "5616")), ("0", (None, "5193")), ("CAP", (None, "5193"))],
)
def test_numeros_de_certification(lues: Lire, code: str, attendu: tuple[str | None, str]) -> None:
    elements = lues(("certification/code-RNCP", code))
    details = offre(elements).details
    assert (details.rncp, details.rs) == attendu
    assert (("certification/code-RNCP", code) in doutes(elements)) is (code in {"0", "CAP"})


def test_sans_rncp_ni_rs(lues: Lire) -> None:
    lue = offre(lues(("certification/code-RNCP", None), ("certification/code-RS", None)))
    assert [(a.type, a.valeur) for a in lue.apports] == [(TypeApport.CERTIFICATION, "CERTIFINFO111222")]
    sans_rien = offre(lues(("certification", None)))
    assert [(a.type, a.valeur) for a in sans_rien.apports] == [(TypeApport.CERTIFICATION, None)]


def test_attestation(lues: Lire) -> None:
    lue = offre(lues(("certification", None), ("certifiante", "0"), ("resultats-attendus", "Attestation de compétences")))
    assert [(a.type, a.libelle) for a in lue.apports] == [(TypeApport.ATTESTATION, "Attestation de compétences")]


def test_code_rome_de_l_ancienne_version(lues: Lire) -> None:
    elements = lues(("domaine-formation/code-ROME", "23221"))
    assert offre(elements).metiers == ()
    assert ("domaine-formation/code-ROME", "23221") in doutes(elements)


def test_publics(lues: Lire) -> None:
    elements = lues((A1 + "code-public-vise", "80999"))
    assert offre(elements).publics == ()
    assert ("code-public-vise", "80999") in doutes(elements)
    assert offre(lues((A1 + "code-public-vise", "81019"))).publics == (), "illettrisme: known, but data·inclusion has no public for it"


# --- Texts, places, price -------------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("rien", ["-", ".", "…", "Néant", "non renseigné", "Aucune", "aucun prérequis", "Non"])
def test_conditions_specifiques_vides(lues: Lire, rien: str) -> None:
    assert [c.type for c in offre(lues((A1 + "conditions-specifiques", rien))).conditions] == [TypeCondition.NIVEAU]


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
    condition = offre(lues((A1 + "conditions-specifiques", texte))).conditions[-1]
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
    assert offre(elements).lieu == Lieu()
    assert doutes(elements) == []


def test_codes_de_lieu_faux(lues: Lire) -> None:
    adresse = A1 + "lieu-de-formation/coordonnees/adresse/"
    elements = lues((adresse + "codepostal", "9400O"), (adresse + "code-INSEE-commune", "Créteil"), (adresse + "geolocalisation/latitude", "4878,37"))
    lieu = offre(elements).lieu
    assert (lieu.code_postal, lieu.code_insee, lieu.latitude, lieu.longitude, lieu.commune) == (None, None, None, None, "CRETEIL")
    assert len(doutes(elements)) == 3


def test_nom_de_lieu_dans_une_ligne_et_personne_sur_place(lues: Lire) -> None:
    lieu = A1 + "lieu-de-formation/coordonnees"
    # ONISEP writes the name of the school in a line beside the address; elsewhere « nom » may be that of a person.
    assert offre(lues((lieu, "<ligne>Lycée des Saules</ligne>"))).lieu.adresse == "Lycée des Saules, 12 rue de la Fraise"
    assert offre(lues((lieu, "<prenom>Ana</prenom>"))).lieu.adresse == "12 rue de la Fraise"


def test_plusieurs_lieux(lues: Lire) -> None:
    autre = (
        "<lieu-de-formation><coordonnees><adresse><ligne>2 rue Y</ligne><codepostal>94800</codepostal></adresse></coordonnees></lieu-de-formation>"
    )
    elements = lues((A1[:-1], autre))
    assert offre(elements).lieu.code_postal == "94000"
    assert ("lieu-de-formation", "2 lieux") in doutes(elements)


def test_liens_dangereux_ou_faux(lues: Lire) -> None:
    elements = lues((A1 + "url-action/urlweb", "javascript:alert(1)"))
    assert offre(elements).contact.lien == "http://www.organisme.exemple/agent-de-restauration"
    assert ("url-action/urlweb", "javascript:alert(1)") in doutes(elements)


def test_courriel_faux(lues: Lire) -> None:
    elements = lues(("contact-formation/coordonnees/courriel", "ana arobase organisme"))
    assert offre(elements).contact.courriel is None
    assert ("courriel", "ana arobase organisme") in doutes(elements)


def test_heures_en_centre_absentes(lues: Lire) -> None:
    assert offre(lues((A1 + "nombre-heures-centre", None))).details.duree_heures == 630


def test_heures_sans_total(lues: Lire) -> None:
    assert offre(lues((A1 + "nombre-heures-total", None))).details.duree_heures == 630
    assert offre(lues((A1 + "nombre-heures-total", "0"))).details.duree_heures == 630, "0 fills an unknown total"


def test_heures_incoherentes_ou_fausses(lues: Lire) -> None:
    elements = lues((A1 + "nombre-heures-total", "100"))
    assert offre(elements).details.duree_heures == 100
    assert ("nombre-heures-total", "100") in doutes(elements)
    assert ("nombre-heures-total", "6 mois") in doutes(lues((A1 + "nombre-heures-total", "6 mois")))


def test_duree_hebdomadaire_impossible(lues: Lire) -> None:
    elements = lues((A1 + "extras[@info='duree-hebdo']/extra", "350"))
    assert offre(elements).heures_hebdo is None
    assert ("duree-hebdo", "350") in doutes(elements)


def test_prix(lues: Lire) -> None:
    a2 = "action[@numero='99_A2']/prix-total-TTC"
    assert offre(lues((a2, "1 250,50 €")), "99_A2").cout == Decimal("1250.50")
    assert offre(lues((a2, "0")), "99_A2").cout == Decimal(0)
    for faux in ("-10", "sur devis", "99999999"):
        elements = lues((a2, faux))
        assert offre(elements, "99_A2").cout is None
        assert ("prix-total-TTC", faux) in doutes(elements)


def test_prix_nul_d_une_action_financee(lues: Lire) -> None:
    assert offre(lues((A1 + "prix-total-TTC", "0"))).cout == Decimal(0)


@pytest.mark.parametrize(("region", "eligible"), [("26", True), ("27", True), ("24", False)])
def test_region_d_avant_2016_dans_l_eligibilite_cpf(lues: Lire, region: str, eligible: bool) -> None:
    extras = A1 + "session/extras[@info='eligibilite-cpf']"
    ligne = (
        "<extras info='eligibilite-cpf' numero='13352'><extra info='public'>2</extra><extra info='france-entiere'>0</extra>"
        f"<extra info='region'>{region}</extra></extras>"
    )
    # The place is in the region merged in 2016 (27), the line of eligibility still says Bourgogne (26).
    elements = lues((extras, None), (A1 + "session", ligne), (A1 + "lieu-de-formation/coordonnees/adresse/region", "27"))
    assert ("CPF" in (offre(elements).cout_precisions or "")) is eligible


@pytest.mark.parametrize(("public", "branche"), [("1", None), ("3", "56.10A")])
def test_eligibilite_cpf_reservee_aux_salaries_ou_a_une_branche(lues: Lire, public: str, branche: str | None) -> None:
    extras = A1 + "session/extras[@info='eligibilite-cpf']"
    changements = [(extras + "/extra[@info='public']", public)]
    if branche:
        changements.append((extras, f"<extra info='branche'>{branche}</extra>"))
    assert "CPF" not in (offre(lues(*changements)).cout_precisions or "")


# --- Who is responsible, what is refused ----------------------------------------------------------------------------------------------------


def structure(elements: list[Element]) -> Structure | None:
    return next((e.objet for e in elements if isinstance(e, Lu) and isinstance(e.objet, Structure)), None)


def test_siret_faux_le_numero_prend_sa_place(lues: Lire) -> None:
    elements = lues(("organisme-formation-responsable/SIRET-organisme-formation/SIRET", "99912345600018"))
    lue = structure(elements)
    assert lue is not None
    assert (lue.siret, lue.source_id, offre(elements).structure) == (None, "99_OF7", "99_OF7")
    assert ("SIRET-organisme-formation", "99912345600018") in doutes(elements)


def test_siret_de_zeros_et_raison_sociale_a_defaut_de_nom(lues: Lire) -> None:
    organisme = "organisme-formation-responsable/"
    elements = lues(
        (organisme + "SIRET-organisme-formation/SIRET", "00000000000000"),
        (organisme + "nom-organisme", "-"),
        (organisme + "raison-sociale", "SARL Tilleul"),
    )
    lue = structure(elements)
    assert lue is not None
    assert (lue.nom, lue.siret) == ("SARL Tilleul", None)


def test_organisme_sans_nom(lues: Lire) -> None:
    elements = lues(("organisme-formation-responsable/nom-organisme", None))
    premiere = offre(elements)
    assert premiere.structure is None
    assert ("organisme-formation-responsable", "") in doutes(elements)


def rejets(elements: list[Element]) -> list[tuple[str, str]]:
    return [(e.chemin, e.anomalies[0].champ) for e in elements if isinstance(e, Rejet)]


def test_action_sans_numero(lues: Lire, tmp_path: Path) -> None:
    elements = lues((".", "<action><session><periode><debut>20260901</debut></periode></session></action>"))
    assert rejets(elements) == [("formation 99_1001 / action n°\u00a03", "action/@numero")]
    assert len([e for e in elements if isinstance(e, Lu)]) == 4, "the others are kept"


def test_formation_sans_action(lues: Lire) -> None:
    elements = lues(("action", None))
    assert rejets(elements) == [("formation 99_1001", "action")]
    assert offre(elements, "99_B1"), "the next training is read"


def test_formation_sans_titre(lues: Lire) -> None:
    elements = [e for e in lues(("intitule-formation", " - ")) if isinstance(e, Rejet)]
    assert [(e.chemin, e.anomalies[0].champ, e.cle) for e in elements] == [
        ("formation 99_1001 / action 99_A1", "intitule-formation", ("carif", "99_1001/99_A1")),
        ("formation 99_1001 / action 99_A2", "intitule-formation", ("carif", "99_1001/99_A2")),
    ], "each offer is named: a full feed does not close what is only faulty"


def test_session_gardee_telle_quelle(lues: Lire) -> None:
    assert offre(lues()).sessions == (
        Session(source_id="S1", debut=date(2026, 9, 7), fin=date(2027, 1, 15), date_limite=date(2026, 8, 21), places=12),
    ), "a reading without its namespace gives the same"


CHARABIA = ["", "-", "0", "99999999", "\u00a0", "<p>", "é" * 400, "1e308", "NaN", "2026-02-30", "javascript:x", "[{", "&#0;", "12h99"]


@pytest.mark.parametrize("charabia", CHARABIA)
def test_n_importe_quoi_partout_ne_casse_jamais_la_lecture(tmp_path: Path, charabia: str) -> None:
    racine = etree.fromstring(FIXTURE.read_bytes())
    feuilles = [element for element in racine.iter("{*}*") if not len(element)]
    for rang, feuille in enumerate(feuilles):
        garde, feuille.text = feuille.text, charabia
        fichier = tmp_path / f"{rang}.xml"
        fichier.write_bytes(etree.tostring(racine))
        lus = list(lire(fichier, Contexte(date(2026, 3, 10), "carif")))
        assert any(isinstance(e, Lu) for e in lus)
        feuille.text = garde
