"""The README of a model folder, written from its card."""

from typing import Any

_MOTEURS = ("encodeur", "tfidf_caracteres", "bm25", "minilm")


def rediger(carte: dict[str, Any]) -> str:
    """README in French of one model.

    Args:
        carte: the complete card.

    Returns:
        Markdown text; every figure in it comes from the card.
    """
    return "\n".join([_entete(carte), _tableau(carte["resultats"]), _domaines(carte["par_grand_domaine"]), _suite(carte)])


def _entete(carte: dict[str, Any]) -> str:
    return f"""# {carte["nom"]}

Petit encodeur français de métiers, de compétences, de diplômes et d'offres : n-grammes de caractères et mots hachés, quatre bits par poids,
{carte["dimension"]} dimensions. Il se lit avec numpy seul (`models.encodeur.charger()`) ou avec sentence-transformers
(`SentenceTransformer("models/encodeur_fr", trust_remote_code=True)` depuis le dépôt) ; les deux donnent les mêmes vecteurs à 1e-4 près.

- SHA-256 des poids : `{carte["empreinte"]}`
- Graine : {carte["graine"]} · apprentissage : `python -m models.entrainement --donnees DONNEES --sortie models/encodeur_fr`
- Plancher de bruit : **{carte["plancher"]}** (un couple de métiers étrangers sur mille le dépasse) ; médiane {carte["bruit"]["0.5"]},
  95 % sous {carte["bruit"]["0.95"]}, 99 % sous {carte["bruit"]["0.99"]}. Aucun seuil ne se place dessous.

## Résultats (MRR / rappel à 10), mesurés par un témoin qui n'a pas vu ce sur quoi il est jugé

Le modèle livré suit la même recette, apprise sur tout : ses propres chiffres sur ces données ne prouveraient rien et ne sont pas donnés.
« Vu » : part des requêtes dont les mots exacts figurent dans un texte appris.
"""


def _tableau(resultats: dict[str, Any]) -> str:
    lignes = ["| tâche | n | vu | encodeur | TF-IDF caractères | BM25 | MiniLM |", "|---|---|---|---|---|---|---|"]
    for tache, mesures in resultats.items():
        notes = " | ".join(f"{mesures[m]['mrr']:.3f} / {mesures[m]['r10']:.2f}" for m in _MOTEURS)
        lignes.append(f"| {tache} | {mesures['encodeur']['n']} | {mesures['recouvrement']:.0%} | {notes} |")
    return "\n".join(lignes) + "\n"


def _domaines(domaines: dict[str, Any]) -> str:
    lignes = ["## Titre → fiche par grand domaine", "", "| domaine | n | MRR | rappel à 10 |", "|---|---|---|---|"]
    lignes += [f"| {nom} | {m['n']} | {m['mrr']:.3f} | {m['r10']:.2f} |" for nom, m in sorted(domaines.items())]
    return "\n".join(lignes) + "\n"


def _suite(carte: dict[str, Any]) -> str:
    licences = "\n".join(f"- {nom} : {texte}" for nom, texte in carte["licences"].items())
    return f"""## Limites connues

- L'ordre des mots compte peu : « chef de cuisine » et « cuisine de chef » se ressemblent.
- La négation n'est pas comprise : « sans enfants » reste proche de « enfants ».
- Le vocabulaire est celui du ROME et d'ESCO : un mot absent des deux n'est lu que par ses lettres.
- Un long texte qui raconte plusieurs métiers donne un seul vecteur, entre eux.
- Un cosinus n'est pas une probabilité et ne se montre pas.

## Données et licences

{licences}

Les empreintes des fichiers lus sont dans `carte.json`. Aucune phrase de ces données n'est dans ce dossier.
"""
