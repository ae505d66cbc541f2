"""The rules of the house that tools check: style, types, and dependencies that run one way."""

import re
import subprocess
import sys
from pathlib import Path

import pytest

RACINE = Path(__file__).parents[2]


@pytest.mark.parametrize(
    "commande",
    [
        ("ruff", "check", "."),
        ("ruff", "format", "--check", "."),
        ("mypy",),
        ("lint-imports",),
    ],
    ids=lambda commande: " ".join(commande),
)
def test_outil(commande: tuple[str, ...]) -> None:
    outil = Path(sys.executable).parent / commande[0]
    fait = subprocess.run([outil, *commande[1:]], cwd=RACINE, capture_output=True, text=True, check=False)
    assert fait.returncode == 0, fait.stdout[-4000:] + fait.stderr[-2000:]


def test_asyncpg_ne_sort_pas_du_socle() -> None:
    paquets = ("boite", "catalogue", "etl", "matching", "models", "parcours", "web")
    fichiers = [f for paquet in paquets for f in (RACINE / paquet).rglob("*.py") if f.name != "depot.py"]
    importe = re.compile(r"^\s*(import|from) asyncpg", re.MULTILINE)
    assert [str(f.relative_to(RACINE)) for f in fichiers if importe.search(f.read_text("utf-8"))] == []


def test_une_seule_porte_vers_la_base_dans_les_pages() -> None:
    """A dependency with the default scope would end its transaction after the answer is sent."""
    ailleurs = [f.name for f in (RACINE / "web").glob("*.py") if "Depends(" in f.read_text("utf-8") and f.name != "contexte.py"]
    assert ailleurs == []
    porte = (RACINE / "web" / "contexte.py").read_text("utf-8")
    assert 'Depends(lecture, scope="function")' in porte
    assert 'Depends(ecriture, scope="function")' in porte


def test_le_depot_ne_nomme_aucune_machine() -> None:
    suivis = subprocess.run(["git", "ls-files"], cwd=RACINE, capture_output=True, text=True, check=True).stdout.split("\n")
    interdits = ("/" + "work/", "/" + "opt/")
    fautifs = []
    for nom in suivis:
        fichier = RACINE / nom
        if nom and fichier.is_file() and fichier.suffix in {".py", ".md", ".toml", ".sql", ".html", ".css", ".js", ".json", ""}:
            texte = fichier.read_text("utf-8", errors="ignore")
            fautifs += [nom for mot in interdits if mot in texte]
    assert fautifs == []
