"""The registry of formats: names, and refusal of files that are not of the format."""

from pathlib import Path

import pytest

from etl.formats.registre import FORMATS
from etl.lecture import Contexte
from socle.erreurs import FichierIllisible
from socle.horloge import HorlogeFixe


def test_les_noms_sont_ceux_de_la_ligne_de_commande() -> None:
    assert list(FORMATS) == ["data-inclusion", "lheo", "france-travail", "offres"]
    assert all(nom == f.nom and f.source and f.aide.endswith(".") for nom, f in FORMATS.items())


@pytest.mark.parametrize("nom", list(FORMATS))
@pytest.mark.parametrize("contenu", [b"", b"\x00\x01\x02" * 50, b"n'importe quoi\nni comment"], ids=["vide", "binaire", "texte"])
def test_chaque_lecteur_refuse_un_fichier_qui_n_est_pas_le_sien(tmp_path: Path, horloge: HorlogeFixe, nom: str, contenu: bytes) -> None:
    chemin = tmp_path / "fichier"
    chemin.write_bytes(contenu)
    with pytest.raises(FichierIllisible):
        list(FORMATS[nom].lecteur(chemin, Contexte(horloge.aujourdhui(), "essai")))
