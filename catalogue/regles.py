"""Pure rules on the values of the catalogue: what a code looks like, what makes an offer or a structure acceptable."""

from __future__ import annotations

import re

from catalogue.domaine import DETAILS, Anomalie, Condition, Lieu, Offre, Session, Structure, TypeCondition

CODE_ROME = re.compile(r"^[A-N]\d{4}$")
# Zeros alone are how systems fill a code that they do not know.
CODE_INSEE = re.compile(r"^(?!0+$)\d[\dAB]\d{3}$")
CODE_POSTAL = re.compile(r"^(?!0+$)\d{5}$")
DEPARTEMENTS = frozenset({*(f"{n:02d}" for n in range(1, 96) if n != 20), "2A", "2B", "971", "972", "973", "974", "975", "976", "977", "978"})
COURRIEL = re.compile(r"^[^@\s]+@[^@\s]+\.[^@\s]+$")
TITRE_MAX = 300


def cle_luhn_valide(chiffres: str) -> bool:
    """Whether the last digit is the Luhn key of the others.

    Args:
        chiffres: digits only, such as a SIREN or a SIRET.

    Returns:
        True when the key holds. The SIRETs of La Poste (SIREN 356000000) follow the sum of digits rule instead (INSEE).
    """
    if chiffres.startswith("356000000") and len(chiffres) == 14:
        return sum(map(int, chiffres)) % 5 == 0 or _luhn(chiffres)
    return _luhn(chiffres)


def _luhn(chiffres: str) -> bool:
    total = 0
    for rang, chiffre in enumerate(reversed(chiffres)):
        valeur = int(chiffre) * (2 if rang % 2 else 1)
        total += valeur - 9 if valeur > 9 else valeur
    return total % 10 == 0


def anomalie_siret(siret: str) -> str | None:
    """Why a SIRET is refused.

    Args:
        siret: as received, spaces already removed.

    Returns:
        The reason in French, None when the SIRET is good.
    """
    if not re.fullmatch(r"\d{14}", siret):
        return "Un SIRET compte 14 chiffres."
    if not siret.strip("0"):
        # Their key is good, and they name nobody.
        return "Un SIRET ne peut pas compter que des zéros."
    return None if cle_luhn_valide(siret) else "La clé de contrôle du SIRET est fausse : un chiffre a sans doute été mal recopié."


def anomalies_offre(offre: Offre) -> tuple[Anomalie, ...]:
    """Everything that makes an offer unacceptable, whatever it comes from.

    Args:
        offre: the offer as a reader or a form built it.

    Returns:
        One anomaly per fault, empty when the offer may enter the catalogue.
    """
    fautes = [*_fautes_identite(offre.source_id, offre.titre, "titre")]
    if len(offre.titre) > TITRE_MAX:
        fautes.append(Anomalie("titre", offre.titre[:80] + "…", f"Le titre dépasse {TITRE_MAX} caractères."))
    if not isinstance(offre.details, DETAILS[offre.type_offre]):
        fautes.append(Anomalie("details", type(offre.details).__name__, f"Ces champs ne sont pas ceux d’une offre « {offre.type_offre} »."))
    fautes += [
        Anomalie("metiers", code, "Un code ROME s’écrit une lettre de A à N puis 4 chiffres.") for code in offre.metiers if not CODE_ROME.match(code)
    ]
    if offre.heures_hebdo is not None and not 0 < offre.heures_hebdo <= 60:
        fautes.append(Anomalie("heures_hebdo", str(offre.heures_hebdo), "Les heures par semaine vont de plus de 0 à 60."))
    if offre.cout is not None and offre.cout < 0:
        fautes.append(Anomalie("cout", str(offre.cout), "Un coût ne peut pas être négatif."))
    fautes += _fautes_lieu(offre.lieu)
    for condition in offre.conditions:
        fautes += _fautes_condition(condition)
    fautes += _fautes_sessions(offre.sessions)
    return tuple(fautes)


def anomalies_structure(structure: Structure) -> tuple[Anomalie, ...]:
    """Everything that makes a structure unacceptable.

    Args:
        structure: the structure as a reader built it.

    Returns:
        One anomaly per fault, empty when it may enter the catalogue.
    """
    fautes = [*_fautes_identite(structure.source_id, structure.nom, "nom")]
    motif = anomalie_siret(structure.siret) if structure.siret is not None else None
    if motif:
        fautes.append(Anomalie("siret", structure.siret or "", motif))
    return (*fautes, *_fautes_lieu(structure.lieu))


def _fautes_identite(source_id: str, nom: str, champ: str) -> list[Anomalie]:
    fautes = []
    if not source_id.strip():
        fautes.append(Anomalie("id", source_id, "L’identifiant est vide : sans lui, un second import créerait un doublon."))
    if not nom.strip():
        fautes.append(Anomalie(champ, nom, f"Le {champ} est vide."))
    return fautes


def _fautes_lieu(lieu: Lieu) -> list[Anomalie]:
    fautes = []
    if lieu.code_insee is not None and not CODE_INSEE.match(lieu.code_insee):
        fautes.append(Anomalie("code_insee", lieu.code_insee, "Un code INSEE de commune compte 5 caractères, qui ne sont pas tous des zéros."))
    if lieu.code_postal is not None and not CODE_POSTAL.match(lieu.code_postal):
        fautes.append(Anomalie("code_postal", lieu.code_postal, "Un code postal compte 5 chiffres, qui ne sont pas tous des zéros."))
    if (lieu.latitude is None) != (lieu.longitude is None):
        fautes.append(Anomalie("latitude", f"{lieu.latitude} ; {lieu.longitude}", "Latitude et longitude vont ensemble."))
    elif lieu.latitude is not None and lieu.longitude is not None and not (-90 <= lieu.latitude <= 90 and -180 <= lieu.longitude <= 180):
        fautes.append(Anomalie("latitude", f"{lieu.latitude} ; {lieu.longitude}", "Ces coordonnées sont hors du globe."))
    return fautes


def _fautes_condition(condition: Condition) -> list[Anomalie]:
    if condition.type is TypeCondition.AUTRE:
        return []
    if not condition.valeurs:
        return [Anomalie("conditions", condition.libelle, "Une condition a besoin d’une valeur.")]
    entier = condition.type in {TypeCondition.AGE, TypeCondition.NIVEAU, TypeCondition.EXPERIENCE}
    if entier and not re.fullmatch(r"\d{1,3}", condition.valeurs[0]):
        return [Anomalie("conditions", condition.valeurs[0], "Un nombre entier est attendu ici.")]
    return []


def _fautes_sessions(sessions: tuple[Session, ...]) -> list[Anomalie]:
    fautes = []
    vus: set[str] = set()
    for session in sessions:
        if session.source_id in vus:
            fautes.append(Anomalie("sessions", session.source_id, "Deux sessions portent le même identifiant."))
        vus.add(session.source_id)
        if session.debut and session.fin and session.fin < session.debut:
            fautes.append(Anomalie("sessions", f"{session.debut:%d/%m/%Y} – {session.fin:%d/%m/%Y}", "La session finit avant de commencer."))
        if session.places is not None and session.places < 0:
            fautes.append(Anomalie("sessions", str(session.places), "Un nombre de places ne peut pas être négatif."))
        if session.places is not None and 0 <= session.places < session.places_reservees:
            fautes.append(Anomalie("sessions", f"{session.places_reservees} > {session.places}", "Il y a plus de places réservées que de places."))
    return fautes
