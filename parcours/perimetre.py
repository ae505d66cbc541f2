"""Whom an account may see: the one door through which every list of people goes.

The rule itself is written once, in PostgreSQL (``allocataires_visibles``), so that no query can forget it: every query about people starts from
``… WHERE a.id IN (SELECT v.id FROM allocataires_visibles(:compte_id) v)``.
"""

from __future__ import annotations

from dataclasses import dataclass

from comptes.domaine import Acteur


@dataclass(frozen=True, slots=True)
class Perimetre:
    """Whom an account may see, as the functions of every ``depot.py`` about people ask for it.

    Attributes:
        compte_id: internal id of the account that reads.
    """

    compte_id: int

    @classmethod
    def de(cls, acteur: Acteur) -> Perimetre:
        """The perimeter of who acts."""
        return cls(acteur.id)


@dataclass(frozen=True, slots=True)
class Suivi:
    """Who follows a person.

    Attributes:
        id: internal id of the person, never shown.
        identifiant: public id of the person.
        referent_id: account of the référent, None when nobody follows them yet.
        referent: name of the référent, empty without one.
        structure_id: structure of the référent.
        structure: its name, empty without one.
        territoire: of the person's commune, None when one or the other is unknown.
        impliquees: structures that the parcours involves.
    """

    id: int
    identifiant: str
    referent_id: int | None = None
    referent: str = ""
    structure_id: int | None = None
    structure: str = ""
    territoire: str | None = None
    impliquees: frozenset[int] = frozenset()
