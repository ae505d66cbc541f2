"""Bytes of a file that came from elsewhere, read under guard: gzip opened on the fly, bombs and binary content refused.

A guard costs nothing to a good file and keeps a bad one from filling the memory or the disk: what is read is counted, never kept.
"""

from __future__ import annotations

import gzip
import io
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Protocol

from socle.classeurs import MO, RAPPORT_DES, RAPPORT_MAX
from socle.erreurs import FichierIllisible

if TYPE_CHECKING:
    from _typeshed import WriteableBuffer

TAILLE_MAX = 2_000 * MO
"""Largest file once uncompressed: ten times the whole national catalogue of trainings."""
ELEMENT_MAX = 20 * MO
"""Most bytes between two elements of a JSON or XML file."""


class Source(Protocol):
    """What bytes are read from: a file, or a gzip file."""

    def read(self, taille: int, /) -> bytes:
        """At most ``taille`` bytes, ``b""`` at the end."""
        ...


def verifier(chemin: Path) -> None:
    """Refuse what is not a file with something in it.

    Args:
        chemin: path of the file.

    Raises:
        FichierIllisible: absent, a folder, not readable or empty.
    """
    try:
        if not chemin.exists():
            raise FichierIllisible(f"Le fichier « {chemin.name} » est introuvable. Vérifiez son chemin.")
        if not chemin.is_file():
            raise FichierIllisible(f"« {chemin.name} » n’est pas un fichier. Indiquez le fichier à lire, pas son dossier.")
        with chemin.open("rb") as source:
            vide = not source.read(1)
    except OSError as erreur:
        raise FichierIllisible(f"Le fichier « {chemin.name} » ne peut pas être ouvert : {erreur.strerror or erreur}.") from erreur
    if vide:
        raise FichierIllisible(f"Le fichier « {chemin.name} » est vide.")


class FluxGarde(io.RawIOBase):
    """A read-only stream that counts what goes through and stops a bomb.

    Args:
        source: bytes to read, already uncompressed on the fly.
        nom: name of the file, for messages.
        taille_disque: bytes on disk, None when the file is not compressed.
        texte: refuse NUL bytes, which no text file holds.
        element_max: most bytes between two calls of :meth:`repartir`, None for no limit.
    """

    def __init__(self, source: Source, nom: str, taille_disque: int | None, *, texte: bool, element_max: int | None) -> None:
        super().__init__()
        self._source = source
        self._nom = nom
        self._taille_disque = taille_disque
        self._texte = texte
        self._element_max = element_max
        self._lus = 0
        self._depuis = 0

    def readable(self) -> bool:
        """Always True."""
        return True

    def repartir(self) -> None:
        """Say that an element has just been handed over: the count of its bytes starts again."""
        self._depuis = 0

    def readinto(self, tampon: WriteableBuffer) -> int:
        """Read into a buffer.

        Args:
            tampon: filled from its start.

        Returns:
            Number of bytes read, 0 at the end.

        Raises:
            FichierIllisible: bomb, binary content, cut or damaged gzip, element too long.
        """
        vue = memoryview(tampon).cast("B")
        morceau = self._lire(len(vue))
        self._compter(len(morceau))
        if self._texte and b"\x00" in morceau:
            raise FichierIllisible(f"« {self._nom} » n’est pas un fichier texte. Enregistrez-le au format attendu, en UTF-8.")
        vue[: len(morceau)] = morceau
        return len(morceau)

    def _lire(self, taille: int) -> bytes:
        try:
            return self._source.read(taille)
        except (EOFError, OSError, zlib.error) as erreur:
            raise FichierIllisible(f"Le fichier compressé « {self._nom} » est incomplet ou abîmé. Téléchargez-le de nouveau.") from erreur

    def _compter(self, octets: int) -> None:
        self._lus += octets
        self._depuis += octets
        compresse = self._taille_disque
        if self._lus > TAILLE_MAX or (compresse is not None and self._lus > RAPPORT_DES and self._lus > RAPPORT_MAX * compresse):
            raise FichierIllisible(f"« {self._nom} » devient démesuré une fois ouvert : il n’est pas lu, par sécurité.")
        if self._element_max is not None and self._depuis > self._element_max:
            raise FichierIllisible(f"« {self._nom} » contient un élément de plus de {self._element_max // MO} Mo : ce n’est pas le format attendu.")


@contextmanager
def ouvrir_octets(chemin: Path, *, texte: bool = False, element_max: int | None = None) -> Iterator[FluxGarde]:
    """Open a file under guard; gzip is known by its first bytes, whatever the extension.

    Args:
        chemin: path of the file.
        texte: refuse NUL bytes.
        element_max: most bytes between two calls of ``repartir``.

    Yields:
        The guarded stream.

    Raises:
        FichierIllisible: see :func:`verifier`.
    """
    verifier(chemin)
    with chemin.open("rb") as brut:
        if brut.read(2) == b"\x1f\x8b":
            brut.seek(0)
            with gzip.open(brut, "rb") as source:
                yield FluxGarde(source, chemin.name, chemin.stat().st_size, texte=texte, element_max=element_max)
        else:
            brut.seek(0)
            yield FluxGarde(brut, chemin.name, None, texte=texte, element_max=element_max)
