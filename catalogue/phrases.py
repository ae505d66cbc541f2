"""What the catalogue says in sentences: conditions of access, lists, lengths, amounts.

Spaces are plain where typography is the business of whoever shows the sentence; amounts, which stand alone, carry their no-break spaces.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from datetime import date
from decimal import Decimal

from babel.dates import format_date
from babel.numbers import format_decimal

from catalogue.domaine import Condition, NiveauFrancais, Operateur, TypeCondition
from catalogue.libelles import NIVEAUX, libelle_critere, libelle_public
from socle.texte import plier

Noms = Mapping[str, str]


def phrase_condition(condition: Condition, communes: Noms) -> str:
    """Say a condition of access.

    Args:
        condition: the condition; the words of its source come first when it has some.
        communes: names of the communes by INSEE code; those of the condition are enough.

    Returns:
        A short sentence without a final stop, first letter in upper case unless a source wrote it otherwise: « Avoir le permis B ». It reads by
        itself and after « Il manque : » or « À vérifier : ».
    """
    return condition.libelle or _PHRASES[condition.type](condition, communes)


def enumerer(elements: Sequence[str], liaison: str = "et") -> str:
    """Put several things one after the other.

    Args:
        elements: one or more.
        liaison: « et » or « ou ».

    Returns:
        « a », « a et b », « a, b et c ».
    """
    return elements[0] if len(elements) == 1 else f"{', '.join(elements[:-1])} {liaison} {elements[-1]}"


def duree_mois(mois: int) -> str:
    """Write a length given in months.

    Args:
        mois: 0 or more.

    Returns:
        « 6 mois », « 1 an », « 2 ans » when the months make whole years.
    """
    return f"{mois} mois" if mois % 12 or not mois else _ans(mois // 12)


def euros(montant: Decimal) -> str:
    """Write an amount.

    Args:
        montant: euros.

    Returns:
        « 2 500 € », « 12,50 € »: cents only when there are some, no-break spaces.
    """
    rond = montant == montant.to_integral_value()
    return f"{format_decimal(montant, format='#,##0' if rond else '#,##0.00', locale='fr')}\u00a0€"


def jour_en_mots(jour: date) -> str:
    """Write a day that may be read long after it was written.

    Args:
        jour: the day.

    Returns:
        « 8 décembre 2026 », « 1er janvier 2027 »: the year is always there.
    """
    mois = format_date(jour, "MMMM y", locale="fr")
    return f"{'1er' if jour.day == 1 else jour.day} {mois}"


def de_commune(nom: str) -> str:
    """Say « from » a commune.

    Args:
        nom: its name, article included.

    Returns:
        « de Créteil », « d’Ivry-sur-Seine », « du Perreux-sur-Marne », « des Lilas », « de L’Haÿ-les-Roses ».
    """
    for article, contraction in (("Le ", "du "), ("Les ", "des ")):
        if nom.startswith(article):
            return contraction + nom.removeprefix(article)
    return f"d’{nom}" if plier(nom[:1]) in set("aeiouy") else f"de {nom}"


def _ans(ans: int) -> str:
    return f"{ans} an{'s' if ans >= 2 else ''}"


def _oui(condition: Condition) -> bool:
    return condition.valeurs[0] in {"oui", "1", "true"}


def _age(condition: Condition, _communes: Noms) -> str:
    ans = _ans(int(condition.valeurs[0]))
    return {Operateur.AU_MOINS: f"Avoir au moins {ans}", Operateur.AU_PLUS: f"Avoir {ans} au plus"}.get(condition.operateur, f"Avoir {ans}")


def _niveau(condition: Condition, _communes: Noms) -> str:
    borne = {Operateur.AU_MOINS: "au moins ", Operateur.AU_PLUS: "au plus "}.get(condition.operateur, "")
    nom = NIVEAUX.get(int(condition.valeurs[0]))
    return f"Avoir {borne}le niveau « {nom} »" if nom else f"Avoir {borne}le niveau {condition.valeurs[0]}"


def _francais(condition: Condition, _communes: Noms) -> str:
    niveau = condition.valeurs[0]
    if condition.operateur is Operateur.AU_PLUS:
        return f"Ne pas dépasser le niveau {niveau} en français"
    return "Grands débutants en français acceptés" if niveau == NiveauFrancais.INFRA_A1 else f"Parler français, au moins au niveau {niveau}"


def _experience(condition: Condition, _communes: Noms) -> str:
    mois = int(condition.valeurs[0])
    return f"Avoir au moins {duree_mois(mois)} d’expérience" if mois else "Débutants acceptés"


def _zone(condition: Condition, communes: Noms) -> str:
    noms = [communes.get(code) or (f"le département {code}" if len(code) < 4 else code) for code in condition.valeurs]
    return f"Habiter {enumerer(noms, 'ou')}"


def _telle_quelle(condition: Condition, _communes: Noms) -> str:
    return ", ".join(condition.valeurs)


_PHRASES: dict[TypeCondition, Callable[[Condition, Noms], str]] = {
    TypeCondition.RSA: lambda c, _: "Être allocataire du RSA" if _oui(c) else "Ne pas être allocataire du RSA",
    TypeCondition.PUBLIC: lambda c, _: f"Faire partie du public visé ({enumerer([libelle_public(v).lower() for v in c.valeurs], 'ou')})",
    TypeCondition.CRITERE_IAE: lambda c, _: f"Remplir un critère de l’insertion ({enumerer([libelle_critere(v) for v in c.valeurs], 'ou')})",
    TypeCondition.AGE: _age,
    TypeCondition.NIVEAU: _niveau,
    TypeCondition.FRANCAIS: _francais,
    TypeCondition.PERMIS: lambda c, _: f"Avoir le permis {enumerer(c.valeurs, 'ou')}",
    TypeCondition.VEHICULE: lambda c, _: "Avoir un véhicule" if _oui(c) else "Ne pas avoir de véhicule",
    TypeCondition.ZONE: _zone,
    TypeCondition.INSCRIPTION_FT: lambda c, _: "Être inscrit à France Travail" if _oui(c) else "Ne pas être inscrit à France Travail",
    TypeCondition.PREALABLE: _telle_quelle,
    TypeCondition.EXPERIENCE: _experience,
    TypeCondition.COMPETENCE: _telle_quelle,
    TypeCondition.AUTRE: _telle_quelle,
}
