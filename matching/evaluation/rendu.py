"""What is shown of comparisons: JSON for programs, a table for the terminal, Markdown for the documentation."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import asdict
from typing import Any

from rich.table import Table

from matching.evaluation.comparaison import Comparaison, LigneMoteur, moteurs_de
from matching.evaluation.intervalles import Intervalle

COLONNES = ("mrr", "map", "ndcg@10", "rappel@1", "rappel@5", "rappel@10", "rappel@100")
COLONNES_METIERS = (
    *("exactitude@1", "exactitude@5", "exactitude@10", "mrr"),
    *("exactitude@1_souple", "exactitude@5_souple", "exactitude@10_souple", "mrr_souple"),
)
# Under this probability, with every engine and task counted (Holm would ask a little more of the smallest), a difference is called one.
SEUIL = 0.01
_DECIMALES = 4


def en_json(comparaisons: Sequence[Comparaison], absents: Mapping[str, str], **autres: object) -> dict[str, Any]:
    """Everything, for a program.

    Args:
        comparaisons: the tasks.
        absents: engines that could not run, with the reason.
        autres: further keys of the answer.

    Returns:
        What ``json`` can write; numbers are rounded to four decimals.
    """
    return {**autres, "absents": dict(absents), "taches": [_tache_json(c) for c in comparaisons]}


def _tache_json(comparaison: Comparaison) -> dict[str, Any]:
    champs = {nom: valeur for nom, valeur in asdict(comparaison).items() if nom not in {"moteurs", "empreinte"}}
    return {**champs, "empreinte_donnees": comparaison.empreinte, "moteurs": {ligne.moteur: _moteur_json(ligne) for ligne in comparaison.moteurs}}


def _moteur_json(ligne: LigneMoteur) -> dict[str, Any]:
    return {
        "mesures": {nom: _intervalle_json(i) for nom, i in ligne.mesures.items()},
        "ecarts": {nom: _intervalle_json(i) for nom, i in ligne.ecarts.items()},
        "sans_resultat": round(ligne.sans_resultat, _DECIMALES),
        "indexation_s": round(ligne.indexation_s, _DECIMALES),
        "requete_ms": round(ligne.requete_ms, _DECIMALES),
        "encodage_ms": None if ligne.encodage_ms is None else round(ligne.encodage_ms, _DECIMALES),
        "empreinte_modele": ligne.empreinte,
    }


def _intervalle_json(i: Intervalle) -> dict[str, float]:
    return {nom: round(valeur, _DECIMALES) for nom, valeur in asdict(i).items() if valeur is not None}


def tableau(comparaison: Comparaison, colonnes: Sequence[str]) -> Table:
    """One task for the terminal.

    Args:
        comparaison: the task.
        colonnes: figures shown.

    Returns:
        A Rich table, best engine first.
    """
    titre = f"{comparaison.libelle} : {comparaison.jugees} requêtes jugées sur {comparaison.requetes}, {comparaison.documents} documents"
    table = Table(title=titre, title_justify="left")
    table.add_column("Moteur")
    presentes = [c for c in colonnes if any(c in ligne.mesures for ligne in comparaison.moteurs)]
    for nom in (*presentes, "écart MRR", "sans résultat", "ms/requête"):
        table.add_column(nom, justify="right")
    for ligne in comparaison.moteurs:
        mesures = [_bref(ligne.mesures[c]) if c in ligne.mesures else "" for c in presentes]
        ecart = _signe(ligne.ecarts["mrr"]) if "mrr" in ligne.ecarts else "—"
        table.add_row(ligne.moteur, *mesures, ecart, pourcent(ligne.sans_resultat), decimal(ligne.requete_ms, 2))
    return table


def en_markdown(comparaisons: Sequence[Comparaison], absents: Mapping[str, str], mesure: str = "mrr") -> str:
    """Every task and engine in one table.

    Args:
        comparaisons: the tasks.
        absents: engines that could not run, with the reason.
        mesure: the figure shown.

    Returns:
        Markdown: the best of each line in bold; « = » where the difference to the reference is not established.
    """
    moteurs = moteurs_de(comparaisons)
    lignes = [f"| Tâche ({mesure}) | requêtes | documents | déjà lues | " + " | ".join(moteurs) + " |", "|---|--:|--:|--:|" + "--:|" * len(moteurs)]
    for c in comparaisons:
        par_nom = {ligne.moteur: ligne for ligne in c.moteurs}
        cellules = [_cellule(c, par_nom[nom], mesure) if nom in par_nom else "" for nom in moteurs]
        lues = "" if c.recouvrement is None else pourcent(c.recouvrement)
        lignes.append(f"| {c.libelle} | {c.jugees} | {c.documents} | {lues} | " + " | ".join(cellules) + " |")
    lignes += ["", *(f"- {nom} : absent, {motif}." for nom, motif in sorted(absents.items()))]
    return "\n".join([*lignes, *_notes(comparaisons)]) + "\n"


def _cellule(comparaison: Comparaison, ligne: LigneMoteur, mesure: str) -> str:
    if mesure not in ligne.mesures:
        return ""
    i = ligne.mesures[mesure]
    meilleur = max(autre.mesures[mesure].valeur for autre in comparaison.moteurs if mesure in autre.mesures)
    valeur = f"**{decimal(i.valeur)}**" if i.valeur == meilleur else decimal(i.valeur)
    ecart = ligne.ecarts.get(mesure)
    egal = " =" if ecart is not None and ecart.p is not None and ecart.p >= SEUIL else ""
    return f"{valeur}{egal} [{decimal(i.bas)} ; {decimal(i.haut)}]"


def _notes(comparaisons: Sequence[Comparaison]) -> list[str]:
    if not comparaisons:
        return []
    c = comparaisons[0]
    empreintes = {ligne.moteur: ligne.empreinte for tache in comparaisons for ligne in tache.moteurs}
    notes = [
        f"Intervalles à 95 % par rééchantillonnage des requêtes ({c.tirages} tirages, graine {c.graine}) ; « = » : écart avec « {c.reference} » "
        f"non établi (p ≥ {decimal(SEUIL, 2)}, tirages appariés). « Déjà lues » : requêtes dont les mots, dans l’ordre, sont ceux d’un texte appris "
        "par le témoin.",
        "",
        "| Moteur | empreinte | ms par requête, moyenne des tâches |",
        "|---|---|--:|",
    ]
    for nom in moteurs_de(comparaisons):
        durees = [ligne.requete_ms for tache in comparaisons for ligne in tache.moteurs if ligne.moteur == nom]
        notes.append(f"| {nom} | `{empreintes[nom][:60]}` | {decimal(sum(durees) / len(durees), 2)} |")
    return [*notes, "", "Données : " + ", ".join(f"{tache.tache} `{tache.empreinte[:12]}`" for tache in comparaisons) + "."]


def decimal(valeur: float, chiffres: int = 3) -> str:
    """A number as it is written in French."""
    return f"{valeur:.{chiffres}f}".replace(".", ",")


def pourcent(part: float) -> str:
    """A share as a percentage, one decimal, no-break space before the sign."""
    return f"{decimal(100 * part, 1)}\u00a0%"


def _bref(i: Intervalle) -> str:
    return f"{decimal(i.valeur)} [{decimal(i.bas)}–{decimal(i.haut)}]"


def _signe(i: Intervalle) -> str:
    return f"{'+' if i.valeur >= 0 else '−'}{decimal(abs(i.valeur))} (p={decimal(i.p or 0.0)})"
