"""What is shown of a comparison of rankings: JSON, a table for the terminal, Markdown for the documentation."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import asdict
from typing import Any

from rich.table import Table

from matching.evaluation.appariement.comparaison import REFERENCE, Comparaison, Resultat
from matching.evaluation.appariement.mesures import PAR_PERSONNE
from matching.evaluation.appariement.robustesse import Robustesse
from matching.evaluation.intervalles import Intervalle
from matching.evaluation.rendu import decimal, pourcent

SEUIL = 0.05
_TITRES = {"ndcg@10": "nDCG@10", "precision@5": "précision@5", "trois_bonnes": "3 bonnes offres"}
_DECIMALES = 4


def en_json(comparaisons: Sequence[Comparaison], robustesse: Sequence[Robustesse], absents: Mapping[str, str], **autres: object) -> dict[str, Any]:
    """Everything, for a program.

    Args:
        comparaisons: by part of the cases.
        robustesse: what must not move a list.
        absents: ways of ranking that could not run, with the reason.
        autres: further keys.

    Returns:
        What ``json`` can write; numbers have four decimals.
    """
    return {
        **autres,
        "absents": dict(absents),
        "comparaisons": [_arrondir(asdict(c)) for c in comparaisons],
        "robustesse": [_arrondir({**asdict(r), "tenue": r.tenue}) for r in robustesse],
    }


def _arrondir(valeur: Any) -> Any:
    if isinstance(valeur, float):
        return round(valeur, _DECIMALES)
    if isinstance(valeur, dict):
        return {cle: _arrondir(v) for cle, v in valeur.items() if v is not None}
    if isinstance(valeur, (list, tuple)):
        return [_arrondir(v) for v in valeur]
    return valeur


def tableau(comparaison: Comparaison) -> Table:
    """One comparison for the terminal.

    Args:
        comparaison: the comparison.

    Returns:
        A Rich table, best first.
    """
    table = Table(title=_titre(comparaison), title_justify="left")
    table.add_column("Classement")
    for nom in _entetes():
        table.add_column(nom, justify="right")
    for resultat in comparaison.resultats:
        table.add_row(resultat.nom, *(cellule.replace("**", "") for cellule in _cellules(resultat, comparaison)))
    return table


def en_markdown(comparaisons: Sequence[Comparaison], robustesse: Sequence[Robustesse], absents: Mapping[str, str]) -> str:
    """Everything in Markdown.

    Args:
        comparaisons: by part of the cases.
        robustesse: what must not move a list.
        absents: ways of ranking that could not run.

    Returns:
        Tables; the best figure by person in bold, « = » where the difference to ours is not established.
    """
    lignes: list[str] = []
    for c in comparaisons:
        lignes += [_titre(c) + ".", "", "| Classement | " + " | ".join(_entetes()) + " |", "|---|" + "--:|" * len(_entetes())]
        lignes += [f"| {r.nom} | " + " | ".join(_cellules(r, c)) + " |" for r in c.resultats]
        lignes += ["", _notes(c), ""]
    lignes += [f"- {ligne}" for ligne in lignes_robustesse(robustesse)]
    lignes += [f"- {nom} : absent, {motif}." for nom, motif in sorted(absents.items())]
    return "\n".join(lignes) + "\n"


def lignes_robustesse(robustesse: Sequence[Robustesse]) -> list[str]:
    """One sentence per measure.

    Args:
        robustesse: the measures.
    """
    libelles = {"genre": "projet au masculin, au féminin, en écriture inclusive", "fautes": "une faute par mot de cinq lettres et plus"}
    return [
        f"{libelles[r.nom]} : {pourcent(r.recouvrement.valeur)} des dix premières offres en commun [{pourcent(r.recouvrement.bas)} ; "
        f"{pourcent(r.recouvrement.haut)}], {r.variantes} réécritures, {'tenu' if r.tenue else 'non tenu'} (il faut {pourcent(r.seuil)})"
        for r in robustesse
    ]


def _titre(c: Comparaison) -> str:
    return f"Cas jugés, part « {c.partie} » : {len(c.juges)} personnes jugées, {c.personnes} personnes classées, {c.offres} offres"


def _entetes() -> tuple[str, ...]:
    return (*_TITRES.values(), "couverture", "Gini", "sans place", "non éligibles", "sans le filtre")


def _cellules(resultat: Resultat, c: Comparaison) -> list[str]:
    return [
        *(_cellule(resultat, c, nom) for nom in PAR_PERSONNE),
        pourcent(resultat.couverture),
        decimal(resultat.gini, 2),
        pourcent(resultat.congestion.valeur),
        pourcent(resultat.non_eligibles),
        pourcent(resultat.sans_filtre),
    ]


def _cellule(resultat: Resultat, c: Comparaison, nom: str) -> str:
    i = resultat.mesures[nom]
    valeur = decimal(i.valeur)
    if i.valeur == max(r.mesures[nom].valeur for r in c.resultats):
        valeur = f"**{valeur}**"
    return f"{valeur}{_egal(resultat.ecarts.get(nom))} [{decimal(i.bas)} ; {decimal(i.haut)}]"


def _egal(ecart: Intervalle | None) -> str:
    return " =" if ecart is not None and ecart.p is not None and ecart.p >= SEUIL else ""


def _notes(c: Comparaison) -> str:
    sans = f" Sans offre jugée utile dans ce catalogue, laissées de côté : {', '.join(c.sans_bonne)}." if c.sans_bonne else ""
    return (
        f"Intervalles à 95 % par rééchantillonnage des personnes ({c.tirages} tirages, graine {c.graine}) ; « = » : écart avec « {REFERENCE} » non "
        f"établi (p ≥ {decimal(SEUIL, 2)}, tirages appariés, probabilités corrigées par Holm). Données `{c.empreinte[:12]}`.{sans}"
    )
