"""French words of the facts that sentences speak of."""

from __future__ import annotations

from catalogue.domaine import NIVEAUX, Condition, Frein, Operateur, TypeCondition

FREINS: dict[Frein, str] = {
    Frein.GARDE_ENFANTS: "la garde d’enfants",
    Frein.MOBILITE: "la mobilité",
    Frein.LANGUE: "le français",
    Frein.ILLETTRISME: "la lecture et l’écriture",
    Frein.NUMERIQUE: "le numérique",
    Frein.SANTE: "la santé",
    Frein.LOGEMENT: "le logement",
    Frein.ADMINISTRATIF: "les démarches administratives",
    Frein.FINANCIER: "les difficultés financières",
    Frein.CONFIANCE: "la confiance en soi",
    Frein.JUDICIAIRE: "la situation judiciaire",
    Frein.AIDANT: "l’aide à un proche",
}

_NIVEAUX = {n.code: n.libelle for n in NIVEAUX}


def phrase_condition(condition: Condition) -> str:
    """What a condition asks, in a few words.

    Args:
        condition: a condition of access.

    Returns:
        A noun phrase without final stop: « permis B », « français A2 au moins », « avoir 18 ans ou plus »; the source's own words when it
        is of no known kind.
    """
    valeur = condition.valeurs[0] if condition.valeurs else ""
    au_plus = condition.operateur is Operateur.AU_PLUS
    if condition.type is TypeCondition.AGE:
        return f"avoir {valeur} ans ou {'moins' if au_plus else 'plus'}"
    if condition.type is TypeCondition.NIVEAU:
        return f"niveau {valeur} {'au plus' if au_plus else 'au moins'} ({_NIVEAUX.get(int(valeur), '')})"
    if condition.type is TypeCondition.FRANCAIS:
        return f"français {valeur} au moins"
    if condition.type is TypeCondition.EXPERIENCE:
        return f"{valeur} mois d’expérience" if valeur != "0" else "débutants acceptés"
    if condition.type is TypeCondition.PERMIS:
        return "permis " + " ou ".join(condition.valeurs)
    return _AUTRES.get(condition.type, "") or condition.libelle or ", ".join(condition.valeurs)


_AUTRES = {
    TypeCondition.VEHICULE: "avoir un véhicule",
    TypeCondition.INSCRIPTION_FT: "être inscrit à France Travail",
    TypeCondition.RSA: "recevoir le RSA",
}
