"""Where a sentence comes from: the field of the person and the field of the offer that anybody can open and check."""

from __future__ import annotations

from dataclasses import dataclass

from catalogue.domaine import TypeCondition


@dataclass(frozen=True, slots=True)
class Champ:
    """Fields a sentence speaks of.

    Attributes:
        personne: field of ``Allocataire``, None when the sentence is about the offer alone.
        offre: field of ``Offre``.
        valeurs: what is cited of them: ROME codes, freins, the name of the commune … empty when the whole field is.
    """

    personne: str | None
    offre: str
    valeurs: tuple[str, ...] = ()


_CHAMPS: dict[TypeCondition, str | None] = {
    TypeCondition.RSA: "entree_rsa",
    TypeCondition.PUBLIC: "publics",
    TypeCondition.CRITERE_IAE: "criteres_iae",
    TypeCondition.AGE: "annee_naissance",
    TypeCondition.NIVEAU: "niveau",
    TypeCondition.FRANCAIS: "francais",
    TypeCondition.PERMIS: "permis",
    TypeCondition.VEHICULE: "vehicule",
    TypeCondition.ZONE: "commune",
    TypeCondition.INSCRIPTION_FT: "inscrit_ft",
    TypeCondition.PREALABLE: "competences",
    TypeCondition.EXPERIENCE: "experience",
    TypeCondition.COMPETENCE: "competences",
    TypeCondition.AUTRE: None,
}


def champ_condition(genre: TypeCondition) -> Champ:
    """Field that answers a condition.

    Args:
        genre: kind of condition.

    Returns:
        The field of the person, and the conditions of the offer.
    """
    return Champ(_CHAMPS[genre], "conditions")
