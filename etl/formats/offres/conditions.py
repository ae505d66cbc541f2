"""What an offer of the template asks for, and what it gives."""

from __future__ import annotations

from catalogue.domaine import (
    Apport,
    Condition,
    Frein,
    NiveauFrancais,
    Operateur,
    Permis,
    TypeApport,
    TypeCondition,
    TypeContrat,
)
from catalogue.libelles import CONTRATS, FREINS_LEVES
from etl.entree.valeurs import code_zone, liste
from etl.formats.offres.ligne import Ligne

AGE_MIN, AGE_MAX = 14, 99


def lire_conditions(ligne: Ligne) -> tuple[Condition, ...]:
    """Conditions of access.

    Args:
        ligne: cells of the offer.

    Returns:
        One condition per column filled, in the order of the columns; all hard, since the structure wrote them.
    """
    conditions = [
        *_ages(ligne),
        _seuil(TypeCondition.NIVEAU, ligne.choix("niveau_min", str)),
        _seuil(TypeCondition.FRANCAIS, ligne.choix("francais_min", NiveauFrancais)),
        _dans(TypeCondition.PERMIS, ligne.plusieurs("permis", Permis)),
        _oui(TypeCondition.VEHICULE, ligne.oui("vehicule")),
        _oui(TypeCondition.INSCRIPTION_FT, ligne.oui("inscription_ft")),
        _dans(TypeCondition.ZONE, ligne.lire("zone", _zones) or ()),
        _dans(TypeCondition.CRITERE_IAE, ligne.plusieurs("criteres_iae", str)),
        _seuil(TypeCondition.EXPERIENCE, _mots(ligne.entier("experience_min", maximum=600))),
        _dans(TypeCondition.PREALABLE, tuple(filter(None, [ligne.texte("prealable")]))),
        _autre(ligne.texte("autre_condition")),
    ]
    return tuple(c for c in conditions if c is not None)


def _ages(ligne: Ligne) -> list[Condition | None]:
    minimum, maximum = (ligne.entier(cle, AGE_MIN, AGE_MAX) for cle in ("age_min", "age_max"))
    if minimum is not None and maximum is not None and minimum > maximum:
        ligne.faute("age_max", "L’âge maximum est plus petit que l’âge minimum.")
    return [_seuil(TypeCondition.AGE, _mots(minimum)), _seuil(TypeCondition.AGE, _mots(maximum), Operateur.AU_PLUS)]


def _mots(nombre: int | None) -> str | None:
    return None if nombre is None else str(nombre)


def _seuil(genre: TypeCondition, valeur: str | None, operateur: Operateur = Operateur.AU_MOINS) -> Condition | None:
    return None if valeur is None else Condition(genre, operateur, (str(valeur),))


def _dans(genre: TypeCondition, valeurs: tuple[str, ...]) -> Condition | None:
    return Condition(genre, Operateur.DANS, tuple(map(str, valeurs))) if valeurs else None


def _oui(genre: TypeCondition, reponse: bool | None) -> Condition | None:
    # « non » means that nothing is asked, not that one must have none.
    return Condition(genre, Operateur.EGAL, ("oui",)) if reponse else None


def _autre(mots: str | None) -> Condition | None:
    return Condition(TypeCondition.AUTRE, Operateur.EGAL, (), libelle=mots) if mots else None


def _zones(v: object) -> tuple[str, ...]:
    return tuple(zone for code in liste(v) if (zone := code_zone(code)))


def lire_apports(ligne: Ligne, contrat: TypeContrat | None) -> tuple[Apport, ...]:
    """What the offer leaves in the person's hands.

    Args:
        ligne: cells of the offer.
        contrat: contract of the job that the offer is, if any: it is then what the offer gives.

    Returns:
        One per column filled; lifted freins come last, in the order typed.
    """
    libres = {
        TypeApport.CERTIFICATION: ligne.texte("certification"),
        TypeApport.ATTESTATION: ligne.texte("attestation"),
        TypeApport.EXPERIENCE: ligne.texte("experience"),
        TypeApport.ENTRETIEN: ligne.texte("entretien"),
    }
    promis = ligne.choix("contrat_promis", TypeContrat) or contrat
    return (
        *(Apport(genre, mots) for genre, mots in libres.items() if mots),
        *([Apport(TypeApport.CONTRAT, CONTRATS[promis], promis.value)] if promis else []),
        *(Apport(TypeApport.FREIN_LEVE, FREINS_LEVES[frein], frein.value) for frein in ligne.plusieurs("freins", Frein)),
    )
