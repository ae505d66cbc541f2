"""Events of France Travail (Mes événements emploi), field by field. The fixture is invented."""

from __future__ import annotations

import json
from datetime import date, time
from pathlib import Path
from typing import Any

import pytest

from catalogue.domaine import (
    Contact,
    DetailsDecouverte,
    DetailsRecrutement,
    FormatDecouverte,
    FormatRecrutement,
    Lieu,
    Offre,
    Presence,
    Session,
    Structure,
    TypeApport,
    TypeOffre,
    TypeStructure,
)
from etl.formats.france_travail import lire
from etl.lecture import Avertissement, Contexte, Element, Lu, Rejet

FIXTURE = Path(__file__).parent / "fixtures" / "evenements.json"
CONTEXTE = Contexte(date(2026, 3, 10), "france-travail")


def offres(elements: list[Element]) -> list[Offre]:
    return [e.objet for e in elements if isinstance(e, Lu) and isinstance(e.objet, Offre)]


def un(tmp_path: Path, **champs: Any) -> tuple[Offre, list[str]]:
    """Read one event with these fields; the fields doubted come with it."""
    chemin = tmp_path / "evenements.json"
    evenement = {"id": 1, "titre": "Titre", "dateEvenement": "2026-09-15T00:00:00.000+02:00", "type": "Forum", **champs}
    chemin.write_text(json.dumps({"content": [evenement]}), encoding="utf-8")
    elements = list(lire(chemin, CONTEXTE))
    return offres(elements)[0], [e.anomalie.champ for e in elements if isinstance(e, Avertissement)]


def test_organisateur_une_fois_puis_les_evenements() -> None:
    elements = list(lire(FIXTURE, CONTEXTE))
    structure = elements[0].objet if isinstance(elements[0], Lu) else None
    assert structure == Structure(
        source="france-travail",
        source_id="organisateur:france travail agence de la fraise",
        nom="France Travail – Agence de la Fraise",
        type_structure=TypeStructure.SERVICE_PUBLIC,
    )
    assert [(o.source_id, o.structure) for o in offres(elements)] == [(n, structure.source_id) for n in ("500001", "500002")]
    assert [(e.chemin, e.anomalies[0].champ) for e in elements if isinstance(e, Rejet)] == [("élément n°\u00a03", "id")]


def test_job_dating() -> None:
    lue = offres(list(lire(FIXTURE, CONTEXTE)))[0]
    assert (lue.type_offre, lue.details) == (TypeOffre.RECRUTEMENT, DetailsRecrutement(format=FormatRecrutement.JOB_DATING))
    # 22:00 UTC is midnight of the next day in Paris; 25 places less 8 people registered there.
    jour = date(2026, 10, 1)
    assert lue.sessions == (Session(source_id="500001", debut=jour, fin=jour, heure_debut=time(9, 30), heure_fin=time(12), places=17),)
    assert lue.description == "Rencontres courtes.\n\nDéroulement\u00a0: Dix minutes par entreprise."
    assert lue.metiers == ("K2204",)
    assert lue.publics == ("beneficiaires-des-minimas-sociaux", "demandeurs-emploi", "jeunes")
    assert lue.lieu == Lieu("94028", "CRETEIL", "94000", None, 48.7837, 2.4551)
    assert (lue.presence, lue.contact) == (Presence.MIXTE, Contact(lien="https://evenements.exemple/500001"))
    assert [apport.type for apport in lue.apports] == [TypeApport.ENTRETIEN]


def test_grand_domaine_n_est_pas_un_metier() -> None:
    doutes = [e.anomalie for e in lire(FIXTURE, CONTEXTE) if isinstance(e, Avertissement)]
    assert [(doute.champ, doute.valeur) for doute in doutes] == [("romeCode", "J")]


def test_visite_complete() -> None:
    lue = offres(list(lire(FIXTURE, CONTEXTE)))[1]
    assert (lue.type_offre, lue.details) == (TypeOffre.DECOUVERTE, DetailsDecouverte(format=FormatDecouverte.VISITE))
    assert lue.sessions[0].places == 0, "more people registered than places: full, never negative"
    assert lue.sessions[0].heure_fin is None
    assert (lue.lieu, lue.presence, lue.publics, lue.apports, lue.modalites) == (Lieu(), Presence.SUR_PLACE, ("tous-publics",), (), None)


