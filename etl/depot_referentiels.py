"""What the import of a référentiel writes in PostgreSQL: rows carried by COPY, then merged table by table."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path

from etl.depot import essai_de_lot
from etl.lignes import Ligne
from etl.rapport_referentiel import CompteTable
from socle.base import Connexion
from socle.sql import charger

REQUETES = charger(Path(__file__).with_name("referentiels.sql"))
TRAVAIL = Path(__file__).with_name("travail_referentiels.sql").read_text(encoding="utf-8")


async def preparer(connexion: Connexion) -> None:
    """Create the working tables.

    Args:
        connexion: inside the transaction of the import.
    """
    await connexion.execute(TRAVAIL)


async def charger_table(connexion: Connexion, table: str, lignes: Iterable[Ligne]) -> int:
    """Bring rows into the working table.

    Args:
        connexion: inside the transaction of the import.
        table: name of the table.
        lignes: rows, columns in the order of the table.

    Returns:
        Number of rows.

    Raises:
        LigneRefusee: a value does not fit.
    """
    async with essai_de_lot(connexion, table):
        etat: str = await connexion.copy_records_to_table(f"lu_{table}", records=lignes)
    await connexion.execute(f'ANALYZE "lu_{table}"')
    return int(etat.rsplit(" ", 1)[-1])


async def synchroniser(
    connexion: Connexion, lus: Mapping[str, int], *, elaguer_avant: Sequence[str], elaguer_apres: Sequence[str]
) -> list[CompteTable]:
    """Make tables like their working tables.

    Args:
        connexion: inside the transaction of the import.
        lus: number of rows read by table, in the order of their foreign keys.
        elaguer_avant: tables rid of their vanished rows before the merge, children first.
        elaguer_apres: tables rid of their vanished rows after the merge, children first.

    Returns:
        What became of the rows, in the order of ``lus``.

    Raises:
        LigneRefusee: a key twice, or a link to nothing.
    """
    supprimes = {table: await REQUETES.executer(connexion, f"elaguer_{table}") for table in elaguer_avant}
    fusions = {}
    for table in lus:
        async with essai_de_lot(connexion, table):
            fusions[table] = (await REQUETES.lignes(connexion, f"fusionner_{table}"))[0]
    for table in elaguer_apres:
        async with essai_de_lot(connexion, table):
            supprimes[table] = await REQUETES.executer(connexion, f"elaguer_{table}")
    return [CompteTable(table, lus[table], fusion["crees"], fusion["modifies"], supprimes.get(table, 0)) for table, fusion in fusions.items()]


async def metiers_gardes(connexion: Connexion) -> list[str]:
    """ROME codes kept although the new version no longer has them, because an offer or a person still names them."""
    return [ligne["code_rome"] for ligne in await REQUETES.lignes(connexion, "metiers_gardes")]
