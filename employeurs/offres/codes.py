"""Conditions and apports as short codes: what a box of the form sends, what the suggestions name, what the draft keeps."""

from __future__ import annotations

from typing import Final

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

# What a form offers under « une autre condition », whatever the text says.
CONDITIONS_USUELLES: Final = (
    "permis:B",
    "vehicule:oui",
    "francais:A1",
    "francais:A2",
    "francais:B1",
    "francais:B2",
    "niveau:3",
    "niveau:4",
    "niveau:5",
    "experience:6",
    "experience:12",
    "experience:24",
    "age_min:18",
    "inscription_ft:oui",
)
APPORTS_USUELS: Final = ("entretien:oui", "experience:oui", *(f"contrat:{c.value}" for c in TypeContrat), *(f"frein_leve:{f.value}" for f in Frein))

_SEUILS: Final = {
    "age_min": (TypeCondition.AGE, Operateur.AU_MOINS, range(14, 100)),
    "age_max": (TypeCondition.AGE, Operateur.AU_PLUS, range(14, 100)),
    "niveau": (TypeCondition.NIVEAU, Operateur.AU_MOINS, range(1, 9)),
    "experience": (TypeCondition.EXPERIENCE, Operateur.AU_MOINS, range(1, 601)),
}
_OUI: Final = {"vehicule": TypeCondition.VEHICULE, "inscription_ft": TypeCondition.INSCRIPTION_FT}
_MOTS_MAX: Final = 120


def condition(code: str) -> Condition | None:
    """The condition that a code names.

    Args:
        code: ``genre:valeur``, such as ``permis:B``, ``age_min:18`` (years), ``experience:12`` (months), ``prealable:CACES R489``.

    Returns:
        The condition, firm since the structure writes it; None when the code names nothing.
    """
    genre, _, valeur = code.partition(":")
    if genre in _SEUILS:
        nature, operateur, bornes = _SEUILS[genre]
        return Condition(nature, operateur, (valeur,)) if valeur.isascii() and valeur.isdigit() and int(valeur) in bornes else None
    if genre in _OUI:
        return Condition(_OUI[genre], Operateur.EGAL, ("oui",)) if valeur == "oui" else None
    if genre == "permis":
        return Condition(TypeCondition.PERMIS, Operateur.DANS, (valeur,)) if valeur in set(Permis) else None
    if genre == "francais":
        return Condition(TypeCondition.FRANCAIS, Operateur.AU_MOINS, (valeur,)) if valeur in set(NiveauFrancais) else None
    if genre == "prealable" and 0 < len(valeur) <= _MOTS_MAX:
        return Condition(TypeCondition.PREALABLE, Operateur.DANS, (valeur,))
    return None


def code_condition(voulue: Condition) -> str | None:
    """The code of a condition.

    Args:
        voulue: a condition of the catalogue.

    Returns:
        The code that :func:`condition` reads back, None when the form has no box for it.
    """
    valeur = voulue.valeurs[0] if len(voulue.valeurs) == 1 else ""
    genres = ("age_min", "age_max", "niveau", "experience", "vehicule", "inscription_ft", "permis", "francais", "prealable")
    lues = ((code, condition(code)) for code in (f"{genre}:{valeur}" for genre in genres))
    return next((code for code, c in lues if c and (c.type, c.operateur, c.valeurs) == (voulue.type, voulue.operateur, voulue.valeurs)), None)


def apport(code: str) -> Apport | None:
    """The apport that a code names.

    Args:
        code: ``genre:valeur``, such as ``contrat:CDI``, ``frein_leve:mobilite``, ``certification:Titre professionnel``.

    Returns:
        The apport, None when the code names nothing.
    """
    genre, _, valeur = code.partition(":")
    if genre == "contrat" and valeur in set(TypeContrat):
        return Apport(TypeApport.CONTRAT, CONTRATS[TypeContrat(valeur)], valeur)
    if genre == "frein_leve" and valeur in set(Frein):
        return Apport(TypeApport.FREIN_LEVE, FREINS_LEVES[Frein(valeur)], valeur)
    if code == "entretien:oui":
        return Apport(TypeApport.ENTRETIEN, "Un entretien avec l’employeur")
    if code == "experience:oui":
        return Apport(TypeApport.EXPERIENCE, "Une expérience du métier")
    if genre in {"certification", "attestation"} and 0 < len(valeur) <= _MOTS_MAX:
        return Apport(TypeApport(genre), valeur)
    return None


def code_apport(voulu: Apport) -> str | None:
    """The code of an apport.

    Args:
        voulu: an apport of the catalogue.

    Returns:
        The nearest code of the form, None when there is none.
    """
    valeurs = {
        TypeApport.CONTRAT: voulu.valeur,
        TypeApport.FREIN_LEVE: voulu.valeur,
        TypeApport.ENTRETIEN: "oui",
        TypeApport.EXPERIENCE: "oui",
        TypeApport.CERTIFICATION: voulu.libelle[:_MOTS_MAX],
        TypeApport.ATTESTATION: voulu.libelle[:_MOTS_MAX],
    }
    code = f"{voulu.type.value}:{valeurs[voulu.type]}"
    return code if apport(code) else None
