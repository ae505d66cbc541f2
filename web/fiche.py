"""An offer in words: its conditions, what each kind carries of its own, what its sessions still hold."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from functools import singledispatch

from catalogue import phrases
from catalogue.domaine import (
    Condition,
    Details,
    DetailsAppui,
    DetailsClause,
    DetailsCollectivite,
    DetailsConvention,
    DetailsDecouverte,
    DetailsFormation,
    DetailsIae,
    DetailsRecrutement,
    EtatSession,
    OrigineCondition,
    Session,
    TypeContrat,
)
from catalogue.libelles import CONTRATS, DISPOSITIFS, ETATS_SESSION, FORMATS_DECOUVERTE, FORMATS_RECRUTEMENT, FREINS, NIVEAUX, STRUCTURES
from catalogue.phrases import Noms
from web.typographie import date_longue, duree_mois, euros, intervalle, nombre, pluriel, typo


@dataclass(frozen=True, slots=True)
class Champ:
    """A name and its value in words, shown as one line of a list."""

    libelle: str
    valeur: str


def phrase_condition(condition: Condition, communes: Noms) -> str:
    """Say a condition of access, with the spaces of French typography.

    Args:
        condition: the condition; the words of its source come first when it has some.
        communes: names of the communes by INSEE code.

    Returns:
        A short sentence without a final stop.
    """
    return typo(phrases.phrase_condition(condition, communes))


def mention_condition(condition: Condition) -> str:
    """Say who asks for a condition and how firmly.

    Args:
        condition: the condition.

    Returns:
        « prévu par la loi », « souhaité », « déduit de l’annonce » or an empty text for a firm condition of the structure.
    """
    if not condition.ferme:
        return "souhaité"
    return {OrigineCondition.LOI: "prévu par la loi", OrigineCondition.IMPORT: "déduit de l’annonce"}.get(condition.origine, "")


def mots_places(session: Session) -> str:
    """Say what a session still holds.

    Args:
        session: the session.

    Returns:
        « 3 places », « complet », « nombre de places à préciser », or the state of a session that is no longer open.
    """
    if session.etat is not EtatSession.OUVERTE:
        return ETATS_SESSION[session.etat].lower()
    libres = session.places_libres
    if libres is None:
        return "à préciser"
    return pluriel(libres, "place", "places") if libres > 0 else "complet"


def champs_propres(details: Details, metiers: Noms, aujourdhui: date) -> tuple[Champ, ...]:
    """What an offer carries because of its kind.

    Args:
        details: own fields of the kind.
        metiers: names of the métiers by ROME code.
        aujourdhui: the day the page is read.

    Returns:
        One line per known field; what is unknown is left out.
    """
    paires = _propres(details, metiers, aujourdhui)
    return tuple(Champ(libelle, typo(valeur)) for libelle, valeur in paires if valeur)


Paires = list[tuple[str, str | None]]


@singledispatch
def _propres(details: Details, metiers: Noms, aujourdhui: date) -> Paires:
    raise TypeError(type(details).__name__)


@_propres.register
def _decouverte(details: DetailsDecouverte, metiers: Noms, aujourdhui: date) -> Paires:
    return [("Format", FORMATS_DECOUVERTE[details.format] if details.format else None)]


@_propres.register
def _recrutement(details: DetailsRecrutement, metiers: Noms, aujourdhui: date) -> Paires:
    return [
        ("Format", FORMATS_RECRUTEMENT[details.format] if details.format else None),
        ("Postes ouverts", None if details.postes is None else nombre(details.postes)),
        ("Contrat", _contrat(details.contrat, details.duree_mois)),
        ("Salaire", details.salaire),
    ]


@_propres.register
def _formation(details: DetailsFormation, metiers: Noms, aujourdhui: date) -> Paires:
    return [
        ("Dispositif", DISPOSITIFS[details.dispositif] if details.dispositif else None),
        ("Niveau à la sortie", NIVEAUX.get(details.niveau_sortie) if details.niveau_sortie else None),
        ("Durée", None if details.duree_heures is None else pluriel(details.duree_heures, "heure", "heures")),
        ("Certification", _certification(details)),
        ("Rémunérée", _oui_non(details.remuneree)),
        ("Financée par", details.financeur),
    ]


@_propres.register
def _iae(details: DetailsIae, metiers: Noms, aujourdhui: date) -> Paires:
    criteres = {1: "de niveau 1", 2: "de niveau 1 ou 2"}.get(details.niveau_criteres or 0)
    return [
        ("Type de structure", STRUCTURES[details.type_structure] if details.type_structure else None),
        ("Contrat", _contrat(details.contrat, details.duree_mois)),
        ("Critères d’éligibilité", criteres),
    ]


@_propres.register
def _clause(details: DetailsClause, metiers: Noms, aujourdhui: date) -> Paires:
    return [
        ("Marché", details.marche),
        ("Lot", details.lot),
        ("Acheteur", details.acheteur),
        ("Titulaire", details.titulaire),
        ("Code CPV", details.cpv),
        ("Heures d’insertion prévues", _heures(details.heures_prevues)),
        ("Heures engagées", _heures(details.heures_engagees)),
        ("Heures réalisées", _heures(details.heures_realisees)),
        ("Fin du marché", date_longue(details.fin, aujourdhui) if details.fin else None),
    ]


@_propres.register
def _convention(details: DetailsConvention, metiers: Noms, aujourdhui: date) -> Paires:
    engagements = [
        (f"Embauches : {metiers.get(e.code_rome, e.code_rome)}", f"{nombre(e.realises)} sur {nombre(e.prevus)} prévues") for e in details.engagements
    ]
    periode = intervalle(details.debut, details.fin, aujourdhui) if details.debut else None
    return [("Employeur", details.employeur), ("Période", periode), *[(typo(libelle), valeur) for libelle, valeur in engagements]]


@_propres.register
def _collectivite(details: DetailsCollectivite, metiers: Noms, aujourdhui: date) -> Paires:
    return [
        ("Service", details.service),
        ("Contrat", _contrat(details.contrat, details.duree_mois)),
        ("Catégorie", details.categorie),
    ]


@_propres.register
def _appui(details: DetailsAppui, metiers: Noms, aujourdhui: date) -> Paires:
    return [
        ("Freins levés", ", ".join(FREINS[f] for f in details.freins)),
        ("Montant", None if details.montant is None else euros(details.montant)),
    ]


def _contrat(contrat: TypeContrat | None, mois: int | None) -> str | None:
    morceaux = [CONTRATS[contrat] if contrat else "", duree_mois(mois) if mois else ""]
    return ", ".join(m for m in morceaux if m) or None


def _certification(details: DetailsFormation) -> str | None:
    codes = [f"{sigle} {numero}" for sigle, numero in (("RNCP", details.rncp), ("RS", details.rs)) if numero]
    return ", ".join(codes) or _oui_non(details.certifiante)


def _oui_non(valeur: bool | None) -> str | None:
    return None if valeur is None else "oui" if valeur else "non"


def _heures(heures: int | None) -> str | None:
    return None if heures is None else pluriel(heures, "heure", "heures")
