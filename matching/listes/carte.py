"""The card of a learnt ranker, and the report of a training, for people and for programs."""

from __future__ import annotations

from typing import Any

from matching.listes.apprentissage import ECE_MAX, EFFECTIF_GROUPE, Essai, GroupeMesure, Rapport
from models.classement_position import Valeur

_ALGORITHMES = {"logistique": "régression logistique, une pente par part", "arbres": "arbres sans interaction, une courbe par part"}


def en_json(rapport: Rapport) -> dict[str, Any]:
    """Everything, for a program.

    Args:
        rapport: what the training found.

    Returns:
        What ``json`` can write.
    """
    return {
        "version": rapport.poids.classeur.version,
        "remplace": rapport.poids.remplace,
        "lignes": rapport.lignes,
        "personnes": rapport.personnes,
        "acceptees": rapport.acceptees,
        "issues_connues": rapport.entrees,
        "lignes_mesurees": rapport.mesurees,
        "lignes_ecartees": rapport.ecartees,
        "essais": [_essai_json(essai) for essai in rapport.essais],
    }


def _essai_json(essai: Essai) -> dict[str, Any]:
    c = essai.classeur
    return {
        "algorithme": c.algorithme,
        "poids": {nom: round(float(p), 4) for nom, p in zip(c.noms, c.poids, strict=True)},
        "eta": round(c.eta, 3),
        "gain": _valeur_json(essai.valeur),
        "groupes": {g.nom: {**_valeur_json(g.valeur), "assez": g.assez, "perd": g.perd} for g in essai.groupes},
        "ece": round(essai.ece, 4),
        "brier": round(essai.brier, 4),
        "reussite_apprise": c.reussite is not None,
        "motifs": list(essai.motifs),
    }


def _valeur_json(valeur: Valeur) -> dict[str, float | None]:
    return {nom: None if v != v else round(v, 4) for nom, v in vars(valeur).items()}


def en_markdown(rapport: Rapport, titre: str) -> str:
    """The card.

    Args:
        rapport: what the training found.
        titre: its title.

    Returns:
        Markdown, in French.
    """
    lignes = [
        f"# {titre}",
        "",
        "Appris des listes montrées et de ce qui a suivi ; mesuré sur une période suivante, avec des personnes dont rien n’a été appris.",
        "",
        f"- Appris de {rapport.lignes} lignes montrées à {rapport.personnes} personnes : {rapport.acceptees} propositions acceptées, "
        f"{rapport.entrees} suites connues.",
        f"- Mesuré sur {rapport.mesurees} lignes. Laissées de côté, car montrées avec d’autres parts : {rapport.ecartees}.",
        "- N’y entrent que les parts du score. L’âge, le territoire, le niveau et la RQTH ne servent qu’au contrôle par groupe.",
        "- Le sexe n’est pas connu : aucun contrôle n’est possible par là.",
        "- Limite : seules les offres montrées sont jugées, et ce qui n’a pas été vu est corrigé, non connu.",
    ]
    for essai in rapport.essais:
        lignes += ["", f"## {_ALGORITHMES[essai.classeur.algorithme].capitalize()}", "", *_essai(essai)]
    return "\n".join(lignes) + "\n"


def _essai(essai: Essai) -> list[str]:
    c, v = essai.classeur, essai.valeur
    tenu = "tenu" if essai.ece <= ECE_MAX else "non tenu"
    return [
        f"- Décision : {'remplace les poids en vigueur.' if essai.remplace else 'ne remplace pas les poids. ' + ' '.join(essai.motifs)}",
        f"- Gain sur la remise de rang de ce qui a été accepté et suivi : {_nombre(v)}, effectif utile {v.effectif:.0f}.",
        f"- Attention : une ligne en position k est regardée avec la probabilité k^−{_virgule(c.eta, 2)}.",
        f"- Étalonnage de « la personne accepte » : erreur {_virgule(essai.ece)} ({tenu}), Brier {_virgule(essai.brier)}.",
        f"- « Cela réussit une fois accepté » : {'appris' if c.reussite else 'trop peu de suites connues, non appris'}.",
        "",
        "| Part | Poids |",
        "|---|--:|",
        *(f"| {nom} | {_virgule(float(p))} |" for nom, p in sorted(zip(c.noms, c.poids, strict=True), key=lambda couple: -couple[1])),
        "",
        "| Groupe | Gain | Effectif utile | |",
        "|---|--:|--:|---|",
        *(f"| {g.nom} | {_nombre(g.valeur)} | {g.valeur.effectif:.0f} | {_verdict(g)} |" for g in essai.groupes),
    ]


def _verdict(groupe: GroupeMesure) -> str:
    if not groupe.assez:
        return f"trop peu pour conclure (moins de {EFFECTIF_GROUPE:.0f})"
    return "perd" if groupe.perd else "ne perd pas"


def _nombre(valeur: Valeur) -> str:
    if valeur.ecart != valeur.ecart:
        return "—"
    return f"{_signe(valeur.ecart)} [{_signe(valeur.bas)} ; {_signe(valeur.haut)}]"


def _signe(nombre: float) -> str:
    return f"{'+' if nombre >= 0 else '−'}{_virgule(abs(nombre), 4)}"


def _virgule(nombre: float, chiffres: int = 3) -> str:
    return f"{nombre:.{chiffres}f}".replace(".", ",")
