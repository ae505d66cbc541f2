"""How each kind of condition is lifted: the fact that changes, what gives it, what helps, and the words for it."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

from catalogue.apports import NIVEAU
from catalogue.domaine import Condition, Frein, NiveauFrancais, Permis, TypeCondition
from parcours.domaine import Allocataire
from socle.texte import plier


@dataclass(frozen=True)
class Levee:
    """How a kind of condition is lifted: the fact that changes, what gives it, the frein behind it, and the words.

    Attributes:
        fait: the changed fields of the person.
        valeurs: folded values of an apport that gives it.
        frein: what helps when nothing gives it.
        mots: said when an offer gives it, when one helps, and when there is none.
    """

    fait: Callable[[Allocataire, Condition], dict[str, Any]]
    valeurs: Callable[[Condition], Sequence[str]]
    frein: Frein | None
    mots: tuple[str, str, str]


def _niveaux_francais(condition: Condition) -> list[str]:
    rangs = list(NiveauFrancais)
    return [plier(n.value) for n in rangs[NiveauFrancais(condition.valeurs[0]).rang :]]


LEVEES: dict[TypeCondition, Levee] = {
    TypeCondition.PERMIS: Levee(
        lambda p, c: {"permis": (*(p.permis or ()), Permis(c.valeurs[0]))},
        lambda c: [plier(v) for v in c.valeurs],
        Frein.MOBILITE,
        ("Une offre du catalogue mène au permis {}.", "Une aide à la mobilité peut préparer le permis {}.", "Obtenir le permis {}."),
    ),
    TypeCondition.VEHICULE: Levee(
        lambda p, c: {"vehicule": True},
        lambda c: (),
        Frein.MOBILITE,
        ("", "Une aide à la mobilité peut donner accès à un véhicule.", "Trouver un véhicule, ou une personne avec qui faire la route."),
    ),
    TypeCondition.FRANCAIS: Levee(
        lambda p, c: {"francais": NiveauFrancais(c.valeurs[0])},
        _niveaux_francais,
        Frein.LANGUE,
        ("Une offre du catalogue mène au niveau {} en français.", "Un atelier de français peut faire gagner ce niveau.", "Atteindre le niveau {}."),
    ),
    TypeCondition.NIVEAU: Levee(
        lambda p, c: {"niveau": int(c.valeurs[0])},
        lambda c: [f"{NIVEAU}{n}" for n in range(int(c.valeurs[0]), 9)],
        None,
        ("Une formation du catalogue mène à ce niveau.", "", "Une formation ou une validation des acquis peut mener à ce niveau."),
    ),
    TypeCondition.INSCRIPTION_FT: Levee(
        lambda p, c: {"inscrit_ft": True},
        lambda c: (),
        None,
        ("", "", "S’inscrire à France Travail : c’est gratuit, en ligne ou en agence."),
    ),
}
