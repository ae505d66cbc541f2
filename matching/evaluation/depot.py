"""The full text search of PostgreSQL, as an engine of reference."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from socle.base import Connexion
from socle.sql import charger

REQUETES = charger(Path(__file__).parent / "requetes.sql")


async def indexer_documents(connexion: Connexion, textes: Sequence[str]) -> None:
    """Put a corpus in a temporary table of the session, instead of the former one.

    Args:
        connexion: kept for the searches that follow.
        textes: documents.
    """
    await REQUETES.executer(connexion, "creer_documents")
    await REQUETES.executer(connexion, "vider_documents")
    await REQUETES.executer(connexion, "ajouter_documents", textes=[t.replace("\x00", "") for t in textes])
    await REQUETES.executer(connexion, "indexer_documents")


async def noter_documents(connexion: Connexion, requete: str) -> list[tuple[int, float]]:
    """Documents that hold one of the words of a query (French stems), with ``ts_rank_cd``.

    Args:
        connexion: the one the corpus was given to.
        requete: any text.

    Returns:
        ``(rank of the document, score)``, by rank.
    """
    return [(ligne["rang"], ligne["note"]) for ligne in await REQUETES.lignes(connexion, "noter_documents", requete=requete.replace("\x00", ""))]


async def version_serveur(connexion: Connexion) -> str:
    """Version of the server."""
    version: str = await REQUETES.valeur(connexion, "version_serveur")
    return version
