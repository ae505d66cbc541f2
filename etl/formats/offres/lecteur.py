"""Opening a file of offers, finding its columns, and gathering the lines of each offer.

Lines of the same offer follow one another: the file is read once, and only the lines of one offer are held.
"""

from __future__ import annotations

from collections.abc import Iterator
from itertools import groupby
from pathlib import Path

from catalogue.domaine import Anomalie
from etl.entree.fichiers import COLONNES_EN_TROP, feuilles_xlsx, lignes_csv, lignes_xlsx, verifier
from etl.entree.releve import Releve
from etl.entree.valeurs import ValeurInvalide, texte
from etl.formats.offres.colonnes import COLONNES, DE_SESSION, PAR_CLE, cle_d_entete
from etl.formats.offres.construction import construire
from etl.formats.offres.libelles import cle_de_mots
from etl.formats.offres.ligne import Cellules, Ligne, est_remplie
from etl.formats.offres.structures import StructuresVues, lire_structure
from etl.lecture import Avertissement, Contexte, Element, Rejet
from socle.erreurs import FichierIllisible

FEUILLE = "Offres"
EXEMPLE = "exemple"
Numerotee = tuple[int, Cellules]


def lire(chemin: Path, contexte: Contexte) -> Iterator[Element]:
    """Read the template of offers, CSV (UTF-8 or Windows-1252, comma or semicolon) or XLSX (sheet « Offres »).

    Args:
        chemin: the file.
        contexte: day of the import and source, the first half of the key of every element.

    Yields:
        Each structure before its first offer, offers with their sessions, rejections and doubts, in the order of the file. Lines whose identifier
        starts with « EXEMPLE » are those of the empty template: they are left aside with a doubt.

    Raises:
        FichierIllisible: broken file, no sheet « Offres », or a column without which nothing can be read.
    """
    lecture = _Lecture(contexte)
    colonnes: dict[str, str] | None = None
    numerotees: list[Numerotee] = []
    for numero, brute in _lignes(chemin):
        if colonnes is None:
            colonnes = _colonnes(chemin, brute)
            yield from _inconnues(brute, colonnes)
        cellules: dict[str, object] = {cle: brute[entete] for entete, cle in colonnes.items()}
        if COLONNES_EN_TROP in brute:
            cellules[COLONNES_EN_TROP] = brute[COLONNES_EN_TROP]
        if not any(est_remplie(valeur) for valeur in cellules.values()):
            continue
        if numerotees and _identifiant(numerotees[-1][1]) != _identifiant(cellules):
            yield from lecture.offre(numerotees)
            numerotees = []
        numerotees.append((numero, cellules))
    if numerotees:
        yield from lecture.offre(numerotees)


def _lignes(chemin: Path) -> Iterator[tuple[int, dict[str, object]]]:
    verifier(chemin)
    with chemin.open("rb") as fichier:
        classeur = fichier.read(4) == b"PK\x03\x04"
    if classeur:
        yield from lignes_xlsx(chemin, _feuille(chemin))
    else:
        for numero, ligne in lignes_csv(chemin):
            yield numero, dict(ligne)


def _feuille(chemin: Path) -> str:
    feuilles = feuilles_xlsx(chemin)
    if len(feuilles) == 1:
        return feuilles[0]
    # Without it, lignes_xlsx says which sheets are there.
    return next((feuille for feuille in feuilles if cle_de_mots(feuille) == cle_de_mots(FEUILLE)), FEUILLE)


def _colonnes(chemin: Path, ligne: dict[str, object]) -> dict[str, str]:
    """Key of each header; the first of two headers of the same column wins."""
    colonnes: dict[str, str] = {}
    for entete in ligne:
        cle = cle_d_entete(entete)
        if cle is not None and cle not in colonnes.values():
            colonnes[entete] = cle
    manquantes = [f"«\u00a0{c.libelle}\u00a0»" for c in COLONNES if c.obligatoire and c.cle not in colonnes.values()]
    if manquantes:
        raise FichierIllisible(
            f"Il manque dans «\u00a0{chemin.name}\u00a0» la colonne {', '.join(manquantes)}. "
            "Partez du modèle que donne la commande «\u00a0boite modele offres\u00a0»."
        )
    return colonnes


