"""Reading the facilitateur's workbook: one line per person and month, or one line per person and one column per month; headers anywhere.

What two lines say differently is left out whole, whichever comes first: the order of the lines changes nothing.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import BinaryIO, Final

from python_calamine import CalamineError
from xlsxwriter.utility import xl_rowcol_to_cell

from employeurs.clauses.fichier.elements import Lecture
from employeurs.clauses.fichier.entetes import DE_FEUILLE, Colonnes, champ_de, comprendre
from employeurs.clauses.fichier.lignes import LecteurDeLignes
from employeurs.clauses.fichier.releve import Releve
from employeurs.clauses.valeurs import mot_de
from socle.classeurs import ouvrir_classeur
from socle.erreurs import FichierIllisible

LIGNES_D_ENTETE: Final = 40
FEUILLES_MAX: Final = 60
_ANNEE = re.compile(r"\b(20\d{2})\b")


@dataclass(frozen=True)
class Feuille:
    """A sheet: its name, its rows, and how far from the first column they begin."""

    nom: str
    lignes: Sequence[Sequence[object]]
    decalage: int = 0

    def ou(self, ligne: int, colonne: int) -> str:
        """Address of a cell, as a spreadsheet shows it."""
        return f"{self.nom}, cellule {xl_rowcol_to_cell(ligne, colonne + self.decalage)}"


@dataclass
class Contexte:
    """What stands above the header of a sheet and holds for all its lines, with the cells it stands in."""

    valeurs: dict[str, tuple[str, object]] = field(default_factory=dict)
    annee: int | None = None


def lire_classeur(source: BinaryIO, nom: str) -> Lecture:
    """Read a workbook.

    Args:
        source: its bytes.
        nom: name of the file.

    Returns:
        What it says.

    Raises:
        FichierIllisible: not a workbook, a bomb, or no sheet in which people and hours can be recognised.
    """
    classeur = ouvrir_classeur(source, nom)
    feuilles = []
    for nom_feuille in classeur.sheet_names[:FEUILLES_MAX]:
        try:
            feuille = classeur.get_sheet_by_name(nom_feuille)
            feuilles.append(Feuille(nom_feuille, list(feuille.iter_rows()), feuille.start[1] if feuille.start else 0))
        except CalamineError as erreur:
            raise FichierIllisible(f"La feuille « {nom_feuille} » de « {nom} » est abîmée. Enregistrez de nouveau le classeur.") from erreur
    return lire_feuilles(feuilles, nom)


def lire_feuilles(feuilles: Sequence[Feuille], nom: str) -> Lecture:
    """As ``lire_classeur``, from sheets already opened."""
    releve, reconnues = Releve(), 0
    for feuille in feuilles:
        entete = _entete(feuille)
        if entete is None:
            continue
        reconnues += 1
        rang, colonnes, contexte = entete
        _sans_annee(feuille, rang, colonnes, releve)
        LecteurDeLignes(feuille, colonnes, contexte.valeurs, releve).lire(rang + 1)
    if not reconnues:
        raise FichierIllisible(
            f"« {nom} » ne montre aucune feuille de suivi. Il faut des en-têtes comme « Marché », « Lot », « Nom », « Prénom », puis "
            "« Mois » et « Heures », ou une colonne par mois (« 01/2026 »). Le modèle se télécharge depuis la page d’import."
        )
    return releve.conclure(nom)


def _entete(feuille: Feuille) -> tuple[int, Colonnes, Contexte] | None:
    """Rank of the header, its columns and what stands above; None when no row is one."""
    contexte = Contexte(annee=_annee(feuille.nom))
    for rang, cellules in enumerate(feuille.lignes[:LIGNES_D_ENTETE]):
        colonnes = comprendre(cellules, contexte.annee)
        if colonnes.de_personnes or colonnes.de_lots:
            return rang, colonnes, contexte
        _retenir(feuille, rang, cellules, contexte)
    return None


def _retenir(feuille: Feuille, rang: int, cellules: Sequence[object], contexte: Contexte) -> None:
    for colonne, champ, valeur in _paires(cellules):
        if champ == "annee":
            contexte.annee = _annee(mot_de(valeur)) or contexte.annee
        else:
            contexte.valeurs.setdefault(champ, (feuille.ou(rang, colonne), valeur))
    if contexte.annee is None:
        contexte.annee = next((an for c in cellules if isinstance(c, str) and (an := _annee(c))), None)


def _paires(cellules: Sequence[object]) -> Iterator[tuple[int, str, object]]:
    """« Marché », then its value in the next filled cell; or « Marché : 2026-12 » in one cell."""
    for rang, cellule in enumerate(cellules):
        if (champ := champ_de(cellule)) in DE_FEUILLE:
            suite = next(((r, v) for r, v in enumerate(cellules[rang + 1 :], rang + 1) if mot_de(v)), None)
            if suite and champ_de(suite[1]) is None:
                yield suite[0], champ, suite[1]
        elif isinstance(cellule, str) and ":" in cellule:
            titre, _, valeur = cellule.partition(":")
            if (champ := champ_de(titre)) in DE_FEUILLE and mot_de(valeur):
                yield rang, champ, valeur


def _annee(texte: str) -> int | None:
    lue = _ANNEE.search(texte)
    return int(lue[1]) if lue else None


def _sans_annee(feuille: Feuille, rang: int, colonnes: Colonnes, releve: Releve) -> None:
    for colonne in colonnes.sans_annee:
        releve.rejeter(feuille.ou(rang, colonne), "Ce mois n’a pas d’année : écrivez « 01/2026 », ou l’année dans le nom de la feuille.")
