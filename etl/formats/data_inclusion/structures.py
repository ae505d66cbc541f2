"""A structure of data·inclusion, v1 or v0, as a structure of the catalogue."""

from __future__ import annotations

from collections.abc import Iterable
from functools import cache

from catalogue.domaine import TYPES_IAE, Structure, TypeStructure
from etl.entree.releve import Releve
from etl.entree.valeurs import siret, texte
from etl.formats.data_inclusion.champs import Enregistrement, contact, identifiant, jour_maj, lieu, texte_riche, valeurs_connues
from etl.formats.data_inclusion.v0 import structure_v1
from etl.formats.data_inclusion.vocabulaire import types_de_structure
from etl.lecture import Contexte


def lire_structure(enregistrement: Enregistrement, contexte: Contexte, releve: Releve) -> Structure | None:
    """Read a structure.

    A wrong SIRET is dropped and told: services point to the structure by its identifier, and would be left without anyone if it went with it.

    Args:
        enregistrement: record, v1 or v0.
        contexte: source and day of the import.
        releve: where faults and doubts are noted.

    Returns:
        The structure, None when it has no identifier or no name.
    """
    v1 = structure_v1(enregistrement)
    source_id = identifiant(v1, "id", releve)
    nom = releve.lire("nom", v1.get("nom"), texte)
    if not source_id:
        releve.faute("id", v1.get("id"), "L’identifiant est vide\u00a0: sans lui, un second import créerait un doublon.")
    if not nom:
        releve.faute("nom", v1.get("nom"), "Le nom de la structure est vide.")
    structure = Structure(
        source=contexte.source,
        source_id=source_id,
        nom=nom or "",
        siret=releve.lire("siret", v1.get("siret"), siret),
        type_structure=_type(v1, releve),
        description=releve.lire("description", v1.get("description"), texte_riche) or "",
        lieu=lieu(v1, releve),
        contact=contact(v1, ("site_web", "lien_source"), releve),
        reseaux=_codes(v1, "reseaux_porteurs", ("reseau",), releve) + _codes(v1, "labels_nationaux", ("reseau", "label"), releve),
        maj_le=jour_maj(v1, contexte, releve),
    )
    return None if releve.fautes else structure


def _codes(structure: Enregistrement, champ: str, natures: tuple[str, ...], releve: Releve) -> tuple[str, ...]:
    return valeurs_connues(structure, champ, _connus(natures), releve)


@cache
def _connus(natures: tuple[str, ...]) -> frozenset[str]:
    return frozenset(code for nature, code in types_de_structure() if nature in natures)


def _type(structure: Enregistrement, releve: Releve) -> TypeStructure:
    """Kind of structure: the typology of v0 says it; in v1 a SIAE wins over the other networks it belongs to, then the first that tells."""
    connus = types_de_structure()
    # Doubts on networks and labels are noted once, where they are kept.
    muet = Releve()
    codes = [
        *(("typologie", code) for code in _codes(structure, "typologie", ("typologie",), releve)),
        *(("reseau", code) for code in _codes(structure, "reseaux_porteurs", ("reseau",), muet)),
        *(("reseau" if ("reseau", code) in connus else "label", code) for code in _codes(structure, "labels_nationaux", ("reseau", "label"), muet)),
    ]
    return _premier_type(connus[code] for code in codes)


def _premier_type(types: Iterable[TypeStructure | None]) -> TypeStructure:
    dits = [t for t in types if t is not None]
    return next((t for t in dits if t in TYPES_IAE), next(iter(dits), TypeStructure.AUTRE))
