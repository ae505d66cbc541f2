"""An offer in words: its conditions, what each kind carries of its own, what its sessions still hold."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from functools import singledispatch

from catalogue.domaine import (
    NIVEAUX,
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
    NiveauFrancais,
    Operateur,
    OrigineCondition,
    Session,
    TypeCondition,
    TypeContrat,
)
from web.libelles import CONTRATS, DISPOSITIFS, ETATS_SESSION, FORMATS, FREINS, STRUCTURES, libelle_critere, libelle_public
from web.typographie import date_longue, duree_mois, euros, intervalle, nombre, pluriel, typo

Noms = Mapping[str, str]
_NIVEAUX = {niveau.code: niveau.libelle for niveau in NIVEAUX}
DEUX_POINTS = "\u00a0:"


@dataclass(frozen=True, slots=True)
class Champ:
    """A name and its value in words, shown as one line of a list."""

    libelle: str
    valeur: str


def phrase_condition(condition: Condition, communes: Noms) -> str:
    """Say a condition of access.

    Args:
        condition: the condition; the words of its source come first when it has some.
        communes: names of the communes by INSEE code.

    Returns:
        A short sentence without a final stop.
    """
    return typo(condition.libelle) if condition.libelle else _PHRASES[condition.type](condition, communes)


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


def _oui(condition: Condition) -> bool:
    return condition.valeurs[0] in {"oui", "1", "true"}


def _liste(mots: list[str]) -> str:
    return mots[0] if len(mots) == 1 else f"{', '.join(mots[:-1])} ou {mots[-1]}"


def _age(condition: Condition, _communes: Noms) -> str:
    ans = pluriel(int(condition.valeurs[0]), "an", "ans")
    mots = {Operateur.AU_MOINS: f"avoir au moins {ans}", Operateur.AU_PLUS: f"avoir {ans} au plus"}
    return mots.get(condition.operateur, f"avoir {ans}").capitalize()


def _niveau(condition: Condition, _communes: Noms) -> str:
    borne = {Operateur.AU_MOINS: "Au moins : ", Operateur.AU_PLUS: "Au plus : "}.get(condition.operateur, "")
    return typo(borne + _NIVEAUX.get(int(condition.valeurs[0]), f"niveau {condition.valeurs[0]}"))


def _francais(condition: Condition, _communes: Noms) -> str:
    niveau = condition.valeurs[0]
    if niveau == NiveauFrancais.INFRA_A1:
        return "Grands débutants en français acceptés"
    return {Operateur.AU_PLUS: f"Niveau {niveau} au plus en français"}.get(condition.operateur, f"Parler français, au moins au niveau {niveau}")


def _experience(condition: Condition, _communes: Noms) -> str:
    mois = int(condition.valeurs[0])
    return f"Au moins {duree_mois(mois)} d’expérience" if mois else "Débutants acceptés"


def _zone(condition: Condition, communes: Noms) -> str:
    noms = [communes.get(code) or (f"le département {code}" if len(code) < 4 else code) for code in condition.valeurs]
    return f"Habiter {_liste(noms)}"


def _criteres(condition: Condition, _communes: Noms) -> str:
    return f"Remplir un critère de l’insertion{DEUX_POINTS} {_liste([libelle_critere(c) for c in condition.valeurs])}"


def _telle_quelle(condition: Condition, _communes: Noms) -> str:
    return typo(", ".join(condition.valeurs))


_PHRASES: dict[TypeCondition, Callable[[Condition, Noms], str]] = {
    TypeCondition.RSA: lambda c, _: "Être allocataire du RSA" if _oui(c) else "Ne pas être allocataire du RSA",
    TypeCondition.PUBLIC: lambda c, _: f"Pour{DEUX_POINTS} {_liste([libelle_public(v).lower() for v in c.valeurs])}",
    TypeCondition.CRITERE_IAE: _criteres,
    TypeCondition.AGE: _age,
    TypeCondition.NIVEAU: _niveau,
    TypeCondition.FRANCAIS: _francais,
    TypeCondition.PERMIS: lambda c, _: f"Avoir le permis {_liste(list(c.valeurs))}",
    TypeCondition.VEHICULE: lambda c, _: "Avoir un véhicule" if _oui(c) else "Sans véhicule",
    TypeCondition.ZONE: _zone,
    TypeCondition.INSCRIPTION_FT: lambda c, _: "Être inscrit à France Travail" if _oui(c) else "Ne pas être inscrit à France Travail",
    TypeCondition.PREALABLE: _telle_quelle,
    TypeCondition.EXPERIENCE: _experience,
    TypeCondition.COMPETENCE: _telle_quelle,
    TypeCondition.AUTRE: _telle_quelle,
}


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
    return [("Format", FORMATS[details.format] if details.format else None)]


@_propres.register
def _recrutement(details: DetailsRecrutement, metiers: Noms, aujourdhui: date) -> Paires:
    return [
        ("Format", FORMATS[details.format] if details.format else None),
        ("Postes ouverts", None if details.postes is None else nombre(details.postes)),
        ("Contrat", _contrat(details.contrat, details.duree_mois)),
        ("Salaire", details.salaire),
    ]


@_propres.register
def _formation(details: DetailsFormation, metiers: Noms, aujourdhui: date) -> Paires:
    return [
        ("Dispositif", DISPOSITIFS[details.dispositif] if details.dispositif else None),
        ("Niveau à la sortie", _NIVEAUX.get(details.niveau_sortie) if details.niveau_sortie else None),
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
