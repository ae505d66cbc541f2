"""Reading a file of France Travail: which answer it is, then announcement by announcement."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from pathlib import Path

from catalogue.domaine import Anomalie
from etl.entree.fichiers import COLONNES_EN_TROP, elements_json, lignes_csv, verifier
from etl.entree.flux import ouvrir_octets
from etl.entree.releve import Releve
from etl.formats.france_travail.annonce import Annonce, deplier
from etl.formats.france_travail.entreprise import entreprise_de
from etl.formats.france_travail.evenement import evenement_de, organisateur_de
from etl.formats.france_travail.offre import lieu_de, offre_de
from etl.lecture import Avertissement, Contexte, Element, Lu, Rejet
from socle.erreurs import FichierIllisible

_STATISTIQUES = "listeValeursParPeriode.item"
_PREFIXES = ("resultats.item", "content.item", _STATISTIQUES, "item", "")
_COLONNES_BMO = re.compile(rb"\bmet\b.{0,3}\bxmet\b.{0,3}\bsmet\b|Code m.{1,3}tier BMO", re.IGNORECASE)


def lire(chemin: Path, contexte: Contexte) -> Iterator[Element]:
    """Read an answer of France Travail: job offers (JSON, or flattened to CSV) or events (JSON).

    Args:
        chemin: path of the file, plain or gzip.
        contexte: day of the import and name of the source.

    Yields:
        For each announcement its employer or organiser (the first time it is seen), then the offer, followed by its doubts.

    Raises:
        FichierIllisible: broken file, statistics (Marché du travail, enquête BMO), nothing in it.
    """
    verifier(chemin)
    with ouvrir_octets(chemin) as flux:
        debut = flux.read(2048).removeprefix(b"\xef\xbb\xbf").lstrip()
    if _COLONNES_BMO.search(debut):
        raise FichierIllisible(
            f"« {chemin.name} » est l’enquête Besoins en main-d’œuvre (BMO) : des projets d’embauche comptés par métier et par bassin. "
            "Elle ne contient aucune offre."
        )
    annonces = _json(chemin, contexte) if debut[:1] in (b"{", b"[") else _csv(chemin, contexte)
    structures: set[str] = set()
    vide = True
    for repere, annonce in annonces:
        vide = False
        yield from _elements(repere, annonce, structures) if isinstance(annonce, Annonce) else (annonce,)
    if vide:
        raise FichierIllisible(f"« {chemin.name} » ne contient aucune offre ni aucun événement.")


def _json(chemin: Path, contexte: Contexte) -> Iterator[tuple[str, Annonce | Rejet]]:
    for prefixe, rang, objet in elements_json(chemin, _PREFIXES):
        if prefixe == _STATISTIQUES:
            raise FichierIllisible(
                f"« {chemin.name} » est une réponse de l’API Marché du travail (indicateurs de tension par métier). Elle ne contient aucune offre."
            )
        if prefixe == "" and "intitule" not in objet and "titre" not in objet:
            raise FichierIllisible(
                f"« {chemin.name} » n’est ni une réponse « Offres d’emploi » ni une réponse « Mes événements emploi » de France Travail."
            )
        repere = f"élément n° {rang + 1}"
        if isinstance(objet, Mapping):
            yield repere, Annonce(objet, contexte, Releve())
        else:
            yield repere, Rejet(repere, (Anomalie("", str(objet)[:80], "Un objet est attendu ici : une offre ou un événement."),))


def _csv(chemin: Path, contexte: Contexte) -> Iterator[tuple[str, Annonce | Rejet]]:
    for numero, ligne in lignes_csv(chemin, None, ("id", "intitule")):
        repere, releve = f"ligne {numero}", Releve()
        if trop := ligne.pop(COLONNES_EN_TROP, None):
            motif = "La ligne a plus de valeurs que de colonnes : un séparateur est sans doute resté dans un texte."
            # Only what comes before the stray separator is in its place: the number is, when it is the first column.
            cle = (contexte.source, ligne["id"].strip()) if ligne["id"].strip() and next(iter(ligne)) == "id" else None
            yield repere, Rejet(repere, (Anomalie(COLONNES_EN_TROP, trop[:80], motif),), cle)
            continue
        yield repere, Annonce(deplier(ligne, releve), contexte, releve)


def _elements(repere: str, annonce: Annonce, structures: set[str]) -> Iterator[Element]:
    evenement = annonce.brut("dateEvenement") is not None or (annonce.brut("titre") is not None and annonce.brut("intitule") is None)
    numero = annonce.texte("id")
    titre = annonce.texte("titre" if evenement else "intitule")
    chemin = f"{repere} ({'événement' if evenement else 'offre'} {numero})" if numero else repere
    if numero is None:
        annonce.releve.faute("id", annonce.brut("id"), "L’identifiant est vide : sans lui, un second import créerait un doublon.")
    if titre is None:
        annonce.releve.faute("titre" if evenement else "intitule", "", "Le titre est vide.")
    if numero is None or titre is None:
        # Faulty is not vanished: a full feed must not close what was known under this number.
        yield Rejet(chemin, tuple(annonce.releve.fautes), cle=(annonce.contexte.source, numero) if numero else None)
        return
    yield from _evenement(chemin, annonce, (numero, titre), structures) if evenement else _offre(chemin, annonce, (numero, titre), structures)


def _offre(chemin: str, annonce: Annonce, nom: tuple[str, str], structures: set[str]) -> Iterator[Element]:
    lieu = lieu_de(annonce)
    structure = entreprise_de(annonce, lieu)
    if structure is not None and structure.source_id not in structures:
        structures.add(structure.source_id)
        yield Lu(chemin, structure)
    yield Lu(chemin, offre_de(annonce, *nom, structure.source_id if structure else None, lieu))
    yield from _doutes(chemin, annonce)


def _evenement(chemin: str, annonce: Annonce, nom: tuple[str, str], structures: set[str]) -> Iterator[Element]:
    structure = organisateur_de(annonce)
    if structure is not None and structure.source_id not in structures:
        structures.add(structure.source_id)
        yield Lu(chemin, structure)
    yield Lu(chemin, evenement_de(annonce, *nom, structure.source_id if structure else None))
    yield from _doutes(chemin, annonce)


def _doutes(chemin: str, annonce: Annonce) -> Iterator[Element]:
    # The same doubt may be met from several sides (a text read twice).
    for anomalie in dict.fromkeys(annonce.releve.doutes):
        yield Avertissement(chemin, anomalie)
