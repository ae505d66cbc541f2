"""What the tests of files share."""

from collections.abc import Callable
from pathlib import Path

import pytest

from socle.erreurs import FichierIllisible

Deposer = Callable[[str, bytes | str], Path]
Refus = Callable[[Callable[[], object]], str]


@pytest.fixture
def deposer(tmp_path: Path) -> Deposer:
    """Write a file of the given name and content."""

    def faire(nom: str, contenu: bytes | str) -> Path:
        chemin = tmp_path / nom
        chemin.write_bytes(contenu.encode() if isinstance(contenu, str) else contenu)
        return chemin

    return faire


@pytest.fixture
def refus() -> Refus:
    """The words with which a file is refused."""

    def faire(lecture: Callable[[], object]) -> str:
        with pytest.raises(FichierIllisible) as erreur:
            lecture()
        return str(erreur.value).replace("\u00a0", " ")

    return faire
