"""Structures named in the lines of the template: each is handed over once, before its first offer."""

from __future__ import annotations

from collections.abc import Iterator

from catalogue.domaine import Structure, TypeStructure
from etl.entree.releve import Releve
from etl.entree.valeurs import siret
from etl.formats.offres.ligne import Ligne
from etl.lecture import Contexte, Element
from socle.texte import cle_tri


def lire_structure(ligne: Ligne, contexte: Contexte) -> Structure | None:
    """Structure of a line.

    Args:
        ligne: cells of the offer.
        contexte: source of the import.

    Returns:
        The structure, known by its SIRET or else by its folded name; None when the line names none.
    """
    nom = ligne.texte("structure")
    numero = ligne.lire("siret", siret)
    type_structure = ligne.choix("type_structure", TypeStructure)
    if nom is None:
        if ligne.remplie("siret") or ligne.remplie("type_structure"):
            ligne.faute("structure", "Il y a un SIRET ou un type de structure, mais pas le nom de la structure.")
        return None
    if not (cle := numero or cle_tri(nom)):
        ligne.faute("structure", "Ce nom ne contient ni lettre ni chiffre.")
    return Structure(contexte.source, cle, nom, siret=numero, type_structure=type_structure or TypeStructure.AUTRE)


class StructuresVues:
    """Structures already handed over, so that a file of a thousand offers tells each of them once."""

    def __init__(self) -> None:
        self._vues: dict[str, Structure] = {}

    def annoncer(self, chemin: str, structure: Structure) -> Iterator[Element]:
        """Hand over a structure when it is new.

        Args:
            chemin: line that names it.
            structure: the structure.

        Yields:
            The structure the first time, a doubt when a later line says something else of it.
        """
        releve = Releve()
        premiere = self._vues.setdefault(structure.source_id, structure)
        if premiere is structure:
            yield from releve.conclure(chemin, structure)
        elif cle_tri(structure.nom) != cle_tri(premiere.nom):
            releve.doute("Structure", structure.nom, f"Le même SIRET porte plus haut le nom «\u00a0{premiere.nom}\u00a0», qui est gardé.")
        elif structure.type_structure not in {premiere.type_structure, TypeStructure.AUTRE}:
            releve.doute(
                "Type de structure", structure.type_structure, "Une ligne plus haut donne un autre type à cette structure\u00a0: il est gardé."
            )
        yield from releve.avertissements(chemin)
