"""Reading and writing tasks: TSV ``id<TAB>texte``, judgements in TREC form (``qid 0 docid rel``), JSON Lines of queries with their métiers.

A line that cannot be read stops everything, with its number and what is expected.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Annotated

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, ValidationError

from catalogue.vues import TextesMetier
from matching.evaluation.taches import Corpus, Requete, Tache, corpus_metiers
from socle.erreurs import FichierIllisible

_CODE_ROME = re.compile(r"[A-N]\d{4}")


# A list of codes; null, as other programs write what is missing, is an empty one.
Codes = Annotated[tuple[str, ...], BeforeValidator(lambda lus: () if lus is None else lus)]


class LigneMetier(BaseModel):
    """One line of ``R.jsonl``."""

    model_config = ConfigDict(extra="ignore")

    requete: str = Field(min_length=1)
    codes_rome: Codes = ()
    codes_rome_famille: Codes = ()


@dataclass(frozen=True)
class TacheLue:
    """A task, and what its judgements name that the rest does not know.

    Attributes:
        inconnus: queries left out, or ROME codes counted as missed.
        documents_inconnus: documents judged right that the corpus does not hold, counted as missed.
    """

    tache: Tache
    inconnus: tuple[str, ...]
    documents_inconnus: tuple[str, ...] = ()


def lire_textes(fichier: Path) -> dict[str, str]:
    """Read a TSV of texts.

    Args:
        fichier: UTF-8, one ``id<TAB>texte`` per line; further tabs belong to the text, blank lines and repeated ones are skipped.

    Returns:
        Texts by id, in the order of the file.

    Raises:
        FichierIllisible: unreadable file, line without tab, empty id, id of two different texts, no line at all.
    """
    textes: dict[str, str] = {}
    for numero, ligne in lignes(fichier):
        identifiant, tabulation, texte = ligne.partition("\t")
        identifiant = identifiant.strip()
        if not tabulation or not identifiant:
            raise _faute(fichier, numero, "il faut un identifiant, une tabulation, puis le texte")
        if textes.setdefault(identifiant, texte.strip()) != texte.strip():
            raise _faute(fichier, numero, f"l’identifiant « {identifiant} » est déjà pris plus haut, pour un autre texte")
    if not textes:
        raise FichierIllisible(f"« {fichier.name} » ne contient aucune ligne « identifiant, tabulation, texte ».")
    return textes


def lire_jugements(fichier: Path) -> dict[str, dict[str, int]]:
    """Read judgements.

    Args:
        fichier: one ``qid 0 docid rel`` per line, blanks or tabs between; ``rel`` is an integer, 0 and less is wrong.

    Returns:
        Query id → document id → grade.

    Raises:
        FichierIllisible: unreadable file, line of another form, same pair twice with two grades, no line at all.
    """
    jugements: dict[str, dict[str, int]] = {}
    for numero, ligne in lignes(fichier):
        champs = ligne.split()
        if len(champs) != 4 or not champs[3].lstrip("-+").isdigit():
            raise _faute(fichier, numero, "il faut quatre champs, « requête 0 document note », et une note entière")
        notes, note = jugements.setdefault(champs[0], {}), int(champs[3])
        if notes.setdefault(champs[2], note) != note:
            raise _faute(fichier, numero, f"le document « {champs[2]} » a déjà une autre note pour la requête « {champs[0]} »")
    if not jugements:
        raise FichierIllisible(f"« {fichier.name} » ne contient aucun jugement.")
    return jugements


def lire_tache(requetes: Path, corpus: Path, jugements: Path) -> TacheLue:
    """Read a task of search.

    Args:
        requetes, corpus: TSV files.
        jugements: TREC judgements.

    Returns:
        The task; queries without judgement are kept, for the zero-result rate, and judged queries that the file does not hold are left out, as
        TREC's own program does.

    Raises:
        FichierIllisible: see the readers; or the judgements name none of the queries, or none of the documents.
    """
    textes, documents, notes = lire_textes(requetes), lire_textes(corpus), lire_jugements(jugements)
    gardees = {q: notes[q] for q in textes if q in notes}
    if not gardees:
        raise FichierIllisible(f"« {jugements.name} » ne juge aucune requête de « {requetes.name} » : vérifiez les identifiants.")
    if not any(note > 0 and d in documents for liste in gardees.values() for d, note in liste.items()):
        raise FichierIllisible(f"« {jugements.name} » ne désigne aucun document de « {corpus.name} » : vérifiez les identifiants.")
    tache = Tache(
        nom=requetes.stem,
        libelle=f"{requetes.name} dans {corpus.name}",
        requetes=tuple(Requete(i, t) for i, t in textes.items()),
        corpus=Corpus(tuple(documents.values()), tuple(documents)),
        jugements=gardees,
    )
    absents = {d for liste in gardees.values() for d, note in liste.items() if note > 0 and d not in documents}
    return TacheLue(tache, tuple(sorted(notes.keys() - textes.keys())), tuple(sorted(absents)))


def lire_metiers(fichier: Path, metiers: Sequence[TextesMetier]) -> TacheLue:
    """Read queries with their métiers.

    Args:
        fichier: JSON Lines: ``requete``, ``codes_rome`` (strict key), ``codes_rome_famille`` (ROME v3 codes; without them, the parents of
            ``codes_rome``).
        metiers: the whole ROME.

    Returns:
        The task; a code that this ROME does not know counts as missed, and is listed.

    Raises:
        FichierIllisible: unreadable file, line of another form, code that is not one, no code on a line, no line at all.
    """
    parents = {m.code_rome: m.parent for m in metiers}
    familles: dict[str, list[str]] = {}
    for code, parent in parents.items():
        familles.setdefault(parent, []).append(code)
    requetes, stricts, souples = [], {}, {}
    for numero, ligne in lignes(fichier):
        lue = _ligne_metier(fichier, numero, ligne)
        requetes.append(Requete(str(numero), lue.requete))
        famille = lue.codes_rome_famille or tuple(parents[c] for c in lue.codes_rome if c in parents)
        stricts[str(numero)] = dict.fromkeys(lue.codes_rome, 1)
        # A family is named by its own code or by one of its métiers; one that this ROME does not know is still to be found, and counts as missed.
        souples[str(numero)] = {code: 1 for f in famille for code in familles.get(f, familles.get(parents.get(f, f), [f]))} | stricts[str(numero)]
    if not requetes:
        raise FichierIllisible(f"« {fichier.name} » ne contient aucune requête.")
    inconnus = {c for notes in (*stricts.values(), *souples.values()) for c in notes} - parents.keys()
    tache = Tache(fichier.stem, f"{fichier.name} vers le ROME", tuple(requetes), corpus_metiers(metiers), stricts, souples)
    return TacheLue(tache, tuple(sorted(inconnus)))


def _ligne_metier(fichier: Path, numero: int, ligne: str) -> LigneMetier:
    try:
        lue = LigneMetier.model_validate_json(ligne)
    except ValidationError as erreur:
        champ = ".".join(str(p) for p in erreur.errors()[0]["loc"]) or "la ligne"
        attendu = "un objet JSON avec « requete » (un texte), « codes_rome » et « codes_rome_famille » (des listes de codes)"
        raise _faute(fichier, numero, f"{champ} ne va pas ; il faut {attendu}") from erreur
    codes = (*lue.codes_rome, *lue.codes_rome_famille)
    mauvais = [c for c in codes if not _CODE_ROME.fullmatch(c)]
    if mauvais or not codes:
        motif = f"« {mauvais[0]} » n’est pas un code ROME (une lettre de A à N, quatre chiffres)" if mauvais else "il faut au moins un code ROME"
        raise _faute(fichier, numero, motif)
    return lue


def ecrire_tache(tache: Tache, dossier: Path) -> None:
    """Write a task as the files that ``boite evaluer recherche`` reads, documents numbered under their key.

    Args:
        tache: the task.
        dossier: where; made if needed. Three files: ``NOM.requetes.tsv``, ``NOM.corpus.tsv``, ``NOM.qrels``.
    """
    dossier.mkdir(parents=True, exist_ok=True)
    documents: dict[str, list[str]] = {}
    corpus = []
    for cle, texte in zip(tache.corpus.cles, tache.corpus.textes, strict=True):
        liste = documents.setdefault(cle, [])
        liste.append(f"{cle}~{len(liste)}")
        corpus.append(f"{liste[-1]}\t{_une_ligne(texte)}\n")
    notes = [f"{q} 0 {d} {note}\n" for q, juge in tache.jugements.items() for cle, note in juge.items() for d in documents.get(cle, ())]
    (dossier / f"{tache.nom}.requetes.tsv").write_text("".join(f"{r.identifiant}\t{_une_ligne(r.texte)}\n" for r in tache.requetes), "utf-8")
    (dossier / f"{tache.nom}.corpus.tsv").write_text("".join(corpus), "utf-8")
    (dossier / f"{tache.nom}.qrels").write_text("".join(notes), "utf-8")


def ecrire_metiers(tache: Tache, dossier: Path) -> None:
    """Write a task text → métier as the file that ``boite evaluer metiers`` reads.

    Args:
        tache: the task, over the métiers of its corpus.
        dossier: where; made if needed. One file: ``NOM.jsonl``, a family being named by its own code.
    """
    dossier.mkdir(parents=True, exist_ok=True)
    parents = {m.code_rome: m.parent for m in tache.corpus.metiers}
    rendues = []
    for requete in tache.requetes:
        codes = sorted(tache.jugements[requete.identifiant])
        familles = sorted({parents[code] for code in codes if code in parents})
        rendues.append(json.dumps({"requete": requete.texte, "codes_rome": codes, "codes_rome_famille": familles}, ensure_ascii=False) + "\n")
    (dossier / f"{tache.nom}.jsonl").write_text("".join(rendues), "utf-8")


def lignes(fichier: Path) -> Iterator[tuple[int, str]]:
    """Lines of a text file that are not blank, with their number from 1.

    Args:
        fichier: UTF-8, with or without a byte order mark.

    Returns:
        Numbered lines without their end.

    Raises:
        FichierIllisible: missing, a folder, or not UTF-8.
    """
    try:
        contenu = fichier.read_text(encoding="utf-8-sig")
    except OSError as erreur:
        raise FichierIllisible(f"Le fichier « {fichier} » ne peut pas être lu : {erreur.strerror}.") from erreur
    except UnicodeDecodeError as erreur:
        raise FichierIllisible(f"Le fichier « {fichier} » n’est pas un texte en UTF-8. Enregistrez-le dans ce codage.") from erreur
    yield from ((numero, ligne) for numero, ligne in enumerate(contenu.split("\n"), 1) if ligne.strip())


def _une_ligne(texte: str) -> str:
    return " ".join(texte.split())


def _faute(fichier: Path, numero: int, motif: str) -> FichierIllisible:
    return FichierIllisible(f"« {fichier.name} », ligne {numero} : {motif}.")
