"""The sixty invented structures of the demonstration."""

from __future__ import annotations

from functools import cache

from catalogue.domaine import TYPES_IAE, Contact, Structure, TypeStructure
from catalogue.regles import cle_luhn_valide
from etl.demonstration.tables import SOURCE, Fiche, fiches, hasard
from etl.demonstration.villes import lieu, villes

AVERTISSEMENT = "Structure fictive, inventée pour la démonstration."
# Structures do not change with the seed of the offers: they are read from the file, only their door number is drawn.
GRAINE = 94
# SIREN numbers this low were never given to anybody.
PREFIXE_SIREN = "0000"


@cache
def structures() -> tuple[Structure, ...]:
    """The structures, all fictitious.

    Returns:
        Sixty structures, in the order of the files.
    """
    return tuple(_structure(rang, fiche) for rang, fiche in enumerate(fiches("structures", "structure"), start=1))


@cache
def secteurs() -> dict[str, tuple[Structure, ...]]:
    """Structures by sector.

    Returns:
        For each word of the field ``secteurs``, the structures that work in it.
    """
    par_cle = {structure.source_id: structure for structure in structures()}
    rangees: dict[str, list[Structure]] = {}
    for fiche in fiches("structures", "structure"):
        for secteur in fiche["secteurs"]:
            rangees.setdefault(secteur, []).append(par_cle[fiche["cle"]])
    return {secteur: tuple(noms) for secteur, noms in rangees.items()}


@cache
def structure(cle: str) -> Structure:
    """One structure.

    Args:
        cle: its ``source_id``.

    Returns:
        The structure.
    """
    return next(s for s in structures() if s.source_id == cle)


def siret_fictif(rang: int) -> str:
    """A SIRET that passes the control of its key and belongs to nobody.

    Args:
        rang: number of the structure, from 1 to 9 999.

    Returns:
        Fourteen digits whose SIREN and SIRET keys (Luhn, INSEE) hold.
    """
    siren = _avec_cle(f"{PREFIXE_SIREN}{rang:04d}")
    return _avec_cle(f"{siren}0001")


def _avec_cle(chiffres: str) -> str:
    return next(f"{chiffres}{cle}" for cle in range(10) if cle_luhn_valide(f"{chiffres}{cle}"))


def _structure(rang: int, fiche: Fiche) -> Structure:
    genre = TypeStructure(fiche["type"])
    return Structure(
        source=SOURCE,
        source_id=fiche["cle"],
        nom=fiche["nom"],
        siret=siret_fictif(rang),
        type_structure=genre,
        description=f"{fiche['texte']} {AVERTISSEMENT}",
        lieu=lieu(villes()[fiche["commune"]], hasard(GRAINE, "structure", fiche["cle"])),
        contact=_contact(rang, fiche),
        reseaux=(genre.value.lower(),) if genre in TYPES_IAE else (),
    )


def _contact(rang: int, fiche: Fiche) -> Contact:
    # 01 99 00 xx xx is kept for works of fiction by the numbering plan (ARCEP, décision 2018-0881).
    return Contact(nom=fiche["accueil"], telephone=f"01 99 00 {rang:02d} 00", courriel=f"{fiche['cle']}@exemple.invalid")
