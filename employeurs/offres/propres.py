"""Own fields of each kind of offer: what the form asks, and what it makes of the answers."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal, InvalidOperation
from enum import StrEnum
from typing import Any, Final

from catalogue.domaine import DETAILS, Details, Dispositif, FormatDecouverte, FormatRecrutement, TypeContrat, TypeOffre
from catalogue.libelles import CONTRATS, DISPOSITIFS, FORMATS_DECOUVERTE, FORMATS_RECRUTEMENT, NIVEAUX
from employeurs.offres.domaine import Faute

Choix = tuple[tuple[str, str], ...]


class Nature(StrEnum):
    """What a field takes."""

    TEXTE = "texte"
    ENTIER = "entier"
    MONTANT = "montant"
    JOUR = "jour"
    CHOIX = "choix"


@dataclass(frozen=True, slots=True)
class ChampPropre:
    """A field of one kind of offer.

    Attributes:
        nom: attribute of the details it fills.
        libelle: in words.
        choix: code and words, for a list.
        maximum: greatest whole number taken.
    """

    nom: str
    libelle: str
    nature: Nature = Nature.TEXTE
    choix: Choix = ()
    maximum: int = 100_000


_CONTRAT: Final = ChampPropre("contrat", "Contrat", Nature.CHOIX, tuple((c.value, CONTRATS[c]) for c in TypeContrat))
_DUREE: Final = ChampPropre("duree_mois", "Durée du contrat, en mois", Nature.ENTIER, maximum=120)
_FORMATS_D: Final = tuple((f.value, FORMATS_DECOUVERTE[f]) for f in FormatDecouverte)
_FORMATS_R: Final = tuple((f.value, FORMATS_RECRUTEMENT[f]) for f in FormatRecrutement)

CHAMPS: Final[dict[TypeOffre, tuple[ChampPropre, ...]]] = {
    TypeOffre.DECOUVERTE: (ChampPropre("format", "Format", Nature.CHOIX, _FORMATS_D),),
    TypeOffre.RECRUTEMENT: (
        ChampPropre("format", "Format", Nature.CHOIX, _FORMATS_R),
        _CONTRAT,
        _DUREE,
        ChampPropre("postes", "Postes ouverts", Nature.ENTIER, maximum=1000),
        ChampPropre("salaire", "Salaire, en quelques mots"),
    ),
    TypeOffre.FORMATION: (
        ChampPropre("dispositif", "Dispositif", Nature.CHOIX, tuple((d.value, DISPOSITIFS[d]) for d in Dispositif)),
        ChampPropre("duree_heures", "Durée, en heures", Nature.ENTIER, maximum=5000),
        ChampPropre("niveau_sortie", "Niveau à la sortie", Nature.CHOIX, tuple((str(n), mots) for n, mots in NIVEAUX.items())),
        ChampPropre("financeur", "Financeur"),
    ),
    TypeOffre.IAE: (_CONTRAT, _DUREE),
    TypeOffre.CLAUSE: (
        ChampPropre("marche", "Marché"),
        ChampPropre("acheteur", "Acheteur"),
        ChampPropre("titulaire", "Titulaire"),
        ChampPropre("heures_prevues", "Heures d’insertion prévues", Nature.ENTIER, maximum=1_000_000),
        ChampPropre("fin", "Fin du marché", Nature.JOUR),
    ),
    TypeOffre.CONVENTION: (
        ChampPropre("employeur", "Employeur"),
        ChampPropre("debut", "Début de la convention", Nature.JOUR),
        ChampPropre("fin", "Fin de la convention", Nature.JOUR),
    ),
    TypeOffre.COLLECTIVITE: (ChampPropre("service", "Service"), _CONTRAT, _DUREE),
    TypeOffre.APPUI: (ChampPropre("montant", "Montant de l’aide, en euros", Nature.MONTANT, maximum=100_000),),
}
_TRADUITS: Final[dict[str, Any]] = {
    "contrat": TypeContrat,
    "dispositif": Dispositif,
    "niveau_sortie": int,
}
_FORMATS: Final[dict[TypeOffre, Any]] = {TypeOffre.DECOUVERTE: FormatDecouverte, TypeOffre.RECRUTEMENT: FormatRecrutement}


def lire_propres(genre: TypeOffre, tapes: Mapping[str, str]) -> tuple[Details, list[Faute]]:
    """Own fields of an offer.

    Args:
        genre: kind of the offer.
        tapes: what was typed, by name of field.

    Returns:
        The details, without what could not be read, and the faults, each under ``propre-<nom>``.
    """
    valeurs: dict[str, Any] = {}
    fautes = []
    for champ in CHAMPS[genre]:
        tape = tapes.get(champ.nom, "").strip()
        try:
            valeurs[champ.nom] = _lire(champ, genre, tape) if tape else None
        except ValueError:
            fautes.append(Faute(f"propre-{champ.nom}", f"{champ.libelle} : {_attendu(champ)}"))
    debut, fin = valeurs.get("debut"), valeurs.get("fin")
    if debut and fin and fin < debut:
        fautes.append(Faute("propre-fin", "La convention finit avant de commencer."))
    return DETAILS[genre](**valeurs), fautes


def _lire(champ: ChampPropre, genre: TypeOffre, tape: str) -> object:
    if champ.nature is Nature.ENTIER:
        return entier(tape, 1, champ.maximum)
    if champ.nature is Nature.MONTANT:
        return montant(tape, champ.maximum)
    if champ.nature is Nature.JOUR:
        return date.fromisoformat(tape)
    if champ.nature is Nature.CHOIX:
        valeur: object = (_FORMATS[genre] if champ.nom == "format" else _TRADUITS[champ.nom])(tape)
        return valeur
    return tape


def _attendu(champ: ChampPropre) -> str:
    if champ.nature is Nature.ENTIER:
        return f"écrivez un nombre entier de 1 à {champ.maximum}."
    if champ.nature is Nature.MONTANT:
        return "écrivez un montant, comme 150 ou 87,50."
    return "choisissez une date." if champ.nature is Nature.JOUR else "choisissez dans la liste."


def entier(tape: str, minimum: int, maximum: int) -> int:
    """A whole number as people type it.

    Args:
        tape: digits, spaces allowed between them.
        minimum, maximum: bounds, included.

    Returns:
        The number.

    Raises:
        ValueError: it is not one, or it is out of bounds.
    """
    chiffres = "".join(tape.split())
    if not (chiffres.isascii() and chiffres.isdigit() and len(chiffres) < 10 and minimum <= int(chiffres) <= maximum):
        raise ValueError(tape)
    return int(chiffres)


def montant(tape: str, maximum: int) -> Decimal:
    """A number with at most two decimals, comma or point.

    Args:
        tape: as typed.
        maximum: greatest value taken; it is never negative.

    Returns:
        The number.

    Raises:
        ValueError: it is not one, or it is out of bounds.
    """
    try:
        nombre = Decimal("".join(tape.removesuffix("€").split()).replace(",", "."))
    except InvalidOperation as erreur:
        raise ValueError(tape) from erreur
    if not (nombre.is_finite() and 0 <= nombre <= maximum):
        raise ValueError(tape)
    return nombre.quantize(Decimal("0.01"))
