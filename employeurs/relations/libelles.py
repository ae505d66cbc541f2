"""The words of the relation with structures."""

from __future__ import annotations

from typing import Final

from employeurs.relations.domaine import Nature

NATURES: Final[dict[Nature, str]] = {
    Nature.APPEL: "Appel",
    Nature.COURRIEL: "Courriel",
    Nature.VISITE: "Visite",
    Nature.RENCONTRE: "Rencontre",
    Nature.FORUM: "Forum",
    Nature.NOTE: "Note",
}
RELANCE: Final = "Relancer : des personnes attendent une réponse"