def _inconnues(ligne: dict[str, object], colonnes: dict[str, str]) -> Iterator[Element]:
    if inconnues := [entete for entete in ligne if entete not in colonnes and entete not in {"", COLONNES_EN_TROP}]:
        yield Avertissement(
            "en-tête",
            Anomalie("colonnes", ", ".join(inconnues), "Ces colonnes ne sont pas dans le modèle, ou y sont deux fois\u00a0: elles ne sont pas lues."),
        )


def _identifiant(cellules: Cellules) -> str:
    try:
        return texte(cellules["identifiant"]) or ""
    except ValeurInvalide:
        return ""


class _Lecture:
    """What is remembered from one offer to the next: identifiers (to refuse a second use) and structures."""

    def __init__(self, contexte: Contexte) -> None:
        self._contexte = contexte
        self._premieres: dict[str, int] = {}
        self._structures = StructuresVues()

    def offre(self, numerotees: list[Numerotee]) -> Iterator[Element]:
        """Elements of one offer.

        Args:
            numerotees: its lines with their numbers.

        Yields:
            Its structure when new, the offer or its rejection, the doubts.
        """
        identifiant = _identifiant(numerotees[0][1])
        if not identifiant:
            # Nothing ties lines without an identifier together: each is told apart.
            motif = "L’identifiant est vide\u00a0: sans lui, un second import créerait un doublon."
            yield from (Rejet(f"ligne {numero}", (Anomalie(PAR_CLE["identifiant"].libelle, "", motif),)) for numero, _ in numerotees)
            return
        chemin = _chemin(numerotees)
        if cle_de_mots(identifiant).startswith(EXEMPLE):
            yield Avertissement(
                chemin, Anomalie(PAR_CLE["identifiant"].libelle, identifiant, "Ligne d’exemple du modèle\u00a0: elle est laissée de côté.")
            )
            return
        yield from self._lire(chemin, identifiant, numerotees)

    def _lire(self, chemin: str, identifiant: str, numerotees: list[Numerotee]) -> Iterator[Element]:
        releve = Releve()
        seule = len(numerotees) == 1
        lignes = [Ligne(cellules, releve, None if seule else numero) for numero, cellules in numerotees]
        ensemble = Ligne(_rassembler(numerotees, releve), releve)
        deja = self._premieres.setdefault(identifiant, numerotees[0][0])
        if deja != numerotees[0][0]:
            ensemble.faute("identifiant", f"Cet identifiant a déjà servi ligne {deja}\u00a0: mettez à la suite les lignes d’une même offre.")
        # The key of a second use is that of the first, which stands: it is not told again.
        cle = (self._contexte.source, identifiant) if deja == numerotees[0][0] else None
        structure = lire_structure(ensemble, self._contexte)
        offre = construire(ensemble, lignes, structure.source_id if structure else None, self._contexte)
        if structure and offre and not releve.fautes:
            yield from self._structures.annoncer(chemin, structure)
        yield from releve.conclure(chemin, offre, cle=cle)


def _chemin(numerotees: list[Numerotee]) -> str:
    premier, dernier = numerotees[0][0], numerotees[-1][0]
    return f"ligne {premier}" if premier == dernier else f"lignes {premier} à {dernier}"


def _rassembler(numerotees: list[Numerotee], releve: Releve) -> Cellules:
    """What the lines of an offer say of it together: a column is filled once, or says the same everywhere."""
    ensemble: dict[str, object] = {}
    for cle in (c.cle for c in COLONNES if c.cle not in DE_SESSION):
        dites = [(numero, cellules[cle]) for numero, cellules in numerotees if est_remplie(cellules.get(cle))]
        if not dites:
            continue
        ensemble[cle] = dites[0][1]
        versions = [(mots, next(groupe)[0]) for mots, groupe in groupby(dites, key=lambda dite: _mots(dite[1]))]
        if len({mots for mots, _ in versions}) > 1:
            ecarts = ", ".join(f"«\u00a0{mots}\u00a0» ligne {numero}" for mots, numero in versions)
            releve.faute(PAR_CLE[cle].libelle, ecarts, "Les lignes d’une même offre doivent dire la même chose, ou laisser la case vide.")
    for numero, cellules in numerotees:
        if COLONNES_EN_TROP in cellules:
            motif = "Cette ligne a plus de valeurs que de colonnes\u00a0: un texte contient sans doute le séparateur, mettez-le entre guillemets."
            releve.faute(f"ligne {numero}", cellules[COLONNES_EN_TROP], motif)
    return ensemble


def _mots(cellule: object) -> str:
    try:
        return texte(cellule) or ""
    except ValeurInvalide:
        return str(cellule)
