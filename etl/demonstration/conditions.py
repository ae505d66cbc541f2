"""Conditions and apports, from the short words of the files to data.

A condition is written « type:value », followed by « :loi » when the law asks for it and by « ? » when it is only wished for.
"""

from __future__ import annotations

from collections.abc import Iterable

from catalogue.domaine import (
    CRITERES_IAE_NIVEAU_1,
    NIVEAUX,
    Apport,
    Condition,
    Frein,
    Operateur,
    OrigineCondition,
    TypeApport,
    TypeCondition,
)

_NIVEAUX = {str(niveau.code): niveau.libelle for niveau in NIVEAUX}
_TYPES: dict[str, tuple[TypeCondition, Operateur, str]] = {
    "age": (TypeCondition.AGE, Operateur.AU_MOINS, "Avoir {} ans ou plus"),
    "age_max": (TypeCondition.AGE, Operateur.AU_PLUS, "Avoir {} ans au plus"),
    "niveau": (TypeCondition.NIVEAU, Operateur.AU_MOINS, "{}, ou plus"),
    "niveau_max": (TypeCondition.NIVEAU, Operateur.AU_PLUS, "{}, ou moins"),
    "francais": (TypeCondition.FRANCAIS, Operateur.AU_MOINS, "Parler et comprendre le français au niveau {}"),
    "francais_max": (TypeCondition.FRANCAIS, Operateur.AU_PLUS, "Ne pas dépasser le niveau {} en français"),
    "permis": (TypeCondition.PERMIS, Operateur.DANS, "Permis {} en cours de validité"),
    "vehicule": (TypeCondition.VEHICULE, Operateur.EGAL, "Disposer d’un véhicule"),
    "ft": (TypeCondition.INSCRIPTION_FT, Operateur.EGAL, "Être inscrit à France Travail"),
    "rsa": (TypeCondition.RSA, Operateur.EGAL, "Percevoir le RSA"),
    "zone": (TypeCondition.ZONE, Operateur.DANS, "Habiter le Val-de-Marne"),
    "prealable": (TypeCondition.PREALABLE, Operateur.DANS, "{}"),
    "experience": (TypeCondition.EXPERIENCE, Operateur.AU_MOINS, "{} mois d’expérience"),
    "competence": (TypeCondition.COMPETENCE, Operateur.DANS, "À l’aise avec : {}"),
    "public": (TypeCondition.PUBLIC, Operateur.DANS, "{}"),
    "autre": (TypeCondition.AUTRE, Operateur.EGAL, "{}"),
    "exige": (TypeCondition.AUTRE, Operateur.EGAL, "{}"),
}
# What never closes a door: wishes, and skills, which only move the rank.
_SOUPLES = frozenset({"autre", "competence"})
_FREINS = {
    Frein.GARDE_ENFANTS: "Une solution pour faire garder les enfants",
    Frein.MOBILITE: "Pouvoir se déplacer",
    Frein.LANGUE: "Des progrès en français",
    Frein.ILLETTRISME: "Plus d’aisance pour lire et écrire",
    Frein.NUMERIQUE: "Plus d’autonomie avec les écrans",
    Frein.SANTE: "Un suivi de santé",
    Frein.LOGEMENT: "Une réponse pour le logement",
    Frein.ADMINISTRATIF: "Des papiers et des droits à jour",
    Frein.FINANCIER: "Un coup de pouce financier",
    Frein.CONFIANCE: "Plus de confiance en soi",
    Frein.JUDICIAIRE: "Un appui face à une situation judiciaire",
    Frein.AIDANT: "Du relais auprès du proche aidé",
}


def lire_condition(mots: str) -> Condition:
    """One condition.

    Args:
        mots: such as « permis:B:loi », « niveau:3? », « vehicule ».

    Returns:
        The condition as data, with its French words.
    """
    ferme = not mots.endswith("?")
    cle, _, valeur = mots.removesuffix("?").partition(":")
    loi = valeur.endswith(":loi")
    valeur = valeur.removesuffix(":loi") or "oui"
    genre, operateur, libelle = _TYPES[cle]
    dit = _NIVEAUX[valeur] if genre is TypeCondition.NIVEAU else valeur
    return Condition(
        type=genre,
        operateur=operateur,
        valeurs=(valeur,),
        ferme=ferme and cle not in _SOUPLES,
        origine=OrigineCondition.LOI if loi else OrigineCondition.STRUCTURE,
        libelle=libelle.format(dit),
    )


def lire_conditions(lot: Iterable[str]) -> tuple[Condition, ...]:
    """Several conditions, in order, the same one only once.

    Args:
        lot: conditions in words.

    Returns:
        The conditions.
    """
    return tuple(dict.fromkeys(lire_condition(mots) for mots in lot))


def critere_iae() -> Condition:
    """Access to the insertion by economic activity (Code du travail, article L5132-1; arrêté du 1er septembre 2021).

    Returns:
        The level-1 criteria, one of which opens the right; level-2 criteria, counted by two or three, are the structure's to check.
    """
    libelle = "Un critère de niveau 1 (RSA, ASS, AAH, chômage de très longue durée) ou plusieurs de niveau 2"
    return Condition(TypeCondition.CRITERE_IAE, Operateur.DANS, CRITERES_IAE_NIVEAU_1, True, OrigineCondition.LOI, libelle)


def lire_apport(mots: str) -> Apport:
    """One apport.

    Args:
        mots: « certification:LABEL:VALUE », « attestation:LABEL:VALUE » or « frein:CODE ».

    Returns:
        What the offer gives; the value is the word that a condition ``prealable`` asks for, a licence or a CECRL level.
    """
    genre, _, reste = mots.partition(":")
    if genre == "frein":
        return frein_leve(Frein(reste))
    libelle, _, valeur = reste.rpartition(":")
    return Apport(TypeApport(genre), libelle, valeur)


def frein_leve(frein: Frein) -> Apport:
    """The lifting of a frein, as something given.

    Args:
        frein: the frein.

    Returns:
        The apport.
    """
    return Apport(TypeApport.FREIN_LEVE, _FREINS[frein], frein.value)
