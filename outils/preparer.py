"""Prepare the virtual environment: called by make, needs nothing but Python ≥ 3.11 and the network.

Usage: ``python3 outils/preparer.py DOSSIER`` where DOSSIER is the environment to create or bring up to date.
"""

import hashlib
import os
import re
import shutil
import subprocess
import sys
import tempfile
import urllib.request
import venv
from pathlib import Path
from urllib.parse import urljoin

RACINE = Path(__file__).resolve().parents[1]
CONTRAINTES = RACINE / "contraintes.txt"
INDEX_TORCH_CPU = "https://download.pytorch.org/whl/cpu"
TORCH = "2.13.0"
# Errors only: what pip warns of (an index that does not hold a library) is no news to who installs.
DISCRET = ("--quiet", "--quiet")


def principal(dossier: Path) -> None:
    """Create the environment, then install the pinned dependencies.

    Args:
        dossier: folder of the environment.
    """
    if sys.version_info < (3, 11):  # noqa: UP036 (this file is what says so to an older Python)
        sys.exit(f"Il faut Python 3.11 ou plus récent ; celui-ci est {sys.version.split()[0]}. Essayez : make demo PYTHON=python3.12")
    dire("Préparation de l’environnement Python…")
    creer(dossier)
    dire("Installation de PyTorch, version processeur (environ 200 Mo la première fois)…")
    installer_torch(dossier)
    dire("Installation des autres bibliothèques…")
    pip(dossier, "install", *DISCRET, "--constraint", str(CONTRAINTES), "--editable", f"{RACINE}[dev]")
    dire("Environnement prêt.")


def creer(dossier: Path) -> None:
    """Create the environment; Debian's bare Python has no ensurepip, pip then comes from its own wheel."""
    if (dossier / "bin" / "pip").exists():
        return
    shutil.rmtree(dossier, ignore_errors=True)
    try:
        venv.create(dossier, with_pip=True)
    except subprocess.CalledProcessError:
        venv.create(dossier, with_pip=False, clear=True)
        amorcer_pip(dossier)


def amorcer_pip(dossier: Path) -> None:
    """Install pip from the wheel of the package index, checked against its published SHA-256."""
    version = next(m[1] for m in re.finditer(r"^pip==(\S+)$", CONTRAINTES.read_text(encoding="utf-8"), re.MULTILINE))
    index = os.environ.get("PIP_INDEX_URL", "https://pypi.org/simple").rstrip("/")
    nom = f"pip-{version}-py3-none-any.whl"
    page = urllib.request.urlopen(f"{index}/pip/", timeout=60).read().decode()  # noqa: S310 (an https index)
    lien = re.search(rf'href="([^"#]*{re.escape(nom)})#sha256=([0-9a-f]{{64}})"', page)
    if lien is None:
        sys.exit("pip est introuvable. Sur Debian ou Ubuntu : sudo apt-get install python3-venv, puis recommencez.")
    contenu = urllib.request.urlopen(urljoin(f"{index}/pip/", lien[1]), timeout=60).read()  # noqa: S310
    if hashlib.sha256(contenu).hexdigest() != lien[2]:
        sys.exit("pip a été reçu abîmé. Recommencez.")
    with tempfile.TemporaryDirectory() as provisoire:
        roue = Path(provisoire) / nom
        roue.write_bytes(contenu)
        subprocess.run([dossier / "bin" / "python", roue / "pip", "install", "--quiet", "--no-index", roue], check=True)  # noqa: S603


def installer_torch(dossier: Path) -> None:
    """Ask for the CPU build by name first: asked for loosely, pip takes several gigabytes of CUDA on Linux."""
    cpu = ("--no-deps", "--retries", "1", "--extra-index-url", INDEX_TORCH_CPU, f"torch=={TORCH}+cpu")
    if sys.platform == "linux" and pip_reussit(dossier, "install", *DISCRET, *cpu):
        return
    pip(dossier, "install", *DISCRET, f"torch=={TORCH}")


def pip(dossier: Path, *arguments: str) -> None:
    """Run pip, and stop with its own words when it fails."""
    if not pip_reussit(dossier, *arguments):
        sys.exit("L’installation a échoué : voir le message de pip ci-dessus. Le réseau est-il joignable ?")


def pip_reussit(dossier: Path, *arguments: str) -> bool:
    """Run pip.

    Returns:
        Whether it ended well.
    """
    return subprocess.run([dossier / "bin" / "python", "-m", "pip", *arguments], check=False).returncode == 0  # noqa: S603


def dire(message: str) -> None:
    """Say where things stand."""
    print(message, flush=True)  # noqa: T201


if __name__ == "__main__":
    principal(Path(sys.argv[1]))
