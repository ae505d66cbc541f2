"""PostgreSQL as engines of the bench: full text and pgvector, in tables of a database made for the bench."""

from __future__ import annotations

import io
from collections.abc import Sequence
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from socle.base import Connexion
from socle.sql import charger

REQUETES = charger(Path(__file__).parent / "recherche.sql")
_ENTETE_COPY = b"PGCOPY\n\xff\r\n\x00" + bytes(8)
_FIN_COPY = b"\xff\xff"
_LOT = 20_000


async def version_vector(connexion: Connexion) -> str | None:
    """Version of pgvector this server can give, None when it has none."""
    version: str | None = await REQUETES.valeur(connexion, "extension_vector")
    return version


async def poser_mots(connexion: Connexion, textes: Sequence[str], parts: NDArray[np.int16]) -> None:
    """Fill and index the table of the full text search.

    Args:
        connexion: to the database of the bench.
        textes: what each offer says; its rank is its id.
        parts: the number that filters choose by, ``[n]``.
    """
    await REQUETES.executer(connexion, "creer_mots")
    lignes = zip(range(len(textes)), parts.tolist(), textes, strict=True)
    await connexion.copy_records_to_table("banc_mots", records=lignes, columns=["id", "part", "texte"])
    for nom in ("calculer_mots", "indexer_mots", "analyser_mots"):
        await REQUETES.executer(connexion, nom)


async def poser_sens(connexion: Connexion, vecteurs: NDArray[np.float32], parts: NDArray[np.int16]) -> None:
    """Fill the table of vectors, without index.

    Args:
        connexion: to the database of the bench.
        vecteurs: ``[n, d]``.
        parts: the number that filters choose by, ``[n]``.
    """
    await REQUETES.executer(connexion, "creer_extension")
    await connexion.execute(f"CREATE TABLE banc_sens (id integer, part smallint NOT NULL, sens vector({int(vecteurs.shape[1])}) NOT NULL)")
    for debut in range(0, len(vecteurs), _LOT):
        lot = slice(debut, debut + _LOT)
        flux = io.BytesIO(_ENTETE_COPY + _lignes_binaires(debut, vecteurs[lot], parts[lot]) + _FIN_COPY)
        await connexion.copy_to_table("banc_sens", source=flux, columns=["id", "part", "sens"], format="binary")
    await REQUETES.executer(connexion, "analyser_sens")


async def indexer_sens(connexion: Connexion) -> None:
    """Build the HNSW index; memory enough for it is asked for first."""
    await REQUETES.valeur(connexion, "regler", nom="maintenance_work_mem", valeur="1GB")
    await REQUETES.executer(connexion, "indexer_sens")


async def regler(connexion: Connexion, nom: str, valeur: str) -> None:
    """Change a setting of the session."""
    await REQUETES.valeur(connexion, "regler", nom=nom, valeur=valeur)


async def chercher_mots(connexion: Connexion, requete: str, millieme: int, k: int) -> list[int]:
    """Ids of the best offers by words.

    Args:
        connexion: to the database of the bench.
        requete: any text.
        millieme: share of the offers that the filter lets through, in thousandths.
        k: how many.

    Returns:
        At most ``k`` ids, the best first.
    """
    return [ligne["id"] for ligne in await REQUETES.lignes(connexion, "chercher_mots", requete=requete, millieme=millieme, k=k)]


async def chercher_sens(connexion: Connexion, requete: str, millieme: int, k: int) -> list[int]:
    """Ids of the nearest offers.

    Args:
        connexion: to the database of the bench.
        requete: a vector as pgvector writes it, see :func:`en_texte`.
        millieme: share of the offers that the filter lets through, in thousandths.
        k: how many.

    Returns:
        At most ``k`` ids, the nearest first.
    """
    return [ligne["id"] for ligne in await REQUETES.lignes(connexion, "chercher_sens", requete=requete, millieme=millieme, k=k)]


async def taille(connexion: Connexion, table: str) -> int:
    """Bytes of a table with its indexes."""
    octets: int = await REQUETES.valeur(connexion, "taille", nom=table)
    return octets


def en_texte(vecteur: NDArray[np.float32]) -> str:
    """A vector as pgvector reads it, every bit of it."""
    return "[" + ",".join(repr(float(x)) for x in vecteur) + "]"


def _lignes_binaires(debut: int, vecteurs: NDArray[np.float32], parts: NDArray[np.int16]) -> bytes:
    """Rows in the binary format of COPY (PostgreSQL manual, COPY, « Binary Format »); a vector is its dimension, two zero bytes, its float32."""
    dimension = vecteurs.shape[1]
    ligne = np.dtype(
        [
            *(("champs", ">i2"), ("l1", ">i4"), ("id", ">i4"), ("l2", ">i4"), ("part", ">i2")),
            *(("l3", ">i4"), ("dimension", ">i2"), ("zero", ">i2"), ("sens", ">f4", (dimension,))),
        ]
    )
    lignes = np.zeros(len(vecteurs), dtype=ligne)
    lignes["champs"], lignes["l1"], lignes["l2"], lignes["l3"] = 3, 4, 2, 4 + 4 * dimension
    lignes["id"], lignes["part"] = np.arange(debut, debut + len(vecteurs)), parts
    lignes["dimension"], lignes["sens"] = dimension, vecteurs
    return lignes.tobytes()