@pytest.mark.parametrize(
    ("genre", "objectif", "attendu"),
    [
        ("Job dating", "S'informer", (TypeOffre.RECRUTEMENT, FormatRecrutement.JOB_DATING)),
        ("Réunion d'information", "Trouver un emploi / recruter", (TypeOffre.RECRUTEMENT, FormatRecrutement.INFORMATION_COLLECTIVE)),
        ("Réunion d'information", "Découvrir un métier", (TypeOffre.DECOUVERTE, FormatDecouverte.INFORMATION_COLLECTIVE)),
        ("Forum", "Trouver un emploi / recruter", (TypeOffre.DECOUVERTE, FormatDecouverte.FORUM)),
        ("Salon en ligne", "", (TypeOffre.DECOUVERTE, FormatDecouverte.FORUM)),
        ("Atelier", "", (TypeOffre.DECOUVERTE, FormatDecouverte.ATELIER)),
        ("Immersion", "", (TypeOffre.DECOUVERTE, FormatDecouverte.IMMERSION)),
        ("Conférence", "", (TypeOffre.DECOUVERTE, FormatDecouverte.INFORMATION_COLLECTIVE)),
    ],
)
def test_types_d_evenement(tmp_path: Path, genre: str, objectif: str, attendu: tuple[object, object]) -> None:
    lue, doutes = un(tmp_path, type=genre, objectifs=[objectif])
    assert isinstance(lue.details, DetailsDecouverte | DetailsRecrutement)
    assert ((lue.type_offre, lue.details.format), doutes) == (attendu, [])


@pytest.mark.parametrize(("objectif", "attendu"), [("recruter", TypeOffre.RECRUTEMENT), ("flâner", TypeOffre.DECOUVERTE)])
def test_type_inconnu(tmp_path: Path, objectif: str, attendu: TypeOffre) -> None:
    lue, doutes = un(tmp_path, type="Kermesse", objectifs=[objectif])
    assert (lue.type_offre, doutes) == (attendu, ["type"])


@pytest.mark.parametrize(
    ("quand", "fuseau", "jour"),
    [
        ("2026-09-15T00:00:00.000+02:00", "Europe/Paris", date(2026, 9, 15)),
        ("2026-09-14T20:00:00Z", "Indian/Reunion", date(2026, 9, 15)),
        ("2026-09-14T23:00:00Z", None, date(2026, 9, 15)),
        ("2026-09-14T23:00:00Z", "Lune/Tranquillité", date(2026, 9, 15)),
        ("2026-09-15", None, date(2026, 9, 15)),
    ],
)
def test_jour_la_ou_l_evenement_a_lieu(tmp_path: Path, quand: str, fuseau: str | None, jour: date) -> None:
    lue, doutes = un(tmp_path, dateEvenement=quand, timezone=fuseau)
    assert (lue.sessions[0].debut, doutes) == (jour, [])


@pytest.mark.parametrize("quand", ["bientôt", "2026-13-45T00:00:00Z"])
def test_jour_illisible(tmp_path: Path, quand: str) -> None:
    lue, doutes = un(tmp_path, dateEvenement=quand)
    assert (lue.sessions, set(doutes)) == ((), {"dateEvenement"})


@pytest.mark.parametrize(
    ("places", "inscrits", "attendu"),
    [((0, 0), (0, 0), None), ((None, None), (3, 0), None), ((10, 5), (4, 6), 5), ((0, 50), (7, 0), 43), ((3, 0), (9, 0), 0)],
)
def test_places_restantes(tmp_path: Path, places: tuple[object, object], inscrits: tuple[int, int], attendu: int | None) -> None:
    lue, _ = un(
        tmp_path,
        nombrePlaceTotalPresentiel=places[0],
        nombrePlaceTotalDistance=places[1],
        nombreInscritPresentiel=inscrits[0],
        nombreInscritDistance=inscrits[1],
    )
    assert lue.sessions[0].places == attendu
    assert (lue.sessions[0].places_prises, lue.sessions[0].places_tenues) == (0, 0), "only catalogue.places writes those"


@pytest.mark.parametrize(
    ("dit", "public"),
    [
        ("Tous publics", "tous-publics"),
        ("Personnes en situation de handicap", "personnes-en-situation-de-handicap"),
        ("Séniors", "seniors"),
        ("Étudiants", "etudiants"),
        ("Habitants des quartiers prioritaires", "residents-qpv-frr"),
    ],
)
def test_publics(tmp_path: Path, dit: str, public: str) -> None:
    assert un(tmp_path, publics=[dit])[0].publics == (public,)


@pytest.mark.parametrize(
    ("modalites", "presence"),
    [
        (["en physique"], Presence.SUR_PLACE),
        (["à distance"], Presence.A_DISTANCE),
        (["en physique", "à distance"], Presence.MIXTE),
        ([], Presence.SUR_PLACE),
    ],
)
def test_presence(tmp_path: Path, modalites: list[str], presence: Presence) -> None:
    assert un(tmp_path, modalites=modalites)[0].presence is presence


@pytest.mark.parametrize("tordu", [[], {}, "texte", -5, True, [[1]], [{"a": 1}], None])
def test_valeurs_tordues_ne_cassent_rien(tmp_path: Path, tordu: object) -> None:
    champs = "description heureDebut heureFin timezone type modalites objectifs publics codesRome nombrePlaceTotalPresentiel "
    champs += "nombreInscritPresentiel ville codePostal codeInsee longitude latitude libelleOrganisateurPrincipal urlDetailEvenement dateEvenement"
    for champ in champs.split():
        assert un(tmp_path, **{champ: tordu})[0].titre == "Titre", champ
