"""The portefeuille as a workbook, with what is needed to plan and nothing sensitive: no frein, no contact, no note, no year of birth."""

from __future__ import annotations

import io
from collections.abc import Iterable
from datetime import date

from parcours.dossier.libelles import DROITS, ETATS_CER
from parcours.dossier.portefeuille import LignePortefeuille
from parcours.libelles import ORIENTATIONS
from socle.tableur import Cellule, ouvrir

COLONNES = (
    "Nom",
    "Prénom",
    "Commune",
    "Orientation",
    "Référent",
    "Entrée dans le RSA",
    "RSA",
    "Contrat",
    "À signer avant le",
    "Signé le",
    "Projet écrit",
)
A_PRECISER = "à préciser"


def classeur(lignes: Iterable[LignePortefeuille], aujourdhui: date, *, fictif: bool) -> bytes:
    """Write the workbook.

    Args:
        lignes: the people, in the order of the list.
        aujourdhui: today, for the clock of the contract.
        fictif: the people are invented, said in the sheet.

    Returns:
        The bytes of the ``.xlsx`` file.
    """
    sortie = io.BytesIO()
    with ouvrir(sortie) as fichier:
        pied = "Données fictives : ces personnes sont inventées." if fictif else ""
        fichier.feuille("Portefeuille", COLONNES, (_valeurs(ligne, aujourdhui) for ligne in lignes), figees=2, filtres=True, pied=pied)
    return sortie.getvalue()


def _valeurs(ligne: LignePortefeuille, aujourdhui: date) -> tuple[Cellule, ...]:
    cer = ligne.cer(aujourdhui)
    return (
        ligne.nom,
        ligne.prenom,
        ligne.commune or A_PRECISER,
        ORIENTATIONS[ligne.orientation] if ligne.orientation else A_PRECISER,
        ligne.referent or A_PRECISER,
        ligne.entree_rsa or A_PRECISER,
        DROITS[ligne.droit_rsa] if ligne.droit_rsa else A_PRECISER,
        ETATS_CER[cer.etat],
        cer.limite or "",
        cer.signe_le or "",
        "oui" if ligne.projet else "non",
    )
