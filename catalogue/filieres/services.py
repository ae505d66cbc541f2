"""Writing a filière: created once, changed by who read its last version, traced. Who may is decided by the caller (``comptes.droits``)."""

from __future__ import annotations

import re
from datetime import datetime
from typing import Final

from catalogue.filieres import depot
from catalogue.filieres.domaine import Filiere, Saisie, verifier
from socle.base import Connexion
from socle.erreurs import ErreurPersonne
from socle.journal import Agissant, noter
from socle.texte import plier

_HORS_CLE: Final = re.compile(r"[^a-z0-9]+")
CLE_MAX: Final = 80
# Names whose address would be that of another page.
RESERVEES: Final = frozenset({"nouvelle"})


class NonEnregistrable(ErreurPersonne):
    """What was typed is wrong; ``fautes`` says what, by field."""

    def __init__(self, fautes: dict[str, str]) -> None:
        super().__init__("La filière n’est pas enregistrée : un point est à corriger.")
        self.fautes = fautes


class VersionPassee(ErreurPersonne):
    """Somebody wrote the filière meanwhile; ``filiere`` is as it stands now."""

    def __init__(self, filiere: Filiere) -> None:
        super().__init__("Cette filière a été modifiée entre-temps.")
        self.filiere = filiere


def cle_de(nom: str) -> str:
    """What the address of a filière is made of.

    Args:
        nom: its name, such as « Métiers de l’autonomie ».

    Returns:
        Folded words joined by hyphens (``metiers-de-l-autonomie``), cut at a word; empty when the name has no letter nor digit.
    """
    cle = _HORS_CLE.sub("-", plier(nom)).strip("-")
    return cle if len(cle) <= CLE_MAX else cle[: CLE_MAX + 1].rpartition("-")[0] or cle[:CLE_MAX]


async def creer(connexion: Connexion, acteur: Agissant | None, identifiant: str, saisie: Saisie, instant: datetime) -> Filiere:
    """Keep a new filière; sent twice with the same id, the second changes nothing.

    Args:
        connexion: inside a writing transaction.
        acteur: who writes, None for the service.
        identifiant: public id drawn when the form was shown.
        saisie: what was typed.
        instant: now.

    Returns:
        The filière as it is kept.

    Raises:
        NonEnregistrable: something typed is wrong, or another filière bears this name.
    """
    fautes, cle = verifier(saisie), cle_de(saisie.nom)
    if saisie.nom and (not cle or cle in RESERVEES):
        fautes["nom"] = "Ce nom ne peut pas faire une adresse : ajoutez-lui un mot."
    if fautes:
        raise NonEnregistrable(fautes)
    cree = await depot.creer(connexion, identifiant, cle, saisie, instant)
    filiere = await depot.par_identifiant(connexion, identifiant)
    if filiere is None:
        raise NonEnregistrable({"nom": "Une filière porte déjà ce nom : choisissez-en un autre, ou modifiez celle qui existe."})
    if cree:
        await noter(connexion, acteur, "filiere.creer", f"filiere:{identifiant}")
    return filiere


async def modifier(connexion: Connexion, acteur: Agissant, filiere: Filiere, version: int, saisie: Saisie, instant: datetime) -> None:
    """Keep the next version of a filière.

    Args:
        connexion: inside a writing transaction.
        acteur: who writes.
        filiere: as it stands.
        version: the one that was read.
        saisie: what was typed.
        instant: now.

    Raises:
        NonEnregistrable: something typed is wrong.
        VersionPassee: somebody wrote it meanwhile.
    """
    if fautes := verifier(saisie):
        raise NonEnregistrable(fautes)
    if not await depot.modifier(connexion, filiere.id, version, saisie, instant):
        raise VersionPassee(await depot.une(connexion, filiere.cle) or filiere)
    await noter(connexion, acteur, "filiere.modifier", f"filiere:{filiere.identifiant}")
